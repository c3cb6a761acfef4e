"""Attacks over a real socket, on every route that the table has: who sees what, and what nobody may do."""

import csv
import html
import io
import re
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.web.pages import PAGES
from adapters.web.spreadsheet import csv_text
from bot.packs.formulas import restore
from tests.worlds.builders import ADMIN, ANA, BO, WORKSPACE, actor
from tests.worlds.pages import Browser, PagesWorld, pages_world

pytestmark = pytest.mark.sockets
OTHER = "console:other"
#: What those get who are not signed in; everything else asks them to sign in, or for the token that collectors have.
FOR_NOBODY = {"/readyz": 200, "/sign-in/guessed": 410}
#: What stands for the names in braces.
PLACES = {"workspace": WORKSPACE, "pack": "basics", "id": "question-1", "name": "daily", "link": "guessed"}
#: What a member without any right may see of their own; everything else is not there for them.
OPEN_TO_MEMBERS: frozenset[str] = frozenset({"home", "me"})
BELOW = f"/w/{WORKSPACE}/"
PRESS = f"{BELOW}press"


def paths(pages: PagesWorld, method: str, **places: str) -> list[str]:
    """Give the paths of all routes that take a method."""
    named = {**PLACES, **places}
    taken = [path for path, methods in pages.table if method in methods]
    return [re.sub(r"{(\w+)(?::path)?}", lambda found: named[found[1]], path) for path in taken]


async def get_all(browser: Browser, every: list[str]) -> dict[str, int]:
    """Ask for every path, each from an address of its own: refusals are counted by address."""
    found = {}
    for number, path in enumerate(every):
        browser.sender = f"198.51.100.{number}"
        found[path] = (await browser.get(path)).status
    return found


@pytest.fixture
async def pages() -> AsyncIterator[PagesWorld]:
    async with pages_world(metrics_token="8f742231b10e8888") as served:  # noqa: S106 - of a test
        await served.world.set_up(managers=frozenset({"bo"}))
        await served.world.set_up("theirs", channel="interviews", managers=frozenset({"cy"}))
        yield served


async def test_the_table_has_every_page_with_its_csv_and_takes_forms_at_four_places(pages: PagesWorld) -> None:
    below = {path for path, _ in pages.table if path.startswith("/w/{workspace}/")}

    assert below == {f"/w/{{workspace}}/{page}{ending}" for page in PAGES for ending in ("", ".csv")} | {
        "/w/{workspace}/press"
    }
    assert [path for path, methods in pages.table if "POST" in methods] == [
        "/sign-in/{link}",
        "/sign-out",
        "/w/{workspace}/press",
        "/w/{workspace}/series/{name:path}",
    ]


async def test_nobody_sees_anything(pages: PagesWorld) -> None:
    every = paths(pages, "GET")

    found = await get_all(pages.browser(), every)
    elsewhere = await get_all(pages.browser(), paths(pages, "GET", workspace="slack:T0NOWHERE"))

    assert found == {path: FOR_NOBODY.get(path, 401) for path in every}
    assert list(elsewhere.values()) == list(found.values())


async def test_nobody_does_anything(pages: PagesWorld) -> None:
    browser = pages.browser()
    forms = [{}, {"token": "guessed"}, {"token": ""}]

    found = {path: [(await browser.post(path, form)).status for form in forms] for path in paths(pages, "POST")}

    signed_out = dict.fromkeys(("/sign-out", PRESS, f"{BELOW}series/daily"), [401] * 3)
    assert found == {"/sign-in/guessed": [403] * 3, **signed_out}


async def test_a_session_that_nobody_has_is_none(pages: PagesWorld) -> None:
    real = (await pages.signed_in(ANA)).cookies["askaday"]
    kept = await pages.world.app.call(lambda tx: tx.members.export(WORKSPACE, "ana")["sessions"])
    guesses = ["", "x", real[:-1], f"{real}x", str(kept[0]["digest"]), "a" * 4000]

    found: list[int] = []
    for guess in guesses:
        browser = pages.browser(f"198.51.100.{len(found)}")
        browser.cookies["askaday"] = guess
        found.append((await browser.get("/")).status)

    assert found == [401] * len(guesses)


