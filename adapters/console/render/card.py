"""Cards as panels for the terminal: pure, a card in, a renderable out."""

from collections.abc import Iterator, Mapping, Sequence
from functools import singledispatch
from zoneinfo import ZoneInfo

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.constrain import Constrain
from rich.padding import Padding
from rich.panel import Panel
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from adapters.console.render.markdown import TerminalMarkdown
from adapters.console.render.tables import FittingTable
from adapters.console.render.texts import one_line, shortened
from bot.domain import card as cards
from bot.domain.grading import NOT_IN_THIS, Finding

#: Longer lines are tiring to read.
MAX_WIDTH = 100
_HEADLINE = 32
#: So few lines more are shown rather than counted.
_SPARED = 3
#: What is written behind an action that opens a form elsewhere.
FORMS = {
    "answer": "TEXT",
    "why": "SENTENCE",
    "away": "DAY",
    "dispute": "REASON",
    "flag": "REASON",
    "reject": "REASON",
    "keep": "REASON",
    "void": "REASON",
    "points": "POINT; POINT",
    "revise": 'FIELD="WORDS"',
    "mark": "PERCENT REASON",
}

_MARKS: dict[str, tuple[str, str]] = {
    Finding.COVERED: ("✓", "green"),
    Finding.UNSURE: ("~", "yellow"),
    Finding.NOT_FOUND: ("✗", "red"),
    NOT_IN_THIS: ("✗", "red"),
}
_LINES = (cards.Facts, cards.Moment, cards.Small)
_LISTED = (cards.KeyPointLine, cards.Meter)


def render(card: cards.Card, note: str = "", *, most_lines: int | None = None) -> RenderableType:
    """Show a card; the note says where it is or who sees it; of each text at most so many lines are shown."""
    sections: list[Sequence[RenderableType]] = [
        [Text(one_line(card.title), style="bold")] if card.title else [],
        list(_spaced(card.blocks, most_lines)),
        [_actions(card.pressable)] if card.pressable else [],
    ]
    parts = [part for section in filter(None, sections) for part in (Text(), *section)][1:]
    subtitle = Text(one_line(note), style="dim") if note else None
    panel = Panel(Group(*parts), subtitle=subtitle, subtitle_align="right", border_style="cyan", padding=(0, 1))
    return Constrain(panel, MAX_WIDTH)


def usage(action: cards.Action, name: str = "") -> str:
    """Say what to type for an action: "/flag REASON"."""
    return one_line(f"/{name or action.name} {FORMS.get(action.name, '')}")


def typed(actions: Sequence[cards.Action]) -> Mapping[str, cards.Action]:
    """Give a card's actions by what is typed for them: the second of a name has a 2 behind it, and so on."""
    found: dict[str, cards.Action] = {}
    for action in actions:
        number = 1 + sum(action.name == other.name for other in found.values())
        found[action.name if number == 1 else f"{action.name}{number}"] = action
    return found


def _spaced(blocks: Sequence[cards.Block], most_lines: int | None) -> Iterator[RenderableType]:
    for index, block in enumerate(blocks):
        if index and not _together(blocks[index - 1], block):
            yield Text()
        shown = _shown(block)
        yield shown if most_lines is None or not isinstance(block, cards.Text) else _Cropped(shown, most_lines)


class _Cropped:
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


def _together(above: cards.Block, below: cards.Block) -> bool:
    """Say whether two blocks stand without a blank line between them."""
    return (
        isinstance(above, cards.Heading)
        or (isinstance(above, _LINES) and isinstance(below, _LINES))
        or (isinstance(above, _LISTED) and isinstance(below, _LISTED))
    )


def _actions(actions: Sequence[cards.Action]) -> Text:
    line = Text("Type ", style="dim")
    for index, (name, action) in enumerate(typed(actions).items()):
        line.append(" · " if index else "")
        line.append(usage(action, name), style="cyan")
        if action.label.casefold() != action.name:
            line.append(f" ({one_line(action.label)})")
    return line


@singledispatch
def _shown(block: cards.Block) -> RenderableType:
    raise TypeError(f"no rendering for {type(block).__name__}")


@_shown.register
def _text(block: cards.Text) -> RenderableType:
    return TerminalMarkdown(block.markdown)


@_shown.register
def _heading(block: cards.Heading) -> RenderableType:
    return Text(one_line(block.text), style="bold cyan")


@_shown.register
def _facts(block: cards.Facts) -> RenderableType:
    return Text(" · ".join(f"{one_line(label)}: {one_line(value)}" for label, value in block.pairs), style="dim")


@_shown.register
def _moment(block: cards.Moment) -> RenderableType:
    return Text(moment_line(block), style="yellow")


def moment_line(block: cards.Moment) -> str:
    """Say when, in the moment's own zone: "Closes Tuesday 3 June, 09:00 (Europe/Berlin)"."""
    local = block.at.astimezone(ZoneInfo(block.zone))
    return f"{one_line(block.label)} {local:%A} {local.day} {local:%B, %H:%M} ({block.zone})"


def headline(title: str, closes: cards.Moment) -> str:
    """Say it within half a line: "Storage · associate · Closes Tue 3 Jun 09:00"."""
    about = one_line(title)
    # What stands before the colon is the same every day.
    about = about.partition(": ")[2] or about
    about = about if len(about) <= _HEADLINE else f"{about[: _HEADLINE - 1]}…"
    local = closes.at.astimezone(ZoneInfo(closes.zone))
    return f"{about} · {one_line(closes.label)} {local:%a} {local.day} {local:%b %H:%M}"


@_shown.register
def _quote(block: cards.Quote) -> RenderableType:
    words = shortened(block.text).strip("\n")
    said = Text(words) if words.strip() else Text("(nothing)", style="dim")
    return Group(Text(f"{one_line(block.author)}:", style="bold"), Padding(said, (0, 0, 0, 2)))


@_shown.register
def _table(block: cards.Table) -> RenderableType:
    return FittingTable(block)


@_shown.register
def _key_point(block: cards.KeyPointLine) -> RenderableType:
    mark, style = _MARKS.get(block.outcome, ("•", "dim"))
    line = Text(one_line(block.text))
    if block.outcome:
        line.append(f" — {one_line(block.outcome)}", style=style)
    if block.evidence:
        line.append(f"\n“{one_line(block.evidence)}”", style="dim italic")
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=1)
    grid.add_column(overflow="fold")
    grid.add_row(Text(mark, style=style), line)
    return grid


@_shown.register
def _small(block: cards.Small) -> RenderableType:
    return Text(one_line(block.text), style="dim")


@_shown.register
def _meter(block: cards.Meter) -> RenderableType:
    line = Text(f"{block.drawn} ", style="green")
    line.append(one_line(block.label), style="bold")
    return line.append(f" · {block.said}" if block.of else "")


@_shown.register
def _chart(block: cards.Chart) -> RenderableType:
    figures = cards.Table(
        (block.title, *(name for name, _ in block.lines)),
        tuple((label, *(str(values[index]) for _, values in block.lines)) for index, label in enumerate(block.labels)),
        numeric=tuple(range(1, len(block.lines) + 1)),
    )
    return FittingTable(figures)
