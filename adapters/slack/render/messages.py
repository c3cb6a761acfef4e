"""Parts put together into as many messages as they need: split, never cut."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from adapters.slack.render import limits
from adapters.slack.render.card import card_parts
from adapters.slack.render.parts import MODERN, Part, plainly
from adapters.slack.wire import Json
from bot.domain.card import Card

#: Said of a message that has buttons alone.
_NOTHING_SAID = "Buttons"
#: What of a block is counted.
_COUNTED = frozenset({"text", "url", "value", "title", "label", "name", "caption"})


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted at once."""

    #: All of it as escaped mrkdwn, for screen readers, notifications and search.
    text: str
    #: What it is made of.
    parts: tuple[Part, ...]

    @property
    def blocks(self) -> tuple[Json, ...]:
        """Give its blocks, one for each part."""
        return tuple(part.block for part in self.parts)

    @property
    def modern(self) -> frozenset[str]:
        """Give the kinds of its blocks that not every workspace takes."""
        return MODERN.intersection(block["type"] for block in self.blocks)

    def without(self, kinds: frozenset[str]) -> tuple[Json, ...]:
        """Give its blocks with older ones in the place of some kinds; nothing where there would be too many."""
        if not kinds:
            return self.blocks
        shown = tuple(one.block for part in self.parts for one in plainly(part, kinds))
        return shown if len(shown) <= limits.MESSAGE_BLOCKS else ()

    @property
    def plain(self) -> tuple[Json, ...]:
        """Give the same in blocks that every workspace takes; empty where its own are such."""
        return self.without(self.modern) if self.modern else ()


def messages(card: Card, refused: Container[str] = frozenset()) -> tuple[Message, ...]:
    """Give a card as messages to post one after the other; the buttons are on the last one.

    Args:
        card: what is shown.
        refused: the kinds of blocks that the workspace does not take.
    """
    return split([shown for part in card_parts(card) for shown in plainly(part, refused)])


def split(parts: Sequence[Part]) -> tuple[Message, ...]:
    """Put parts together in their order into as few messages as the limits allow.

    What leads to something is not left at the end of a message, nor do buttons stand on one of their own.
    """
    filling = _Filling()
    done: list[_Filling] = []
    for part in map(_sized, with_buttons(parts)):
        if filling.parts and not filling.takes(part):
            carried = _carried(filling.parts, part)
            done.append(_filled(filling.parts[: len(filling.parts) - len(carried)]))
            filling = _filled(carried)
        filling.add(part)
    return tuple(_message(one.parts) for one in [*done, filling] if one.parts)


@dataclass(frozen=True, slots=True)
class _Sized:
    """A part, with what of a message's limits it takes."""

    part: Part
    #: Characters of its blocks.
    characters: int
    is_table: bool
    is_chart: bool


@dataclass(slots=True)
class _Filling:
    """A message that is being filled: its sums go on with each part, so that a long card takes no longer a part."""

    parts: list[_Sized] = field(default_factory=list)
    #: Characters of its top-level text, with a line break after each line.
    said: int = 0
    characters: int = 0
    tables: int = 0
    charts: int = 0

    def takes(self, one: _Sized) -> bool:
        """Say whether a part fits in as well."""
        return (
            len(self.parts) < limits.MESSAGE_BLOCKS
            and self.said + _line(one) - 1 <= limits.MESSAGE_TEXT
            and self.characters + one.characters <= limits.MESSAGE_CHARACTERS
            and self.tables + one.is_table <= limits.MESSAGE_TABLES
            and self.charts + one.is_chart <= limits.MESSAGE_CHARTS
        )

    def add(self, one: _Sized) -> None:
        """Put a part at the end."""
        self.parts.append(one)
        self.said += _line(one)
        self.characters += one.characters
        self.tables += one.is_table
        self.charts += one.is_chart


def _sized(part: Part) -> _Sized:
    kind = part.block["type"]
    return _Sized(part, characters(part.block), kind in {"table", "data_table"}, kind == "data_visualization")


def _line(one: _Sized) -> int:
    """Count the characters of a part's line and the break after it; what says nothing has no line."""
    return len(one.part.said) + 1 if one.part.said else 0


def _filled(parts: Iterable[_Sized]) -> _Filling:
    filling = _Filling()
    for one in parts:
        filling.add(one)
    return filling


def with_buttons(parts: Sequence[Part]) -> list[Part]:
    """Let the last part above the buttons lead to them, and buttons to those that follow."""
    above = [
        replace(part, leads=True) if _is_buttons(after) and not part.leads else part for part, after in pairwise(parts)
    ]
    return [*above, *parts[-1:]]


def _is_buttons(part: Part) -> bool:
    return part.block["type"] in {"actions", "context_actions"}


def _carried(open_parts: Sequence[_Sized], part: _Sized) -> list[_Sized]:
    """Give the last parts that lead to the next one and fit into a message with it, but never all of them."""
    carried: list[_Sized] = []
    for last in reversed(open_parts[1:]):
        if not last.part.leads or not _filled([last, *carried]).takes(part):
            break
        carried.insert(0, last)
    return carried


def characters(value: object) -> int:
    """Count the characters of all texts and addresses in a block."""
    if isinstance(value, list):
        return sum(map(characters, value))
    counted = 0
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(inner, str):
                counted += characters(inner)
            elif key in _COUNTED:
                counted += len(inner)
    return counted


def _message(parts: Sequence[_Sized]) -> Message:
    text = "\n".join(one.part.said for one in parts if one.part.said)
    return Message(text or _NOTHING_SAID, tuple(one.part for one in parts))
