"""Recordings of the demo for the README: `make images` writes them to docs/images.

The scripted week is printed to a terminal that keeps what it shows; the picture is all of it, drawn once, and moves up
line by line behind a window, as a terminal's text does.
"""

import asyncio
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console, RenderableType

from adapters.console.send.screen import Screen, _Printed
from bot.cli.play import demonstration
from bot.cli.play.terminal import open_terminal
from bot.config.settings import default_settings
from bot.databases import open_store
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


class Recorder(Screen):
    """Prints to a terminal that keeps what it shows, and notes how many lines there are after each piece."""

    def __init__(self, width: int) -> None:
        self._written = StringIO()
        self.terminal = Console(
            file=self._written, width=width, record=True, force_terminal=True, color_system="truecolor", emoji=False
        )
        super().__init__(self.terminal, most_lines=demonstration.MOST_LINES)
        self.marks: list[int] = []

    def _print(self, renderable: RenderableType) -> None:
        super()._print(renderable)
        self.marks.append(self._written.getvalue().count("\n"))


class Recorders(Screen):
    """Prints the same to several."""

    def __init__(self, every: Sequence[Recorder]) -> None:
        super().__init__()
        self._every = every

    def _add(self, source: str, printed: _Printed, note: str) -> None:
        self._remember(source, printed)
        for one in self._every:
            one._add(source, printed, note)

    def _print(self, renderable: RenderableType) -> None:
        for one in self._every:
            one._print(renderable)


def recordings() -> dict[str, str]:
    """Give the scripted week, which is played once, as an animated SVG for each window, by the names of files."""
    recorders = {name: Recorder(width) for name, (width, _) in WINDOWS.items()}
    screen = Recorders([*recorders.values()])

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
    drawn = recorder.terminal.export_svg(title="", code_format=_FORMAT, unique_id="askaday")
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
