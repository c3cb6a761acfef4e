"""Charts on a page: drawn for the light and the dark, of which a style sheet shows one."""

import asyncio
from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

from bot.domain.statistics.pictures import Look, Picture
from bot.ports.drawing import Drawing

#: So many pictures are kept as they were drawn: figures change by the day, and pages are opened by the minute.
_KEPT = 256


class KeptDrawing:
    """Draws each picture once; fulfils `bot.ports.drawing.Drawing`."""

    def __init__(self, drawing: Drawing) -> None:
        """Keep what `drawing` draws."""
        self._svg = lru_cache(_KEPT)(drawing.svg)
        self._png = drawing.png

    def svg(self, picture: Picture, look: Look) -> str:
        """Draw for a page."""
        return self._svg(picture, look)

    def png(self, picture: Picture, look: Look) -> bytes:
        """Draw for a chat."""
        return self._png(picture, look)


async def drawn(drawing: Drawing, *pictures: Picture) -> Sequence[Markup]:
    """Draw pictures aside from the event loop."""
    return await asyncio.to_thread(lambda: [_both(drawing, picture) for picture in pictures])


def _both(drawing: Drawing, picture: Picture) -> Markup:
    both = (f'<div class="{look}">{drawing.svg(picture, look)}</div>' for look in Look)
    # What is drawn is markup of our own, in which every text is escaped already.
    return Markup("".join(both))  # noqa: S704 - see above
