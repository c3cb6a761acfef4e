"""Figures drawn as blocks of different heights: Discord has no charts."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size

from adapters.discord.render.tables import WIDEST, table_pieces
from adapters.discord.render.texts import code_block
from bot.domain.card import Chart
from bot.domain.text import one_line

_HEIGHTS = "▁▂▃▄▅▆▇█"


def chart_pieces(block: Chart) -> Iterator[str]:
    """Give one line of figures as blocks beside each other, and else as a table; every line has a scale of its own."""
    if not block.lines or not block.labels:
        return iter(())
    beside = _beside(block.labels, block.lines[0][1])
    if len(block.lines) == 1 and max(map(cell_len, beside)) <= WIDEST:
        return iter([code_block("\n".join(beside))])
    peaks = [max(values) for _, values in block.lines]
    rows = [
        (one_line(label), *(_drawn(values[place], peak) for (_, values), peak in zip(block.lines, peaks, strict=True)))
        for place, label in enumerate(block.labels)
    ]
    return table_pieces(("", *(name for name, _ in block.lines)), rows, frozenset(range(1, len(peaks) + 1)))


def _drawn(value: int, peak: int) -> str:
    """Draw a figure and say it: "▅ 60"."""
    return f"{_block(value, peak)} {value}"


def _block(value: int, peak: int) -> str:
    height = round(value / peak * (len(_HEIGHTS) - 1)) if peak > 0 else 0
    return _HEIGHTS[max(height, 0)]


def _beside(labels: Sequence[str], values: Sequence[int]) -> list[str]:
    """Give three lines: figures, their blocks, and below them what they belong to."""
    columns = [
        (str(value), _block(value, max(values)), one_line(label)) for label, value in zip(labels, values, strict=True)
    ]
    widths = [max(map(cell_len, column)) for column in columns]
    return [
        " ".join(
            set_cell_size(f"{' ' * ((width - cell_len(cell)) // 2)}{cell}", width)
            for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in zip(*columns, strict=True)
    ]
