"""The pages in a real browser: for everybody, on every screen, with and without scripts."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import pytest
import pytest_asyncio
from playwright.async_api import ConsoleMessage, Page, Response

from tests.browser.pages import DESK, PHONE, Pages, barriers, shown_pages, turn
from tests.worlds.pages import ADDRESS

#: Bytes of a page with all that it fetches.
MOST_BYTES = 100_000
#: Widths, and whether it is dark.
LOOKS = tuple(product((PHONE, DESK), (False, True)))
WIDTHS = (PHONE, 700, DESK)
#: Over plain HTTP, as here, one header counts for nothing.
_OF_HTTP = "The Cross-Origin-Opener-Policy header has been ignored"


pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True)
class Visit:
    """What one visit to a page gave: as it came, and then in every width and look."""

    statuses: set[int]
    #: Bytes by URL. Nothing is compressed, so that this is what each is.
    fetched: Mapping[str, int]
    complaints: Sequence[str]
    text: str
    scrolled: Mapping[int, int]
    barriers: Mapping[tuple[int, bool], Sequence[str]]


async def visit(pages: Pages, name: str) -> Visit:
    answers: list[Response] = []
    said: list[str] = []

    def keep(one: Response) -> None:
        answers.append(one)

    def complain(one: ConsoleMessage) -> None:
        if not one.text.startswith(_OF_HTTP):
            said.append(one.text)

    pages.window.on("console", complain)
    pages.window.on("response", keep)
    page = await pages.shown(name)
    await page.wait_for_load_state("networkidle")
    page.remove_listener("console", complain)
    page.remove_listener("response", keep)
    fetched = {one.url: int(one.headers["content-length"]) for one in answers}
    text = await page.locator("main").inner_text()
    scrolled, found = {}, {}
    for width in WIDTHS:
        await turn(page, width=width)
        scrolled[width] = await page.evaluate("document.documentElement.scrollWidth")
    for width, is_dark in LOOKS:
        await turn(page, width=width, is_dark=is_dark)
        found[width, is_dark] = await barriers(page)
    return Visit({one.status for one in answers}, fetched, said, text, scrolled, found)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def both() -> AsyncIterator[tuple[Pages, Pages]]:
    async with shown_pages() as shown:
        yield shown


@pytest.fixture(scope="module")
def pages(both: tuple[Pages, Pages]) -> Pages:
    """Show the pages to tests that only look at them."""
    return both[0]


@pytest.fixture(scope="module")
def changed_pages(both: tuple[Pages, Pages]) -> Pages:
    """Show the pages to tests that change something; no two of them change the same."""
    return both[1]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visits(pages: Pages) -> Mapping[str, Visit]:
    return {name: await visit(pages, name) for name in pages.paths}


async def test_axe_finds_no_barrier_on_any_page(visits: Mapping[str, Visit]) -> None:
    found = {(name, *look): said for name, one in visits.items() for look, said in one.barriers.items()}

    assert found == {(name, *look): [] for name in visits for look in LOOKS}


async def test_pages_fetch_little_and_nothing_from_elsewhere_and_break_no_rule_of_their_own(
    visits: Mapping[str, Visit],
) -> None:
    heavy = {name: size for name, one in visits.items() if (size := sum(one.fetched.values())) >= MOST_BYTES}
    foreign = {url for one in visits.values() for url in one.fetched if not url.startswith(f"{ADDRESS}/")}
    kinds = {name: {url.rpartition(".")[2] for url in one.fetched} & {"css", "js"} for name, one in visits.items()}

    assert {name: one.statuses for name, one in visits.items()} == {name: {200} for name in visits}
    assert (heavy, foreign, [one.complaints for one in visits.values() if one.complaints]) == ({}, set(), [])
    assert kinds == {name: {"css", "js"} for name in visits}


async def test_pages_say_the_same_without_scripts(pages: Pages, visits: Mapping[str, Visit]) -> None:
    without = {}
    for name in pages.paths:
        page = await pages.shown(name, scripts=False)
        without[name] = await page.locator("main").inner_text()

    assert without == {name: one.text for name, one in visits.items()}
    assert [name for name, said in without.items() if not said] == []


async def test_scripts_of_a_page_run_unless_they_are_turned_off(pages: Pages) -> None:
    titles = {}
    for scripts in (True, False):
        page = await pages.shown("me", scripts=scripts)
        await page.goto("data:text/html,<title>still</title><script>document.title = 'ran'</script>")
        titles[scripts] = await page.title()

    assert titles == {True: "ran", False: "still"}


async def test_no_page_moves_sideways(visits: Mapping[str, Visit]) -> None:
    assert {name: one.scrolled for name, one in visits.items()} == {
        name: {width: width for width in WIDTHS} for name in visits
    }


async def test_one_chart_of_two_looks_is_seen(pages: Pages) -> None:
    seen = {}
    page = await pages.shown("overview")
    looks = {look: page.locator(f".{look} svg") for look in ("light", "dark")}
    for is_dark in (False, True):
        await turn(page, is_dark=is_dark)
        seen[is_dark] = [look for look, all_ in looks.items() for one in await all_.all() if await one.is_visible()]

    assert {is_dark: set(looks) for is_dark, looks in seen.items()} == {False: {"light"}, True: {"dark"}}
    assert len(seen[False]) == len(seen[True]) >= 3


async def test_keyboard_reaches_everything_and_shows_where_it_is(pages: Pages) -> None:
    page = await pages.shown("people")
    wanted = await page.locator("a, button, select, summary, [tabindex='0']").evaluate_all(
        "all => all.filter(one => one.checkVisibility()).length"
    )
    await page.keyboard.press("Tab")
    first = await page.evaluate("document.activeElement.textContent")
    unseen = []
    for _ in range(wanted - 1):
        await page.keyboard.press("Tab")
        said, outline = await page.evaluate(
            "[document.activeElement.outerHTML, getComputedStyle(document.activeElement).outlineStyle]"
        )
        if outline == "none":
            unseen.append(said)
    last = await page.evaluate("document.activeElement.outerHTML")

    assert (first, unseen) == ("Skip to what the page shows", [])
    assert "sort=" in last or "scrolls" in last


async def column(page: Page, number: int) -> list[str]:
    return list(await page.locator(f"tbody td:nth-child({number})").all_inner_texts())


@pytest.mark.parametrize("scripts", [True, False])
async def test_tables_sort_the_same_with_and_without_scripts(pages: Pages, scripts: bool) -> None:
    page = await pages.shown("people", scripts=scripts)
    before = await column(page, 1)
    await page.get_by_role("link", name="Streak").click()
    downwards = [int(one) for one in await column(page, 4)]
    sorted_by = await page.locator("th[aria-sort]").get_attribute("aria-sort")
    await page.get_by_role("link", name="Streak").click()
    upwards = [int(one) for one in await column(page, 4)]
    await page.get_by_role("link", name="Member").click()
    names = await column(page, 1)

    assert (sorted_by, downwards, upwards) == ("descending", sorted(downwards, reverse=True), sorted(upwards))
    assert names == sorted(before, key=str.casefold)


async def test_decision_is_made_where_it_is_read(changed_pages: Pages) -> None:
    page = await changed_pages.shown("queue")
    titles = await page.locator("main h2").all_inner_texts()
    [claim] = [title for title in titles if title.startswith("Did they say it?")]
    await page.locator("section", has=page.get_by_role("heading", name=claim)).get_by_text("Refuse").click()
    said = await page.locator("main").inner_text()
    await page.goto(changed_pages.paths["queue"])
    after = await page.locator("main h2").all_inner_texts()

    assert "You refused 1 claim." in said
    assert sorted(after) == sorted(set(titles) - {claim})


async def reached_by_keyboard(page: Page, most: int) -> list[str]:
    """Give the fields of a form to which the key leads from the first one on."""
    await page.locator("form.settings input[type=text]").first.focus()
    reached: dict[str, bool] = {}
    # A time has several places where the key stops.
    while "Save" not in reached and len(reached) <= most:
        reached[await page.evaluate("document.activeElement.name || document.activeElement.innerText")] = True
        await page.keyboard.press("Tab")
    return list(reached)


async def test_settings_are_changed_by_keyboard_and_what_is_wrong_is_led_to(changed_pages: Pages) -> None:
    zone, grace = "UTC", "4h"
    for width, new_zone, new_grace in ((PHONE, "Europe/Berlin", "3h"), (DESK, "Asia/Tokyo", "2h")):
        page = await changed_pages.shown("one series", width)
        await page.locator("form.settings summary").focus()
        await page.keyboard.press("Enter")
        kinds = ("input:not([type=hidden])", "select", "summary", "button")
        fields = page.locator(", ".join(f"form.settings {kind}" for kind in kinds))
        wanted = await fields.evaluate_all("all => [...new Set(all.map(one => one.name || one.innerText))]")
        reached: list[list[str]] = []
        after: list[str] = []
        for is_dark in (True, False):
            await turn(page, is_dark=is_dark)
            reached.append(await reached_by_keyboard(page, len(wanted)))
        await page.get_by_label("Time zone").fill("Mars")
        await page.get_by_label("Grace").fill("9 days and more")
        await page.keyboard.press("Enter")
        said = await page.get_by_role("alert").inner_text()
        for is_dark in (False, True):
            await turn(page, is_dark=is_dark)
            after += await barriers(page)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        await page.get_by_role("link", name="Time zone").click()
        await page.wait_for_url("**#setting-zone")
        await page.get_by_label("Time zone").fill(new_zone)
        await page.get_by_label("Grace").fill(new_grace)
        await page.keyboard.press("Enter")
        await page.get_by_role("link", name="Back", exact=True).wait_for()
        saved = await page.locator("main").inner_text()

        assert (after, reached, wide) == ([], [wanted, wanted], width)
        assert "2 settings to put right" in said
        assert f"zone: {zone} → {new_zone}" in saved
        assert f"grace: {grace} → {new_grace}" in saved
        zone, grace = new_zone, new_grace


async def test_filters_choose_what_is_shown(pages: Pages) -> None:
    page = await pages.shown("questions")
    await page.get_by_label("Topic").select_option("network")
    await page.get_by_role("button", name="Show").click()
    refs, address = await column(page, 1), page.url
    await page.get_by_label("Period").select_option("last quarter")
    await page.get_by_role("button", name="Show").click()
    nothing = await page.locator(".empty").inner_text()

    assert "topic=network" in address
    assert refs
    assert {int(ref.rpartition("-")[2]) % 2 for ref in refs} == {1}
    assert nothing == "No question was asked in this period."
