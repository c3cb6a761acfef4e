"""The sheet that charts are drawn on, measured in the pixels of a phone."""

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from adapters.charts.palette import Palette

WIDTH = 360
#: So many of these pixels are an inch, in which matplotlib measures.
_TO_AN_INCH = 100
_POINTS = 72 / _TO_AN_INCH
#: Heights of letters, in pixels.
TEXT, SMALL = 12.5, 11.0
#: How wide a letter of `TEXT` is at most, on average.
_LETTER = 7.4
#: So many letters of a name stand beside what is drawn.
_LONGEST = 16


@dataclass(frozen=True, slots=True)
class Margins:
    """What is left free around the area that is drawn in, in pixels."""

    left: float
    right: float
    top: float
    bottom: float


def points(pixels: float) -> float:
    """Give so many pixels in points, in which letters and lines are measured."""
    return pixels * _POINTS


def width_of(words: str) -> float:
    """Give how wide words are at most, in pixels."""
    return len(words) * _LETTER


def sheet(height: float, margins: Margins) -> tuple[Figure, Axes]:
    """Give a sheet so many pixels high, and the area to draw in: x from 0 to 1, y from 0 at its top to 1."""
    figure = Figure(figsize=(WIDTH / _TO_AN_INCH, height / _TO_AN_INCH), dpi=_TO_AN_INCH)
    wide, high = WIDTH - margins.left - margins.right, height - margins.top - margins.bottom
    axes = figure.add_axes(
        (margins.left / WIDTH, margins.bottom / height, wide / WIDTH, high / height),
        frameon=False,
        xlim=(0, 1),
        ylim=(1, 0),
    )
    axes.set_xticks([])
    axes.set_yticks([])
    return figure, axes


def write(
    axes: Axes,
    x: float,
    y: float,
    words: str,
    palette: Palette,
    *,
    align: str = "left",
    size: float = TEXT,
    faint: bool = False,
    bold: bool = False,
    lift: str = "center",
) -> None:
    """Write at a place of the area."""
    axes.text(
        x,
        y,
        words.replace("$", r"\$"),
        color=palette.faint if faint else palette.ink,
        fontsize=points(size),
        fontweight="bold" if bold else "normal",
        horizontalalignment=align,
        verticalalignment=lift,
        clip_on=False,
    )


def short(name: str) -> str:
    """Give as much of a name as leaves room for what is drawn beside it."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def spaced(count: int, most: int) -> list[int]:
    """Give which of so many labels are written, so that they do not touch: the last one always."""
    step = max(-(-count // most), 1)
    return sorted({count - 1 - place for place in range(0, count, step)})
