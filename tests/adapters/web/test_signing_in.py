"""Signing in over a real socket: the link once, for ten minutes, by a button; the session, and how it ends."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.errors import DeliveryError, RefusedError
from tests.worlds.builders import ADMIN, ANA, BO, WORKSPACE, actor
from tests.worlds.pages import Browser, PagesWorld, pages_world
from tests.worlds.world import new_world

pytestmark = pytest.mark.sockets
FIRST = f"/w/{WORKSPACE}/overview"
MOMENT = timedelta(seconds=1)
#: What SECURITY.md promises of links, and how long a session lasts.
TEN_MINUTES, TWELVE_HOURS = timedelta(minutes=10), timedelta(hours=12)


@pytest.fixture
async def pages() -> AsyncIterator[PagesWorld]:
    async with pages_world() as served:
        await served.world.set_up()
        yield served


async def use(browser: Browser, link: str) -> list[int]:
    """Open a link and press its button, with the token of some page where it has none."""
    opened = await browser.get(link)
    return [opened.status, (await browser.post(link, {"token": opened.token})).status]


async def test_a_link_opens_a_page_whose_button_signs_in(pages: PagesWorld) -> None:
    pages.world.messenger.administer = {"root"}
    browser, link = pages.browser(), await pages.link(ADMIN)

    before = await browser.get(FIRST)
    opened = await browser.get(link)
    entered = await browser.post(link, {"token": opened.token})
    first = await browser.get(entered.location)

    assert (before.status, opened.status, entered.status) == (401, 200, 303)
    assert (first.status, "Root" in first.text) == (200, True)


async def test_the_page_of_a_link_says_as_whom_and_where_one_signs_in_and_no_more(pages: PagesWorld) -> None:
    link = await pages.link(actor('Zoe <b>"', member="zoe"))

    opened = await pages.browser().get(link)
    spent = await use(pages.browser(), link)
    after = await pages.browser().get(link)

    said = LexborHTMLParser(opened.text).css_first("main p")
    assert said is not None
    assert said.text().startswith(f'You sign in as Zoe <b>" to the workspace {WORKSPACE}. ')
    assert (spent, after.status, "Zoe" in after.text, WORKSPACE in after.text) == ([200, 303], 410, False, False)


async def test_programs_that_show_previews_use_no_link_up(pages: PagesWorld) -> None:
    link = await pages.link(ANA)

    previews = [(await pages.browser().ask(method, link)).status for method in ("GET", "HEAD", "GET")]
    after = await use(pages.browser(), link)

    assert (previews, after) == ([200, 200, 200], [200, 303])


async def test_a_link_is_good_once(pages: PagesWorld) -> None:
    link = await pages.link(ANA)
    browser = pages.browser()
    opened = await browser.get(link)
    form = {"token": opened.token}

    first, cookies = await browser.post(link, form), dict(browser.cookies)
    browser.cookies["askaday-link"] = "again"
    again = await browser.get(link)
    elsewhere = await use(pages.browser(), link)

    assert (first.status, again.status, elsewhere) == (303, 410, [410, 403])
    assert cookies["askaday"] != ""


async def test_a_link_is_good_for_ten_minutes(pages: PagesWorld) -> None:
    early, late = await pages.link(ANA), await pages.link(BO)
    pages.world.clock.travel(pages.world.clock.now() + TEN_MINUTES - MOMENT)
    in_time = await use(pages.browser(), early)
    pages.world.clock.travel(pages.world.clock.now() + MOMENT)

    assert (in_time, (await pages.browser().get(late)).status) == ([200, 303], 410)


async def test_a_newer_link_voids_the_one_before_and_nobody_elses(pages: PagesWorld) -> None:
    older, others = await pages.link(ANA), await pages.link(BO)
    newer = await pages.link(ANA)

    opened = [(await pages.browser().get(link)).status for link in (older, others, newer)]

    assert opened == [410, 200, 200]


async def test_forged_links_and_those_of_another_askaday_are_not_taken(pages: PagesWorld) -> None:
    link = await pages.link(ANA)
    secret, _, signature = link.rpartition(".")
    async with pages_world() as other:
        foreign = await other.link(ANA)
    forged = [foreign, secret, f"{secret}.", f"{secret}.{signature[:-1]}", f"{secret[:-1]}.{signature}", "/sign-in/%FF"]

    opened = [(await pages.browser().get(one)).status for one in forged]

    assert opened == [410] * len(forged)
    assert (await pages.browser().get(link)).status == 200


async def test_a_guessed_link_signs_nobody_in_with_the_token_of_a_real_one(pages: PagesWorld) -> None:
    link, browser = await pages.link(ANA), pages.browser()
    form = {"token": (await browser.get(link)).token}
    secret, _, signature = link.rpartition(".")
    guessed = ["/sign-in/guessed", f"/sign-in/{'A' * 43}.{signature}", f"{secret}.{signature[::-1]}"]

    tried = [(await browser.post(one, form)).status for one in guessed]

    assert (tried, "askaday" in browser.cookies) == ([410] * len(guessed), False)
    assert ((await browser.post(link, form)).status, "askaday" in browser.cookies) == (303, True)


async def test_a_session_ends_after_twelve_hours(pages: PagesWorld) -> None:
    pages.world.messenger.administer = {"root"}
    browser = await pages.signed_in(ADMIN)
    pages.world.clock.travel(pages.world.clock.now() + TWELVE_HOURS - MOMENT)
    in_time = await browser.get(FIRST)
    pages.world.clock.travel(pages.world.clock.now() + MOMENT)

    assert (in_time.status, (await browser.get(FIRST)).status) == (200, 401)


async def test_signing_out_ends_this_session_and_everywhere_all_of_them_with_their_links(pages: PagesWorld) -> None:
    pages.world.messenger.administer = {"root"}
    here, there, third = [await pages.signed_in(ADMIN) for _ in range(3)]
    others, link = await pages.signed_in(ANA), await pages.link(ADMIN)
    copied = dict(here.cookies)
    token = (await here.get(FIRST)).token

    out = await here.post("/sign-out", {"token": token})
    here.cookies = copied
    after_one = [(await one.get(FIRST)).status for one in (here, there, third)]
    token = (await there.get(FIRST)).token
    everywhere = await there.post("/sign-out", {"token": token, "everywhere": "yes"})
    after_all = [(await one.get(FIRST)).status for one in (there, third)]

    assert (out.status, after_one, everywhere.status, after_all) == (200, [401, 200, 200], 200, [401, 401])
    assert (await pages.browser().get(link)).status == 410
    assert (await others.get("/")).status == 303


async def test_erasing_ones_data_ends_all_sessions_and_voids_links(pages: PagesWorld) -> None:
    browser, link = await pages.signed_in(ANA), await pages.link(ANA)
    kept = await pages.world.app.call(lambda tx: sorted(tx.members.export(WORKSPACE, "ana")))

    await pages.world.command(ANA, "privacy erase yes")

    assert [one for one in kept if one in ("sessions", "sign_in_links")] == ["sessions", "sign_in_links"]
    assert [(await browser.get("/")).status, (await pages.browser().get(link)).status] == [401, 410]


async def test_who_has_left_is_signed_out_for_good(pages: PagesWorld) -> None:
    browser = await pages.signed_in(ANA)
    before = await browser.get("/")
    pages.world.messenger.left = {"ana"}
    gone = await browser.get("/")
    pages.world.messenger.left = set()

    assert (before.status, gone.status, (await browser.get("/")).status) == (303, 401, 401)


async def test_a_platform_that_does_not_say_who_they_are_shows_nothing(pages: PagesWorld) -> None:
    browser = await pages.signed_in(ANA)
    pages.world.messenger.people_refusal = DeliveryError("Slack does not answer.", permanent=False)
    silent = await browser.get("/")
    pages.world.messenger.people_refusal = None

    assert (silent.status, "Slack does not answer." in silent.text) == (503, True)
    assert (await browser.get("/")).status == 303


@pytest.mark.parametrize("everywhere", ["", "yes"])
async def test_signing_out_needs_no_platform(pages: PagesWorld, everywhere: str) -> None:
    browser = await pages.signed_in(ANA)
    token, copied = (await browser.get(f"/w/{WORKSPACE}/me")).token, dict(browser.cookies)
    pages.world.messenger.people_refusal = DeliveryError("Slack does not answer.", permanent=False)
    out = await browser.post("/sign-out", {"token": token, "everywhere": everywhere})
    pages.world.messenger.people_refusal = None
    browser.cookies = copied

    assert (out.status, (await browser.get("/")).status) == (200, 401)


async def test_signing_in_again_ends_the_session_that_this_browser_had(pages: PagesWorld) -> None:
    browser = await pages.signed_in(ANA)
    earlier = dict(browser.cookies)
    await use(browser, await pages.link(BO))
    stale = pages.browser()
    stale.cookies = earlier

    assert [(await browser.get("/")).status, (await stale.get("/")).status] == [303, 401]


async def test_cookies_are_for_browsers_alone_and_behind_tls_for_tls_alone(pages: PagesWorld) -> None:
    opened = await pages.browser().get(await pages.link(ANA))
    async with pages_world("https://pages.test") as secure:
        over_tls = await secure.browser().get(await secure.link(ANA))

    def flags(cookie: str) -> tuple[str, list[str]]:
        name, *rest = cookie.split("; ")
        return name.partition("=")[0], sorted(rest)

    common = ["HttpOnly", "Max-Age=600", "Path=/", "SameSite=lax"]
    assert flags(opened.headers["Set-Cookie"]) == ("askaday-link", common)
    assert flags(over_tls.headers["Set-Cookie"]) == ("__Host-askaday-link", [*common, "Secure"])


async def test_the_store_holds_nothing_that_signs_anybody_in(pages: PagesWorld) -> None:
    browser = await pages.signed_in(ANA)
    link = await pages.link(ANA)

    kept = await pages.world.app.call(lambda tx: str(tx.members.export(WORKSPACE, "ana")))

    secret = link.rpartition("/")[2].partition(".")[0]
    assert [one in kept for one in (browser.cookies["askaday"], secret)] == [False, False]


async def test_without_pages_there_is_no_link() -> None:
    async with new_world() as world:
        await world.set_up()
        with pytest.raises(RefusedError, match="This Askaday has no pages"):
            await world.command(ANA, "dashboard")
