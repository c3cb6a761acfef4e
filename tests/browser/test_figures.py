"""The report of a generated team in a real browser: no wider than a phone, and drawn for the light or the dark."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page

from bot.cli.year.kind import Kind
from tests.browser.figures import NAMES, Generated, generated, show_page, show_report, show_screens
from tests.browser.pictures import NARROW, OF_PAGES, pictures_of_pages
from tests.browser.previews import DESK, PHONE, turn, window

pytestmark = pytest.mark.processes

#: Widths, and whether it is dark.
LOOKS = tuple(product((NARROW, DESK), (False, True)))


@pytest.fixture(scope="module")
def opened() -> Iterator[Page]:
    with window() as started:
        yield started


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return generated(tmp_path_factory.mktemp("team"), Kind.TEAM, days=14)


def test_report_is_no_wider_than_its_window(opened: Page, made: Generated, tmp_path: Path) -> None:
    body = show_report(opened, tmp_path, made)
    for width, is_dark in ((NARROW, False), (PHONE, True), (DESK, False)):
        turn(opened, width, is_dark=is_dark)
        edges = opened.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        # What is drawn for the other look takes no room.
        drawn = [
            len([one for one in body.locator(f".{look} svg").all() if one.is_visible()]) for look in ("light", "dark")
        ]

        assert edges[0] <= edges[1] == width
        assert (drawn[0] > 0, drawn[1] > 0) == (not is_dark, is_dark)


def test_report_has_a_printed_page_for_each_series(opened: Page, made: Generated, tmp_path: Path) -> None:
    turn(opened, DESK, is_dark=True)
    show_report(opened, tmp_path, made)
    printed = opened.pdf(format="A4", prefer_css_page_size=True, print_background=True)

    assert len(re.findall(rb"/Type /Page\b", printed)) == made.report.count("<article>")


def test_letters_of_charts_can_be_read_on_the_narrowest_phone(opened: Page, made: Generated, tmp_path: Path) -> None:
    turn(opened, NARROW)
    charts = show_report(opened, tmp_path, made).locator(".light svg text")
    heights = charts.evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")

    assert min(heights) >= 10


def test_digest_fits_on_a_phone(opened: Page, made: Generated, tmp_path: Path) -> None:
    turn(opened, PHONE)
    box = show_screens(opened, tmp_path, made)["Digest"].bounding_box()

    assert box is not None
    assert (box["width"] <= PHONE, 100 < box["height"] < 900) == (True, True)


@pytest.mark.parametrize("name", NAMES.values())
def test_pages_of_a_generated_team_are_no_wider_than_their_window(opened: Page, made: Generated, name: str) -> None:
    show_page(opened, made, name)
    wide = {}
    for width, is_dark in LOOKS:
        turn(opened, width, is_dark=is_dark)
        wide[width, is_dark] = opened.evaluate("document.documentElement.scrollWidth")

    assert wide == {(width, is_dark): width for width, is_dark in LOOKS}


def test_pictures_of_pages_are_those_that_documents_show(opened: Page, made: Generated) -> None:
    drawn = dict(pictures_of_pages(opened, made))

    assert drawn.keys() == OF_PAGES
    assert {one[:4] for one in drawn.values()} == {b"\x89PNG"}
