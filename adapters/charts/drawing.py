"""Drawing with matplotlib, for a phone's width: 360 pixels, with letters that can be read on it."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, StringIO
from threading import Lock

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from adapters.charts.change import draw_change
from adapters.charts.columns import draw_columns
from adapters.charts.heat_map import draw_heat_map
from adapters.charts.palette import PALETTES, Palette
from bot.domain.statistics.pictures import Change, Columns, HeatMap, Look, Picture

#: The settings that drawing goes by belong to the whole process.
_ONE_AT_A_TIME = Lock()
#: What stands on pages in the place of matplotlib's own font, which readers need not have; all are narrower.
_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif"
_PNG_DPI = 200
_NAMELESS = re.compile(r' id="[a-zA-Z0-9]+_\d+"')
_METADATA = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)
_VIEW = re.compile(r'^<svg\b[^>]*\bviewBox="([^"]+)"')
_SPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


class ChartDrawing:
    """Fulfils `bot.ports.drawing.Drawing`."""

    def svg(self, picture: Picture, look: Look) -> str:
        """Draw for a page, on its own background."""
        # What is named in a picture has names of its own on a page with several.
        with _settings(f"{look} {picture}"):
            figure = _drawn(picture, PALETTES[look])
            written = StringIO()
            figure.savefig(written, format="svg", transparent=True, metadata={"Date": None})
        return _for_a_page(written.getvalue(), picture.said)

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


def _for_a_page(written: str, said: str) -> str:
    """Take the element out of its file: as wide as its place, and with words in the place of what cannot be seen."""
    element = written[written.index("<svg") :].strip()
    element = _METADATA.sub("", element)
    element = _NAMELESS.sub("", element).replace("'DejaVu Sans'", _FONTS)
    [size] = _VIEW.findall(element)
    text = html.escape(said, quote=True)
    return f'<svg {_SPACES} viewBox="{size}" role="img" aria-label="{text}">{element[element.index(">") + 1 :]}'
