"""The pages in a real browser: for everybody, on every screen, with and without scripts."""

from collections.abc import AsyncIterator
from itertools import product

import pytest
import pytest_asyncio
from playwright.async_api import ConsoleMessage, Page, Response

from tests.browser.pages import DESK, PHONE, Pages, barriers, shown_pages
from tests.worlds.pages import ADDRESS

#: Bytes of a page with all that it fetches.
MOST_BYTES = 100_000
#: Widths, and whether it is dark.
LOOKS = tuple(product((PHONE, DESK), (False, True)))


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages() -> AsyncIterator[Pages]:
    """Show the pages to all tests that only look at them."""
    async with shown_pages() as shown:
        yield shown


@pytest_asyncio.fixture(loop_scope="module")
async def own_pages() -> AsyncIterator[Pages]:
    """Show the pages to one test, which changes something."""
    async with shown_pages() as shown:
        yield shown


async def test_axe_finds_no_barrier_on_any_page(pages: Pages) -> None:
    found = {}
    for name in pages.paths:
        for width, is_dark in LOOKS:
            async with pages.shown(name, width, is_dark=is_dark) as page:
                found[name, width, is_dark] = await barriers(page)

    assert found == {(name, *look): [] for name in pages.paths for look in LOOKS}


async def test_pages_fetch_little_and_nothing_from_elsewhere_and_break_no_rule_of_their_own(pages: Pages) -> None:
    heavy: dict[str, int] = {}
    foreign: set[str] = set()
    complaints: list[str] = []

    def complain(said: ConsoleMessage) -> None:
        # Over plain HTTP, as here, one header counts for nothing.
        if not said.text.startswith("The Cross-Origin-Opener-Policy header has been ignored"):
            complaints.append(said.text)

    for name, path in pages.paths.items():
        async with pages.shown(name) as page:
            answers: list[Response] = []

            def keep(one: Response, answers: list[Response] = answers) -> None:
                answers.append(one)

            page.on("console", complain)
            page.on("response", keep)
            answer = await page.goto(path)
            assert answer is not None
            assert answer.status == 200
            await page.wait_for_load_state("networkidle")
            # Nothing is compressed, so that this is what each is.
            sizes = [int(one.headers["content-length"]) for one in answers]
            urls = [one.url for one in answers]
        foreign |= {url for url in urls if not url.startswith(f"{ADDRESS}/")}
        if sum(sizes) >= MOST_BYTES:
            heavy[name] = sum(sizes)
        assert {url.rpartition(".")[2] for url in urls} >= {"css", "js"}

    assert (heavy, foreign, complaints) == ({}, set(), [])


async def test_pages_say_the_same_without_scripts(pages: Pages) -> None:
    with_scripts, without = {}, {}
    for name in pages.paths:
        async with pages.shown(name) as page:
            with_scripts[name] = await page.locator("main").inner_text()
        async with pages.shown(name, java_script_enabled=False) as page:
            without[name] = await page.locator("main").inner_text()

    assert without == with_scripts
    assert [name for name, said in without.items() if not said] == []


async def test_no_page_moves_sideways(pages: Pages) -> None:
    wide = {}
    for name in pages.paths:
        async with pages.shown(name) as page:
            for width in (PHONE, 700, DESK):
                await page.set_viewport_size({"width": width, "height": 900})
                wide[name, width] = await page.evaluate("document.documentElement.scrollWidth")

    assert wide == {(name, width): width for name in pages.paths for width in (PHONE, 700, DESK)}


async def test_one_chart_of_two_looks_is_seen(pages: Pages) -> None:
    seen = {}
    for is_dark in (False, True):
        async with pages.shown("overview", is_dark=is_dark) as page:
            looks = {look: page.locator(f".{look} svg") for look in ("light", "dark")}
            seen[is_dark] = [look for look, all_ in looks.items() for one in await all_.all() if await one.is_visible()]

    assert {is_dark: set(looks) for is_dark, looks in seen.items()} == {False: {"light"}, True: {"dark"}}
    assert len(seen[False]) == len(seen[True]) >= 3


async def test_keyboard_reaches_everything_and_shows_where_it_is(pages: Pages) -> None:
    async with pages.shown("people") as page:
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
    async with pages.shown("people", java_script_enabled=scripts) as page:
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


async def test_decision_is_made_where_it_is_read(own_pages: Pages) -> None:
    async with own_pages.shown("queue") as page:
        titles = await page.locator("main h2").all_inner_texts()
        [claim] = [title for title in titles if title.startswith("Did they say it?")]
        await page.locator("section", has=page.get_by_role("heading", name=claim)).get_by_text("Refuse").click()
        said = await page.locator("main").inner_text()
        await page.goto(own_pages.paths["queue"])
        after = await page.locator("main h2").all_inner_texts()

    assert "You refused 1 claim." in said
    assert sorted(after) == sorted(set(titles) - {claim})


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("is_dark", [False, True])
async def test_settings_are_changed_by_keyboard_and_what_is_wrong_is_led_to(
    own_pages: Pages, width: int, is_dark: bool
) -> None:
    async with own_pages.shown("one series", width, is_dark=is_dark) as page:
        before = await barriers(page)
        await page.locator("form.settings summary").focus()
        await page.keyboard.press("Enter")
        kinds = ("input:not([type=hidden])", "select", "summary", "button")
        fields = page.locator(", ".join(f"form.settings {kind}" for kind in kinds))
        wanted = await fields.evaluate_all("all => [...new Set(all.map(one => one.name || one.innerText))]")
        await page.locator("form.settings input[type=text]").first.focus()
        reached: dict[str, bool] = {}
        # A time has several places where the key stops.
        while "Save" not in reached and len(reached) <= len(wanted):
            reached[await page.evaluate("document.activeElement.name || document.activeElement.innerText")] = True
            await page.keyboard.press("Tab")
        await page.get_by_label("Time zone").fill("Mars")
        await page.get_by_label("Grace").fill("9 days and more")
        await page.keyboard.press("Enter")
        said = await page.get_by_role("alert").inner_text()
        after = await barriers(page)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        await page.get_by_role("link", name="Time zone").click()
        led = page.url.partition("#")[2]
        await page.get_by_label("Time zone").fill("Europe/Berlin")
        await page.get_by_label("Grace").fill("3h")
        await page.keyboard.press("Enter")
        await page.get_by_role("link", name="Back", exact=True).wait_for()
        saved = await page.locator("main").inner_text()

    assert (before, after, list(reached), wide, led) == ([], [], wanted, width, "setting-zone")
    assert "2 settings to put right" in said
    assert "zone: UTC → Europe/Berlin" in saved
    assert "grace: 4h → 3h" in saved


async def test_filters_choose_what_is_shown(pages: Pages) -> None:
    async with pages.shown("questions") as page:
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
