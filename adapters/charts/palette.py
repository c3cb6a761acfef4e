"""The colours of charts: what is said by colour is told apart without it, too."""

from dataclasses import dataclass

from bot.domain.statistics.pictures import Look


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one look, as `#rrggbb`."""

    #: What a chat's picture stands on; on a page it is the page.
    paper: str
    ink: str
    #: Of what is of lesser weight, readable on the paper.
    faint: str
    #: Of lines that guide the eye.
    line: str
    #: Of parts that stand on each other, the lowest first.
    parts: tuple[str, ...]
    #: What is lost.
    loss: str
    #: Of a share, from 0 to 1.
    scale: tuple[str, ...]
    #: Where there is nothing to show.
    nothing: str


PALETTES = {
    Look.LIGHT: Palette(
        paper="#ffffff",
        ink="#1d2433",
        faint="#5b6475",
        line="#dfe3ea",
        parts=("#1f6f8b", "#9cc9d6", "#c9ced8"),
        loss="#b4542a",
        scale=("#fbeee3", "#f3d9b1", "#a9d3c2", "#4c9fa6", "#14566e"),
        nothing="#f3f4f7",
    ),
    Look.DARK: Palette(
        paper="#14181f",
        ink="#e8ebf1",
        faint="#a2acbd",
        line="#333b49",
        parts=("#4fb3cf", "#2b6a7d", "#566074"),
        loss="#f0915f",
        scale=("#3b2a22", "#6b5130", "#2f6a62", "#3fa09c", "#a5e3dc"),
        nothing="#1d232d",
    ),
}
