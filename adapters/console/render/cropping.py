"""Long texts shown by their beginning."""

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.text import Text

#: So few lines more are shown rather than counted.
_SPARED = 3


class Cropped:
    """Shows at most so many lines of a renderable, and says how many more there are."""

    def __init__(self, renderable: RenderableType, most: int) -> None:
        self._renderable = renderable
        self._most = most

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = console.render_lines(self._renderable, options, pad=False)
        more = len(lines) - self._most
        shown = lines if more <= _SPARED else lines[: self._most]
        for line in shown:
            yield from line
            yield Segment.line()
        if more > _SPARED:
            yield Text(f"… and {more} more lines", style="dim")
