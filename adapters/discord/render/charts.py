"""Figures drawn as blocks of different heights, one line for each label: Discord has no charts."""

from collections.abc import Iterator

from adapters.discord.render.tables import table_pieces
from bot.domain.card import Chart
from bot.domain.text import one_line

_HEIGHTS = "▁▂▃▄▅▆▇█"


def chart_pieces(block: Chart) -> Iterator[str]:
    """Give a chart as a table of labels and figures, each with its block; every line has a scale of its own."""
    if not block.lines or not block.labels:
        return iter(())
    peaks = [max(values) for _, values in block.lines]
    rows = [
        (one_line(label), *(_drawn(values[place], peak) for (_, values), peak in zip(block.lines, peaks, strict=True)))
        for place, label in enumerate(block.labels)
    ]
    return table_pieces(("", *(name for name, _ in block.lines)), rows, frozenset(range(1, len(peaks) + 1)))


def _drawn(value: int, peak: int) -> str:
    """Draw a figure and say it: "▅ 60"."""
    height = round(value / peak * (len(_HEIGHTS) - 1)) if peak > 0 else 0
    return f"{_HEIGHTS[max(height, 0)]} {value}"
