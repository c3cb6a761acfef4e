"""Recordings of the demo for the README: `make images` writes them to docs/images.

The scripted week is printed to a terminal that keeps what it shows; the picture is all of it, drawn once, and moves up
line by line behind a window, as a terminal's text does.
"""

import asyncio
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console

from adapters.console.send.screen import Screen
from bot.cli.play import demonstration
from bot.cli.play.terminal import open_terminal
from bot.config.settings import default_settings
from bot.databases import open_store
from bot.domain.card import Card
from bot.logs import configure_logs
from bot.packs.library import pack_library
from bot.ports.clock import TravelClock
from tests.content.shipped import ROOT

#: By file, how many characters wide and lines high the window is: what can be read at a desk, and on a phone.
WINDOWS = {"demo.svg": (88, 26), "demo-390.svg": (48, 30)}
#: Seconds for which what was printed stands before what comes next: some to see it, and some for each line.
_PAUSE, _PER_LINE, _LONGEST = 0.5, 0.14, 4.0
#: What rich fills in: the parts in double braces are the style sheet's own.
_FORMAT = """<svg viewBox="0 0 {width} HEIGHT" xmlns="http://www.w3.org/2000/svg" role="img">
<title>Askaday's demo: a week of questions in a terminal</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; }}
@keyframes {unique_id}-scroll {{ SCROLL }}
.{unique_id}-all {{ animation: {unique_id}-scroll DURATIONs step-end infinite; }}
{styles}
</style>
<defs>{lines}</defs>
<rect width="100%" height="100%" rx="8" fill="#292929"/>
<svg x="9" y="8" height="WINDOW" width="{width}"><g class="{unique_id}-all">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g></svg>
</svg>
"""
#: So many lines have what comes before the first card, and the card itself.
_FIRST = 15
#: Pixels of a line, as rich draws it: the height of a letter, and a fifth and more.
_LINE = 24.4


class Recorder(Console):
    """A terminal that keeps what it shows, and notes how many lines there are after each piece."""

    def __init__(self, width: int) -> None:
        self.written = StringIO()
        super().__init__(
            file=self.written, width=width, record=True, force_terminal=True, color_system="truecolor", emoji=False
        )
        self.marks: list[int] = []

    def print(self, *objects: Any, **options: Any) -> None:
        super().print(*objects, **options)
        self.marks.append(self.written.getvalue().count("\n"))


class Screens(Screen):
    """Shows the same on several terminals, whose widths differ."""

    def __init__(self, terminals: Sequence[Recorder]) -> None:
        super().__init__()
        self._screens = [Screen(one, most_lines=demonstration.MOST_LINES) for one in terminals]

    def _each(self) -> Iterator[Screen]:
        # What is news is no news to who asks again.
        decided = lru_cache(maxsize=1)(self.shows_whole)
        for one in self._screens:
            one.shows_whole, one.quotes = decided, self.quotes
            yield one

    def show(self, message: str, card: Card, note: str = "") -> None:
        for one in self._each():
            one.show(message, card, note)

    def reply(self, card: Card, note: str = "") -> None:
        for one in self._each():
            one.reply(card, note)

    def replace(self, message: str, card: Card) -> None:
        for one in self._each():
            one.replace(message, card)

    def said(self, name: str, text: str, *, how: str = "") -> None:
        for one in self._each():
            one.said(name, text, how=how)

    def note(self, text: str) -> None:
        for one in self._each():
            one.note(text)


def recordings() -> dict[str, str]:
    """Give the scripted week, which is played once, as an animated SVG for each window, by the names of files."""
    recorders = {name: Recorder(width) for name, (width, _) in WINDOWS.items()}
    screen = Screens([*recorders.values()])

    async def play(folder: str) -> None:
        settings = default_settings(database=Path(folder) / "askaday.db")
        clock = TravelClock(demonstration.MONDAY)
        terminal = open_terminal(settings, open_store(settings), pack_library(settings), clock, screen=screen)
        await demonstration.play_week(terminal, clock)

    with TemporaryDirectory() as folder:
        asyncio.run(play(folder))
    return {name: _drawn(one, WINDOWS[name][1]) for name, one in recorders.items()}


def _drawn(recorder: Recorder, lines: int) -> str:
    """Draw what was printed behind a window of so many lines."""
    drawn = recorder.export_svg(title="", code_format=_FORMAT, unique_id="askaday")
    scroll, seconds = _scroll(recorder.marks, lines)
    height = lines * _LINE
    parts = {"SCROLL": scroll, "DURATION": f"{seconds:.1f}", "WINDOW": f"{height:.0f}", "HEIGHT": f"{height + 16:.0f}"}
    for name, value in parts.items():
        drawn = drawn.replace(name, value, 1)
    return drawn


def _scroll(marks: list[int], window: int) -> tuple[str, float]:
    """Give the steps by which the text moves up, and how many seconds all of them take."""
    shown, at = 0, 0.0
    steps: list[tuple[float, int]] = []
    # The first thing that is seen is the first card.
    for lines in sorted(mark for mark in set(marks) if mark >= _FIRST):
        steps.append((at, lines))
        at += min(_PAUSE + _PER_LINE * (lines - shown), _LONGEST)
        shown = lines
    seconds = at + _LONGEST
    moved = [
        f"{100 * at / seconds:.2f}% {{ transform: translateY({(window - lines) * _LINE:.0f}px) }}"
        for at, lines in steps
    ]
    return " ".join(moved), seconds


def main(folder: Path = ROOT / "docs" / "images") -> None:
    """Write them."""
    configure_logs(default_settings(log_level="error"))
    for name, drawn in recordings().items():
        (folder / name).write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
