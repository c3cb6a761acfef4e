"""Shares by row and column, as colours; what was last is written beside them."""

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from adapters.charts.canvas import SMALL, WIDTH, Margins, sheet, short, spaced, width_of, write
from adapters.charts.palette import Palette
from bot.domain.statistics.pictures import HeatMap
from bot.domain.text import DASH, percent

_ROW, _HEADER, _LEGEND, _RIGHT = 22.0, 26.0, 34.0, 46.0
_MOST_LABELS = 5
_STEPS = 5


def draw_heat_map(picture: HeatMap, palette: Palette) -> Figure:
    """Draw a row each, weeks from left to right."""
    names = [short(row) for row in picture.rows]
    left = max((width_of(name) for name in names), default=0) + 8
    high = max(len(names), 1) * _ROW
    figure, axes = sheet(high + _HEADER + _LEGEND, Margins(left, _RIGHT, _HEADER, _LEGEND))
    scale = LinearSegmentedColormap.from_list("share", palette.scale)
    rows, columns = max(len(names), 1), max(len(picture.columns), 1)
    gap_x, gap_y = min(1.5 / (WIDTH - left - _RIGHT), 0.1 / columns), 1.5 / high
    for row, (name, cells) in enumerate(zip(names, picture.cells, strict=True)):
        middle = (row + 0.5) / rows
        write(axes, -0.03, middle, name, palette, align="right")
        for column, share in enumerate(cells):
            colour = palette.nothing if share is None else to_hex(scale(share))
            place = (column / columns, row / rows)
            axes.add_patch(
                Rectangle(place, 1 / columns - gap_x, 1 / rows - gap_y, color=colour, linewidth=0, clip_on=False)
            )
        last = next((share for share in reversed(cells) if share is not None), None)
        write(axes, 1.03, middle, DASH if last is None else percent(last), palette, size=SMALL, faint=True)
    for column in spaced(len(picture.columns), _MOST_LABELS):
        write(
            axes,
            (column + 0.5) / columns,
            -9 / high,
            picture.columns[column],
            palette,
            align="center",
            size=SMALL,
            faint=True,
        )
    _legend(axes, palette, scale, high)
    return figure


def _legend(axes: Axes, palette: Palette, scale: LinearSegmentedColormap, high: float) -> None:
    """Say below what the colours mean."""
    middle, thick, width = 1 + 20 / high, 10 / high, 0.09
    write(axes, 0, middle, "0 %", palette, align="left", size=SMALL, faint=True)
    for step in range(_STEPS):
        place = (0.13 + step * width, middle - thick / 2)
        colour = to_hex(scale(step / (_STEPS - 1)))
        axes.add_patch(Rectangle(place, width, thick, color=colour, linewidth=0, clip_on=False))
    write(axes, 0.15 + _STEPS * width, middle, "100 % of key points", palette, size=SMALL, faint=True)
