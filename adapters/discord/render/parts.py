"""The smallest pieces that messages are put together from."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from adapters.discord.render.texts import pieces


class Kind(Enum):
    """What a piece is to its neighbours: which of them stand close together, and where a part of a message begins."""

    TEXT = auto()
    TITLE = auto()
    #: Within a card; also a paragraph in bold.
    HEADING = auto()
    LIST = auto()
    KEY_POINT = auto()
    SMALL = auto()
    #: How many of some met something.
    SHARE = auto()
    #: A line that says when something is.
    MOMENT = auto()
    QUOTE = auto()
    #: A paragraph that begins with a link.
    LINK = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of Discord's Markdown that is not split any more."""

    text: str
    kind: Kind = Kind.TEXT

    @property
    def leads(self) -> bool:
        """Say whether it says little without what follows."""
        return self.kind in {Kind.TITLE, Kind.HEADING} or self.text.endswith(":")


def begun(kind: Kind, text: str) -> Iterator[Piece]:
    """Give a text in pieces; where it has to be cut, its sign is on the first alone, and the rest is plain text."""
    for place, piece in enumerate(pieces(text)):
        yield Piece(piece, Kind.TEXT if place else kind)


def bold_line(line: str) -> Iterator[Piece]:
    """Give a line in bold, which heads what follows; where it has to be cut, no piece has both ends of the bold."""
    made = list(pieces(line))
    kind = Kind.HEADING if len(made) == 1 else Kind.TEXT
    return (Piece(piece, kind) for piece in made)
