"""Tables as aligned lines in a block of code: Discord has none of its own."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len, set_cell_size

from adapters.discord.render import limits
from adapters.discord.render.texts import code_block, escape, pieces
from bot.domain.card import lead_column
from bot.domain.text import DASH, one_line

#: In cells of a screen: wider tables break their lines on a phone. What a row is about is shortened first; where that
#: does not suffice, rows are written as "column: cell".
WIDEST = 30
_LEAST_LEAD = 8
_FENCE = len("```\n\n```")


def table_pieces(header: Sequence[str], rows: Sequence[Sequence[str]], numeric: frozenset[int]) -> Iterator[str]:
    """Give a table of plain text, with its header on each of its pieces."""
    names = [one_line(name) for name in header]
    cells = [[one_line(cell) or DASH for cell in row] + [DASH] * (len(names) - len(row)) for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(names, *cells, strict=False)]
    lead = lead_column(len(names), numeric)
    gap = 2 if sum(widths) + 2 * (len(widths) - 1) <= WIDEST else 1
    over = sum(widths) + gap * (len(widths) - 1) - WIDEST
    if over > 0 and numeric and widths[lead] - over >= _LEAST_LEAD:
        widths[lead] -= over
        for row in (names, *cells):
            row[lead] = _short(row[lead], widths[lead])
    elif over > 0:
        yield from _points(names, cells, lead)
        return
    lines = [_line(row, widths, numeric, gap) for row in (names, *cells)]
    rule = "─" * (sum(widths) + gap * (len(widths) - 1))
    head = [lines[0], rule]
    for group in _grouped(lines[1:], limits.PIECE - _FENCE - sum(map(len, head)) - 2):
        yield code_block("\n".join([*head, *group]))


def _line(row: Sequence[str], widths: Sequence[int], numeric: frozenset[int], gap: int) -> str:
    cells = zip(row, widths, strict=False)
    aligned = (_aligned(cell, width, is_right=i in numeric) for i, (cell, width) in enumerate(cells))
    return (" " * gap).join(aligned).rstrip()


def _aligned(cell: str, width: int, *, is_right: bool) -> str:
    room = " " * (width - cell_len(cell))
    return room + cell if is_right else cell + room


def _short(cell: str, width: int) -> str:
    return cell if cell_len(cell) <= width else f"{set_cell_size(cell, width - 1).rstrip()}…"


def _grouped(lines: Sequence[str], room: int) -> Iterator[list[str]]:
    group: list[str] = []
    for line in lines:
        if group and sum(len(one) + 1 for one in group) + len(line) > room:
            yield group
            group = []
        group.append(line)
    yield group


def _points(names: Sequence[str], rows: Sequence[Sequence[str]], lead: int) -> Iterator[str]:
    """Give each row as two lines: what it is about, and the other cells with the names of their columns.

    They are no points of a list: one that follows would go on with them.
    """
    lines = []
    for row in rows:
        about = " · ".join(escape(cell) for cell in row[: lead + 1])
        others = zip_longest(names[lead + 1 :], row[lead + 1 :], fillvalue="")
        told = " · ".join(_named(name, cell) for name, cell in others)
        lines.append(f"**{about}**" + (f"\n{told}" if told else ""))
    for group in _grouped(lines, limits.PIECE):
        yield from pieces("\n".join(group))


def _named(name: str, cell: str) -> str:
    """Name a cell; a column that asks needs no colon."""
    colon = "" if name.endswith("?") else ":"
    return f"{escape(name)}{colon} {escape(cell)}" if name else escape(cell)
