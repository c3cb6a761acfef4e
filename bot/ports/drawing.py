"""Drawing pictures of figures."""

from typing import Protocol

from bot.domain.statistics.pictures import Look, Picture


class Drawing(Protocol):
    """Draws for a page and for a chat. Slow: never called inside a transaction or on the event loop."""

    def svg(self, picture: Picture, look: Look) -> str:
        """Draw for a page: an `svg` element that is complete in itself, with a text for who cannot see it."""
        ...

    def png(self, picture: Picture, look: Look) -> bytes:
        """Draw for a chat."""
        ...
