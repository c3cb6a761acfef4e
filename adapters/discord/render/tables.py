"""Tables as aligned lines in a block of code: Discord has none of its own."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from adapters.discord.render import limits
from adapters.discord.render.texts import code_block, escape, pieces
from bot.domain.text import DASH, one_line

#: Wider tables break their lines on a phone: then rows are written as points of a list, "column: cell".
_WIDEST = 32
_FENCE = len("```\n\n```")


def table_pieces(header: Sequence[str], rows: Sequence[Sequence[str]], numeric: frozenset[int]) -> Iterator[str]:
    """Give a table of plain text, with its header on each of its pieces."""
    names = [one_line(name) for name in header]
    cells = [[one_line(cell) or DASH for cell in row] + [DASH] * (len(names) - len(row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(names, *cells, strict=False)]
    if sum(widths) + 2 * (len(widths) - 1) > _WIDEST:
        yield from _points(names, cells, numeric)
        return
    lines = [_line(row, widths, numeric) for row in (names, *cells)]
    rule = "─" * len(_line(["x" * width for width in widths], widths, numeric))
    head = [lines[0], rule]
    for group in _grouped(lines[1:], limits.PIECE - _FENCE - sum(map(len, head)) - 2):
        yield code_block("\n".join([*head, *group]))


def _line(row: Sequence[str], widths: Sequence[int], numeric: frozenset[int]) -> str:
    cells = zip(row, widths, strict=False)
    aligned = (cell.rjust(width) if i in numeric else cell.ljust(width) for i, (cell, width) in enumerate(cells))
    return "  ".join(aligned).rstrip()


def _grouped(lines: Sequence[str], room: int) -> Iterator[list[str]]:
    group: list[str] = []
    for line in lines:
        if group and sum(len(one) + 1 for one in group) + len(line) > room:
            yield group
            group = []
        group.append(line)
    yield group


def _points(names: Sequence[str], rows: Sequence[Sequence[str]], numeric: frozenset[int]) -> Iterator[str]:
    """Give each row as a point: what it is about, and the other cells with the names of their columns."""
    # A rank says nothing without the name behind it.
    lead = next((index for index in range(len(names)) if index not in numeric), 0) + 1
    lines = []
    for row in rows:
        about = " · ".join(escape(cell) for cell in row[:lead])
        others = zip_longest(names[lead:], row[lead:], fillvalue="")
        told = [f"{escape(name)}: {escape(cell)}" if name else escape(cell) for name, cell in others]
        lines.append("- " + " · ".join([f"**{about}**", *told]))
    for group in _grouped(lines, limits.PIECE):
        yield from pieces("\n".join(group))
