"""What the previews measure in a real browser, and that their pictures can be made."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.pictures import PICTURES, picture, pictured
from tests.browser.previews import DESK, PAGES, PHONE, REQUIRED, heights, needs_narrow_letters, sample, show, window
from tests.content.shipped import shipped_pack

pytestmark = pytest.mark.processes

#: In pixels: two screens of a phone.
HIGHEST_REVEAL = 900


@pytest.fixture(scope="module")
def opened() -> Iterator[Page]:
    with window() as started:
        yield started


@pytest.mark.parametrize("platform", PAGES)
@pytest.mark.parametrize(("width", "is_dark"), [(PHONE, False), (DESK, True)])
def test_nothing_is_wider_than_its_place(
    opened: Page, tmp_path: Path, platform: str, width: int, *, is_dark: bool
) -> None:
    shown = show(opened, tmp_path, platform, sample(), width, is_dark=is_dark)

    sizes = {title: shown.size(title) for name in PICTURES for title in pictured(name)}
    edges = shown.of.evaluate("element => [element.scrollWidth, element.clientWidth]")

    assert [title for title, (wide, high) in sizes.items() if not 0 < wide <= width or not high] == []
    assert edges[0] <= edges[1]


@pytest.mark.parametrize("answered", [5, 300])
def test_reveal_of_every_question_fits_on_two_screens_of_a_phone(opened: Page, tmp_path: Path, answered: int) -> None:
    """With a best answer whose first forty words are quoted, a link to the whole of it, and every button there is."""
    needs_narrow_letters()
    asked = shipped_pack().pack.questions

    measured = heights(opened, tmp_path, asked, "Reveal, in the thread", answered=answered)

    assert {one: height for one, height in measured.items() if height > HIGHEST_REVEAL} == {}
    assert min(measured.values()) > HIGHEST_REVEAL / 2


@pytest.mark.parametrize("platform", PAGES)
def test_picture_is_small(opened: Page, tmp_path: Path, platform: str) -> None:
    shown = show(opened, tmp_path, platform, sample(), PHONE, is_dark=False)

    made = picture(shown, "week")

    assert made.startswith(b"\x89PNG")
    assert len(made) < 150_000


def test_browser_that_is_required_has_to_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv(REQUIRED, "1")

    with pytest.raises(RuntimeError, match="there is no chromium"), window():
        pass
