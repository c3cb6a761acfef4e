"""Output in encodings that cannot say everything, such as plain ASCII."""

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment

_SUBSTITUTES = {
    "✓": "+",
    "✗": "x",
    "★": "*",
    "•": "*",
    "●": "#",
    "○": ".",
    "·": "-",
    "▌": "|",
    "\N{EN DASH}": "-",
    "—": "-",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "“": '"',
    "”": '"',
    "…": ".",
    "→": ">",
    "\N{NO-BREAK SPACE}": " ",
}


class Legible:
    """Shows a renderable with what the output cannot say replaced, width for width, so that lines stay aligned."""

    def __init__(self, renderable: RenderableType) -> None:
        self._renderable = renderable

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for segment in console.render(self._renderable, options):
            yield Segment(_sayable(segment.text, options.encoding), segment.style, segment.control)


def _sayable(text: str, encoding: str) -> str:
    if _can_say(text, encoding):
        return text
    return "".join(_substitute(character, encoding) for character in text)


def _substitute(character: str, encoding: str) -> str:
    if _can_say(character, encoding):
        return character
    return _SUBSTITUTES.get(character, "?" * cell_len(character))


def _can_say(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
