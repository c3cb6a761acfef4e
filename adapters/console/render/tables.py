"""Tables that still read well where the terminal is too narrow for them."""

from itertools import zip_longest

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from adapters.console.render.texts import one_line
from bot.domain import card as cards


class FittingTable:
    """Shows rows and columns where they fit without breaking words, else one short paragraph per row."""

    def __init__(self, block: cards.Table) -> None:
        self._numeric = frozenset(block.numeric)
        self._header = [one_line(name) for name in block.header]
        self._rows = [[one_line(cell) for cell in row] for row in block.rows]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        table = self._table()
        is_fitting = console.measure(table, options=options.update(max_width=100_000)).minimum <= options.max_width
        yield table if is_fitting else Group(*map(self._paragraph, self._rows))

    def _table(self) -> Table:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold cyan")
        for index, name in enumerate(self._header):
            is_number = index in self._numeric
            table.add_column(Text(name), justify="right" if is_number else "left", no_wrap=is_number, overflow="fold")
        for row in self._rows:
            table.add_row(*map(Text, row))
        return table

    def _paragraph(self, row: list[str]) -> RenderableType:
        names = [cell for index, cell in enumerate(row) if index not in self._numeric]
        figures = [
            f"{name} {cell}"
            for index, (name, cell) in enumerate(zip_longest(self._header, row, fillvalue=""))
            if index in self._numeric
        ]
        return Group(Text(" · ".join(names), style="bold"), Padding(Text(" · ".join(figures)), (0, 0, 0, 2)))