async def test_another_workspace_is_not_there_whoever_asks(pages: PagesWorld) -> None:
    pages.world.messenger.administer = {"root"}
    every = paths(pages, "GET", workspace=OTHER)
    theirs = [path for path in every if path.startswith("/w/")]

    found = {who.name: await get_all(await pages.signed_in(who), theirs) for who in (ANA, BO, ADMIN)}
    browser = await pages.signed_in(ADMIN)
    token = (await browser.get(f"{BELOW}me")).token
    pressed = await browser.post(f"/w/{OTHER}/press", {"token": token, "press": "pause series:1"})

    assert found == {who.name: dict.fromkeys(theirs, 404) for who in (ANA, BO, ADMIN)}
    assert pressed.status == 404


async def test_members_see_what_is_their_own(pages: PagesWorld) -> None:
    every = [path for path in paths(pages, "GET") if path.startswith(BELOW)]

    found = await get_all(await pages.signed_in(ANA), every)

    own = {f"{BELOW}{page}{ending}" for page in OPEN_TO_MEMBERS for ending in ("", ".csv")}
    assert found == {path: 200 if path in own else 404 for path in every}


async def test_managers_of_one_series_see_nothing_of_another(pages: PagesWorld) -> None:
    series = ("overview", "people", "questions")
    own = [f"{BELOW}{page}{ending}?series=daily" for page in series for ending in ("", ".csv")]
    theirs = [path.replace("daily", "theirs") for path in own]
    theirs += [f"{BELOW}series/theirs", f"{BELOW}series/theirs.csv", f"{BELOW}series/nowhere"]
    own.append(f"{BELOW}series/daily")

    found = await get_all(await pages.signed_in(BO), [*own, *theirs])
    shown = await (await pages.signed_in(BO)).get(f"{BELOW}series")

    assert found == dict.fromkeys(own, 200) | dict.fromkeys(theirs, 404)
    assert ("daily" in shown.text, "theirs" in shown.text) == (True, False)


async def test_a_series_of_any_name_is_reached_by_the_links_to_it(pages: PagesWorld) -> None:
    pages.world.messenger.administer = {"root"}
    await pages.world.set_up("R&D/C++ 100%?", channel="r-d")
    await pages.world.command(ADMIN, 'pause series="R&D/C++ 100%?"')
    browser = await pages.signed_in(ADMIN)

    listed = (await browser.get(f"{BELOW}series")).text
    overview = (await browser.get(f"{BELOW}overview?series=R%26D%2FC%2B%2B+100%25%3F")).text
    every = map(html.unescape, re.findall(r'href="([^"]*R%26D[^"]*)"', listed + overview))
    found = [one for one in every if ".csv" not in one]
    shown = {one: await browser.get(one) for one in found}

    assert {one.split("?")[0].removeprefix(BELOW) for one in found} >= {"series", "series/R%26D/C%2B%2B%20100%25%3F"}
    assert [one for one, page in shown.items() if (page.status, "R&amp;D/C++ 100%?" in page.text) != (200, True)] == []


async def test_a_form_without_its_token_does_nothing(pages: PagesWorld) -> None:
    browser, other = await pages.signed_in(BO), await pages.signed_in(BO)
    own, others = (await browser.get(f"{BELOW}me")).token, (await other.get(f"{BELOW}me")).token
    series = await pages.world.series()
    press = {"press": f"pause series:{series.id}"}
    wrong = [{}, {"token": ""}, {"token": others}, {"token": own[:-1]}, {"token": f"form.{own}"}, {"token": "form."}]

    refused = [(await browser.post(PRESS, press | form)).status for form in wrong]
    signed_out = [(await browser.post("/sign-out", form)).status for form in wrong]
    before = (await pages.world.series()).state
    done = await browser.post(PRESS, press | {"token": own})

    assert (refused, signed_out) == ([403] * len(wrong), [403] * len(wrong))
    assert (before.value, done.status, (await pages.world.series()).state.value) == ("active", 200, "paused")


async def test_a_link_cannot_be_pressed_by_the_page_of_another_site(pages: PagesWorld) -> None:
    link = await pages.link(ANA)
    attacker, victim = pages.browser(), pages.browser()
    token = (await attacker.get(link)).token

    forced = await victim.post(link, {"token": token})

    assert (forced.status, victim.cookies) == (403, {})


