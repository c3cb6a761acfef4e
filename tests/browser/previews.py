"""The previews in a real browser: what they measure, and pictures of them."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Locator, Page, sync_playwright

from adapters.discord.operate.preview_page import card_html as discord_card
from adapters.discord.operate.preview_page import preview_page as discord_page
from adapters.slack.operate.preview_page import card_html as slack_card
from adapters.slack.operate.preview_page import preview_page as slack_page
from bot.cards.samples import cards
from bot.domain.question import Question
from tests.content.shipped import shipped_pack

REQUIRED = "ASKADAY_BROWSER_REQUIRED"
PAGES = {"slack": slack_page, "discord": discord_page}
CARDS = {"slack": slack_card, "discord": discord_card}
PHONE, DESK = 390, 1280
_HEIGHT = 900
#: Families of fonts with the widths of Helvetica.
_NARROW = ("Helvetica", "Arial", "Liberation Sans", "Arimo", "Nimbus Sans")


def chromium() -> str:
    """Give the system's Chromium; without it a test is skipped, unless the environment says that it is required."""
    return shutil.which("chromium") or _missing("chromium", "chromium")


def needs_narrow_letters() -> None:
    """Pass a test that measures text over where no font has the widths of Helvetica, as those of phones nearly do.

    DejaVu, which many machines have alone, is a tenth wider.
    """
    if not _said("fc-match", "--format=%{family}", "Helvetica").startswith(_NARROW):
        _missing("font as wide as Helvetica", "fonts-liberation")


def needs_emoji() -> None:
    """Draw no picture for documents where no font has the emoji of cards: boxes would stand in their place."""
    if not _said("fc-list", ":lang=und-zsye", "family"):
        _missing("font with emoji", "fonts-noto-color-emoji")


def _said(*command: str) -> str:
    """Give what a program of fontconfig prints; nothing where it is not installed."""
    return (
        subprocess.run(command, capture_output=True, text=True, check=True).stdout if shutil.which(command[0]) else ""
    )


def _missing(what: str, package: str) -> NoReturn:
    if os.environ.get(REQUIRED):
        raise RuntimeError(f"{REQUIRED} is set, and there is no {what}: apt-get install {package}")
    pytest.skip(f"no {what}")


@contextmanager
def window() -> Iterator[Page]:
    """Start the system's Chromium, if there is one, and give a window, which costs more than what it shows."""
    path = chromium()
    with sync_playwright() as playwright:
        # In a container it runs as root, where its sandbox does not start; it opens nothing but our own pages.
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            # Where nothing moves, what turns from light to dark has its colours at once.
            yield started.new_page(reduced_motion="reduce")
        finally:
            started.close()


def turn(opened: Page, width: int, *, height: int = _HEIGHT, is_dark: bool = False) -> None:
    """Give a window another size, in the light or the dark."""
    opened.set_viewport_size({"width": width, "height": height})
    opened.emulate_media(color_scheme="dark" if is_dark else "light")


def sample() -> Question:
    """Give the question of the pictures."""
    return next(one for one in shipped_pack().pack.questions if one.id == "cache-expiry-stampede")


@dataclass(frozen=True)
class Shown:
    """A preview that is open in a browser."""

    of: Locator

    def message(self, title: str) -> Locator:
        """Give what stands below a title of the page."""
        return self.of.locator(f'h2:text-is("{title}") + *')

    @property
    def background(self) -> tuple[int, int, int]:
        """Give the colour of the page, in red, green and blue."""
        said = str(self.of.evaluate("element => getComputedStyle(element).backgroundColor"))
        red, green, blue = (int(part) for part in re.findall(r"\d+", said)[:3])
        return red, green, blue

    def size(self, title: str) -> tuple[int, int]:
        """Give how wide and high that is, in pixels."""
        box = self.message(title).bounding_box()
        assert box is not None
        return round(box["width"]), round(box["height"])


def show(
    opened: Page, folder: Path, platform: str, question: Question, width: int, *, is_dark: bool, answered: int = 5
) -> Shown:
    """Show a question's preview in a window of that width."""
    written = folder / f"{platform}.html"
    written.write_text(PAGES[platform](question, answered), encoding="utf-8")
    turn(opened, width)
    opened.goto(written.as_uri())
    return Shown(opened.locator("main.dark" if is_dark else "main:not(.dark)"))


def heights(
    opened: Page, folder: Path, questions: Sequence[Question], title: str, *, answered: int = 5
) -> dict[tuple[str, str], int]:
    """Give how high one message is on a phone, in pixels, for each of many questions, by platform and their ids."""
    made = {question.id: cards(question, answered)[title] for question in questions}
    found: dict[tuple[str, str], int] = {}
    turn(opened, PHONE)
    for platform, html in CARDS.items():
        shown = [html(card) for card in made.values()]
        assert {len(messages) for messages in shown} == {1}
        head = PAGES[platform](questions[0], answered).partition("<body>")[0]
        written = folder / f"{platform}.html"
        written.write_text(f"{head}<body><main>{''.join(one for [one] in shown)}</main></body></html>", "utf-8")
        opened.goto(written.as_uri())
        measured = opened.eval_on_selector_all("article", "all => all.map(one => one.getBoundingClientRect().height)")
        found |= {(platform, one): round(height) for one, height in zip(made, measured, strict=True)}
    return found
