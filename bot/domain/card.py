"""What is shown, free of any platform: a card is a title, blocks and actions, which every adapter renders its own way.

Trusted text (questions, the engine's own sentences) is standard Markdown in `Text`. Everything else may hold what
people typed, and renderers show it as plain text with all markup and mentions harmless.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal


class Tone(StrEnum):
    """What a card tells at first sight, by its colour where a platform has one."""

    PLAIN = ""
    #: A question can be answered.
    OPEN = "open"
    CLOSED = "closed"
    REVEAL = "reveal"
    #: Something was refused or went wrong.
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Text:
    """Trusted standard Markdown."""

    markdown: str
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Heading:
    """A plain heading."""

    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Facts:
    """Short labelled values, plain text."""

    pairs: tuple[tuple[str, str], ...]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, shown in the reader's own zone where the platform can."""

    label: str
    #: Aware UTC.
    at: datetime
    #: IANA zone to show it in where the platform cannot know the reader's.
    zone: str = "UTC"
    kind: Literal["moment"] = "moment"


@dataclass(frozen=True, slots=True)
class Quote:
    """What a person wrote, word for word, as plain text."""

    author: str
    text: str
    kind: Literal["quote"] = "quote"
    #: The id of the message in the round's thread that holds all of it; empty: there is none, or all of it is here.
    message: str = ""


def lead_column(columns: int, numeric: Collection[int]) -> int:
    """Say which of a table's columns tells what a row is about: the first without numbers, or the first of all."""
    return next((index for index in range(columns) if index not in numeric), 0)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain text under a header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    #: Indices of the columns that hold numbers; ranks are numbers, too.
    numeric: tuple[int, ...] = ()
    kind: Literal["table"] = "table"

    @property
    def lead(self) -> int:
        """Say which column tells what a row is about."""
        return lead_column(len(self.header), self.numeric)


@dataclass(frozen=True, slots=True)
class KeyPointLine:
    """One key point with what became of it."""

    text: str
    #: "covered", "unsure", "not found in your reply", or "4 of 6" where it counts people.
    outcome: str
    evidence: str = ""
    kind: Literal["key_point"] = "key_point"


@dataclass(frozen=True, slots=True)
class Small:
    """Plain text of lesser weight: footers, sources."""

    text: str
    kind: Literal["small"] = "small"


#: In so many dots a share is drawn.
_DOTS = 5


@dataclass(frozen=True, slots=True)
class Meter:
    """How many of some met something, drawn and said: "●●●○○ Invalidate on write · 3 of 5"."""

    label: str
    met: int
    #: 0: there is nobody to count.
    of: int
    kind: Literal["meter"] = "meter"

    @property
    def drawn(self) -> str:
        """Draw the share in dots, full only when all met it, empty only when nobody did; without a share, a bullet."""
        if not self.of:
            return "•"
        share = round(self.met / self.of * _DOTS)
        filled = _DOTS if self.met == self.of else min(max(share, 1), _DOTS - 1) if self.met else 0
        return "●" * filled + "○" * (_DOTS - filled)

    @property
    def said(self) -> str:
        """Say the share in words."""
        return f"{self.met} of {self.of}" if self.of else ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures drawn beside each other, plain text; where nothing can be drawn they are said."""

    title: str
    #: What the figures belong to, from left to right.
    labels: tuple[str, ...]
    #: Each line's name and its figures, one for every label.
    lines: tuple[tuple[str, tuple[int, ...]], ...]
    kind: Literal["chart"] = "chart"
    #: Worth a picture, on a platform that takes pictures and draws no charts itself.
    is_picture: bool = False


Block = Text | Heading | Facts | Moment | Quote | Table | KeyPointLine | Small | Meter | Chart


@dataclass(frozen=True, slots=True)
class Action:
    """Something a reader can press."""

    #: What it does: "answer", "hint", "flag", "mine", "next" …
    name: str
    label: str
    #: What it applies to, `round:7` or `drill:7`; never anything secret: readers can see it.
    target: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One message."""

    title: str
    blocks: tuple[Block, ...] = ()
    actions: tuple[Action, ...] = ()
    #: What a link to its own thread says, or to the reveal it tells of, on platforms that have links; empty: none is
    #: wanted.
    thread_link: str = ""
    #: Covered until somebody presses it, on platforms that can.
    is_spoiler: bool = False
    #: The id of the one group that is told when it is posted; empty: nobody is.
    calls: str = ""
    #: What else can be done, behind one menu.
    menu: tuple[Action, ...] = ()
    #: What 👍 and 👎 are said of, by the actions `good` and `bad`; empty: nobody is asked.
    feedback: str = ""
    tone: Tone = Tone.PLAIN

    @property
    def thumbs(self) -> tuple[Action, ...]:
        """Give the two actions by which people say what they think of the question."""
        return (Action("good", "👍", self.feedback), Action("bad", "👎", self.feedback)) if self.feedback else ()

    @property
    def name(self) -> str:
        """Give its title, or else how its first text begins, up to what it has in bold: where messages have names."""
        first = next((block.markdown for block in self.blocks if isinstance(block, Text)), "")
        return self.title or first.partition("** ")[0].replace("**", "").replace("\\", "")

    @property
    def pressable(self) -> tuple[Action, ...]:
        """Give all that can be pressed, in the order in which it stands."""
        return (*self.actions, *self.thumbs, *self.menu)


def with_link(card: Card, address: str) -> Card:
    """Put the link to its thread below a card's blocks."""
    return replace(card, blocks=(*card.blocks, Text(f"[{card.thread_link}]({address})")), thread_link="")


def leading_on(card: Card, address: str) -> Card:
    """Let a card's first text end with the link to its thread; without an address nothing leads there."""
    first = next((block for block in card.blocks if isinstance(block, Text)), None)
    if first is None or not address:
        return replace(card, thread_link="")
    line = Text(f"{first.markdown} · [{card.thread_link}]({address})")
    return replace(card, blocks=tuple(line if block is first else block for block in card.blocks), thread_link="")
