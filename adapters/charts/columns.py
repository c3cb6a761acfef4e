"""Counts as columns, their parts on top of each other."""

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from adapters.charts.canvas import SMALL, Margins, sheet, spaced, width_of, write
from adapters.charts.palette import Palette
from bot.domain.statistics.pictures import Columns

_HIGH, _TOP, _BOTTOM = 140.0, 30.0, 26.0
_MOST_LABELS = 6
_GAP = 0.18
_LINES = 4


def draw_columns(picture: Columns, palette: Palette) -> Figure:
    """Draw a column each, with lines that say how high they are."""
    step = _step(max(picture.totals, default=0))
    top = max(step * -(-max(picture.totals, default=0) // step), step)
    left = width_of(str(top)) + 8
    figure, axes = sheet(_HIGH + _TOP + _BOTTOM, Margins(left, 8, _TOP, _BOTTOM))
    for value in range(0, top + 1, step):
        level = 1 - value / top
        axes.plot((0, 1), (level, level), color=palette.line, linewidth=0.7, clip_on=False, zorder=0)
        write(axes, -0.02, level, str(value), palette, align="right", size=SMALL, faint=True)
    wide = 1 / max(len(picture.labels), 1)
    for place in range(len(picture.labels)):
        below = 0
        for number, (_, counts) in enumerate(picture.parts):
            corner = (place * wide + wide * _GAP / 2, 1 - (below + counts[place]) / top)
            colour = palette.parts[number % len(palette.parts)]
            axes.add_patch(
                Rectangle(corner, wide * (1 - _GAP), counts[place] / top, color=colour, linewidth=0, clip_on=False)
            )
            below += counts[place]
    for place in spaced(len(picture.labels), _MOST_LABELS):
        write(
            axes,
            (place + 0.5) * wide,
            1 + 13 / _HIGH,
            picture.labels[place],
            palette,
            align="center",
            size=SMALL,
            faint=True,
        )
    at = 0.0
    for number, (name, _) in enumerate(picture.parts):
        colour = palette.parts[number % len(palette.parts)]
        axes.add_patch(Rectangle((at, -21 / _HIGH), 0.03, 10 / _HIGH, color=colour, linewidth=0, clip_on=False))
        write(axes, at + 0.045, -16 / _HIGH, name, palette, size=SMALL, faint=True)
        at += 0.09 + width_of(name) / 330
    return figure


def _step(most: int) -> int:
    """Give a round number (1, 2, 5, 10 …) of which about four reach up to the most."""
    power = 1
    while power * 10 * _LINES < most:
        power *= 10
    return next(power * number for number in (1, 2, 5, 10) if most <= power * number * _LINES)
