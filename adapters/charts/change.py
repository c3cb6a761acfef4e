"""By how much shares change: a line from before to after each."""

from matplotlib.figure import Figure

from adapters.charts.canvas import SMALL, Margins, sheet, short, width_of, write
from adapters.charts.palette import Palette
from bot.domain.statistics.pictures import Change
from bot.domain.text import percent

_ROW, _TOP, _BOTTOM, _RIGHT = 24.0, 28.0, 10.0, 96.0


def draw_change(picture: Change, palette: Palette) -> Figure:
    """Draw a line each: an open ring where it stood, a dot where it will stand."""
    left = max((width_of(short(name)) for name, _, _ in picture.lines), default=0) + 20
    high = max(len(picture.lines), 1) * _ROW
    figure, axes = sheet(high + _TOP + _BOTTOM, Margins(left, _RIGHT, _TOP, _BOTTOM))
    top = _top(max((share for _, *both in picture.lines for share in both), default=1.0))
    axes.set_xlim(0, top)
    for share in (0.0, top / 2, top):
        axes.plot((share, share), (0, 1), color=palette.line, linewidth=0.7, clip_on=False, zorder=0)
    rows = max(len(picture.lines), 1)
    for row, (name, before, after) in enumerate(picture.lines):
        middle = (row + 0.5) / rows
        colour = palette.loss if after < before else palette.parts[0]
        write(axes, -0.04 * top, middle, short(name), palette, align="right")
        axes.plot((before, after), (middle, middle), color=colour, linewidth=2, clip_on=False, zorder=1)
        axes.plot(before, middle, "o", color=palette.paper, markeredgecolor=palette.faint, markersize=6, clip_on=False)
        axes.plot(after, middle, "o", color=colour, markersize=6, clip_on=False)
        write(axes, 1.06 * top, middle, f"{percent(before)} → {percent(after)}", palette, size=SMALL, faint=True)
    write(axes, 0, -14 / high, f"○ {picture.before}   ● {picture.after}", palette, size=SMALL, faint=True)
    return figure


def _top(most: float) -> float:
    """Give up to where the lines reach: all, a half or a quarter, so that small shares are seen."""
    return next((top for top in (0.25, 0.5) if most <= top), 1.0)