async def test_presses_about_what_belongs_to_others_are_refused(pages: PagesWorld) -> None:
    """Bo manages one series, and not the other one, nor what is in another workspace."""
    theirs = await pages.world.series("theirs")
    stranger = replace(ADMIN, workspace=OTHER)
    managing = pages.world.app.services.managing
    elsewhere = await pages.world.app.call(managing.set_up, stranger, "far", "ops", theirs.settings)
    browser = await pages.signed_in(BO)
    token = (await browser.get(f"{BELOW}me")).token
    targets = [f"series:{theirs.id}", f"series:{elsewhere.id}", "series:999", "series:x", "", "series:-1"]

    found = [(await browser.post(PRESS, {"token": token, "press": f"pause {target}"})).status for target in targets]

    states = await pages.world.app.call(lambda tx: [one.state.value for one in tx.series.all()])
    assert found == [403, 409, 409, 400, 400, 400]
    assert states == ["active"] * 3


async def test_rights_that_are_lost_are_gone_with_the_next_page(pages: PagesWorld) -> None:
    series = await pages.world.series()
    press = {"press": f"pause series:{series.id}"}
    browser, manager = await pages.signed_in(actor("Zoe")), await pages.signed_in(BO)
    tokens = [(await one.get(f"{BELOW}me")).token for one in (browser, manager)]

    without = await browser.post(PRESS, press | {"token": tokens[0]})
    pages.world.messenger.administer = {"zoe"}
    as_administrator = await browser.post(PRESS, press | {"token": tokens[0]})
    pages.world.messenger.administer = set()
    after = await browser.post(PRESS, {"token": tokens[0], "press": f"resume series:{series.id}"})
    await pages.world.command(ADMIN, "setup series=daily managers=root")
    replaced = await manager.post(PRESS, {"token": tokens[1], "press": f"resume series:{series.id}"})

    assert [one.status for one in (without, as_administrator, after, replaced)] == [403, 200, 403, 403]
    assert (await pages.world.series()).state.value == "paused"


HOSTILE = "<script>alert(1)</script>{{7*7}}{% raw %}\"'><img src=x onerror=alert(2)>"


async def test_hostile_names_and_texts_are_shown_as_they_were_typed(pages: PagesWorld) -> None:
    mallory = replace(actor("Mallory"), name=HOSTILE)
    browser = await pages.signed_in(mallory)
    pages.world.messenger.administer = {"mallory"}
    shown = await browser.get(f"{BELOW}me")
    refused = await browser.get(f"{BELOW}me?series={HOSTILE.replace('%', '%25').replace(' ', '%20')}&period=<b>")
    token = shown.token
    form = {"token": token, "press": f"<b>{HOSTILE} series:1", "back": "javascript:alert(1)"}
    pressed = await browser.post(PRESS, form)
    opened = await browser.post(PRESS, {"token": token, "press": "suggest ", "back": "//evil.test", "text": HOSTILE})

    texts = [one.text for one in (shown, refused, pressed, opened)]
    assert [one for one in texts if "<script>alert" in one or "49" in one or "<img" in one or "<b>" in one] == []
    assert [one for one in texts if "javascript:" in one or "evil.test" in one] == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}{% raw %}" in shown.text


async def test_what_was_typed_into_a_form_is_shown_again_with_what_is_wrong(pages: PagesWorld) -> None:
    browser = await pages.signed_in(ANA)
    token = (await browser.get(f"{BELOW}me")).token
    opened = await browser.post(PRESS, {"token": token, "press": "suggest "})
    fields = re.findall(r'name="(field-\w+)"', opened.text)
    form = {"token": token, "press": "suggest ", "sent": "yes"} | dict.fromkeys(fields, "")

    wrong = await browser.post(PRESS, form | {fields[0]: HOSTILE})

    assert (opened.status, len(fields) > 2) == (200, True)
    assert ('role="alert"' in wrong.text, "&lt;script&gt;alert(1)" in wrong.text) == (True, True)
    assert "<script>alert" not in wrong.text


FORMULAS = ['=HYPERLINK("http://evil")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "a;=1", "plain", "1,5"]


def test_csv_runs_nothing_and_keeps_what_was_written() -> None:
    written = csv_text([["name"], *([text] for text in FORMULAS)])

    cells = [row[0] for row in csv.reader(io.StringIO(written, newline=""))][1:]
    assert [cell for cell in cells if re.match(r"[\s\"]*[=+\-@\t\r]", cell)] == []
    assert [restore(cell) for cell in cells] == [text.replace("\r", "\n") for text in FORMULAS]
