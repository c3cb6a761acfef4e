"""Drawing with matplotlib, for a phone's width: 360 pixels, with letters that can be read on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, StringIO
from threading import Lock

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from adapters.charts.change import draw_change
from adapters.charts.columns import draw_columns
from adapters.charts.embedding import element_of
from adapters.charts.heat_map import draw_heat_map
from adapters.charts.palette import PALETTES, Palette
from bot.domain.statistics.pictures import Change, Columns, HeatMap, Look, Picture

#: The settings that drawing goes by belong to the whole process.
_ONE_AT_A_TIME = Lock()
_PNG_DPI = 200


class ChartDrawing:
    """Fulfils `bot.ports.drawing.Drawing`."""

    def svg(self, picture: Picture, look: Look) -> str:
        """Draw for a page, on its own background."""
        # What is named in a picture has names of its own on a page with several.
        with _settings(f"{look} {picture}"):
            figure = _drawn(picture, PALETTES[look])
            written = StringIO()
            figure.savefig(written, format="svg", transparent=True, metadata={"Date": None})
        return element_of(written.getvalue(), picture.said)

    def png(self, picture: Picture, look: Look) -> bytes:
        """Draw for a chat, on paper of its own."""
        palette = PALETTES[look]
        with _settings(""):
            figure = _drawn(picture, palette)
            FigureCanvasAgg(figure)
            written = BytesIO()
            figure.savefig(written, format="png", dpi=_PNG_DPI, facecolor=palette.paper, metadata={"Software": None})
        return written.getvalue()


@contextmanager
def _settings(salt: str) -> Iterator[None]:
    """Let matplotlib go by settings of ours for a while, `salt` being what names in an SVG are made of."""
    with (
        _ONE_AT_A_TIME,
        mpl.rc_context({"font.family": "DejaVu Sans", "svg.fonttype": "none", "svg.hashsalt": salt}),
    ):
        yield


def _drawn(picture: Picture, palette: Palette) -> Figure:
    match picture:
        case HeatMap():
            return draw_heat_map(picture, palette)
        case Columns():
            return draw_columns(picture, palette)
        case Change():
            return draw_change(picture, palette)
