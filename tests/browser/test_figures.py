"""The report of a generated team in a real browser: no wider than a phone, and drawn for the light or the dark."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bot.cli.year.kind import Kind
from tests.browser.figures import NAMES, Generated, generated, shown_page, shown_report, shown_screens
from tests.browser.pictures import OF_PAGES, pictures_of_pages
from tests.browser.previews import DESK, PHONE, browser

pytestmark = pytest.mark.processes

#: The narrowest phone.
NARROW = 360


@pytest.fixture(scope="module")
def opened() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return generated(tmp_path_factory.mktemp("team"), Kind.TEAM, days=14)


@pytest.mark.parametrize(("width", "is_dark"), [(NARROW, False), (PHONE, True), (DESK, False)])
def test_report_is_no_wider_than_its_window(
    opened: Browser, made: Generated, tmp_path: Path, width: int, *, is_dark: bool
) -> None:
    with shown_report(opened, tmp_path, made, width, is_dark=is_dark) as body:
        edges = body.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        # What is drawn for the other look takes no room.
        drawn = [
            len([one for one in body.locator(f".{look} svg").all() if one.is_visible()]) for look in ("light", "dark")
        ]

    assert edges[0] <= edges[1]
    assert (drawn[0] > 0, drawn[1] > 0) == (not is_dark, is_dark)


def test_report_has_a_printed_page_for_each_series(opened: Browser, made: Generated, tmp_path: Path) -> None:
    with shown_report(opened, tmp_path, made, DESK, is_dark=True) as main:
        printed = main.page.pdf(format="A4", prefer_css_page_size=True, print_background=True)

    assert len(re.findall(rb"/Type /Page\b", printed)) == made.report.count("<article>")


def test_letters_of_charts_can_be_read_on_the_narrowest_phone(opened: Browser, made: Generated, tmp_path: Path) -> None:
    with shown_report(opened, tmp_path, made, NARROW, is_dark=False) as body:
        heights = body.locator(".light svg text").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().height)"
        )

    assert min(heights) >= 10


def test_digest_fits_on_a_phone(opened: Browser, made: Generated, tmp_path: Path) -> None:
    with shown_screens(opened, tmp_path, made, PHONE) as screens:
        box = screens["Digest"].bounding_box()

    assert box is not None
    assert (box["width"] <= PHONE, 100 < box["height"] < 900) == (True, True)


@pytest.mark.parametrize("name", NAMES.values())
def test_pages_of_a_generated_team_are_no_wider_than_their_window(opened: Browser, made: Generated, name: str) -> None:
    for width, is_dark in ((NARROW, True), (DESK, False)):
        with shown_page(opened, made, name, width, is_dark=is_dark) as shown:
            assert shown.evaluate("document.documentElement.scrollWidth") == width


def test_pictures_of_pages_are_of_every_page_in_both_looks_and_widths(opened: Browser, made: Generated) -> None:
    every = {name for name, _ in pictures_of_pages(opened, made, every=True)}

    assert len(every) == 4 * len(NAMES)
    assert every >= OF_PAGES
