"""Parts put together into as many messages as they need: split, never cut."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from adapters.slack.render import limits
from adapters.slack.render.card import card_parts
from adapters.slack.render.parts import Part
from adapters.slack.wire import Json
from bot.domain.card import Card

#: Said of a message that has buttons alone.
_NOTHING_SAID = "Buttons"


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted at once."""

    #: All of it as escaped mrkdwn, for screen readers, notifications and search.
    text: str
    blocks: tuple[Json, ...]


def messages(card: Card) -> tuple[Message, ...]:
    """Give a card as messages to post one after the other; the buttons are on the last one."""
    return split(list(card_parts(card)))


def split(parts: Sequence[Part]) -> tuple[Message, ...]:
    """Put parts together in their order into as few messages as the limits allow.

    What leads to something is not left at the end of a message, nor do buttons stand on one of their own.
    """
    open_parts: list[Part] = []
    done: list[list[Part]] = []
    for part in _with_buttons(parts):
        if open_parts and not _fits([*open_parts, part]):
            carried = _carried(open_parts, part)
            done.append(open_parts[: len(open_parts) - len(carried)])
            open_parts = carried
        open_parts.append(part)
    return tuple(_message(group) for group in [*done, open_parts] if group)


def _with_buttons(parts: Sequence[Part]) -> list[Part]:
    """Let the last part above the buttons lead to them."""
    above = [replace(part, leads=part.leads or _is_buttons(after)) for part, after in pairwise(parts)]
    return [*above, *parts[-1:]]


def _is_buttons(part: Part) -> bool:
    return bool(part.block["type"] == "actions")


def _carried(open_parts: list[Part], part: Part) -> list[Part]:
    """Give the last parts that lead to the next one and fit into a message with it, but never all of them."""
    carried: list[Part] = []
    for last in reversed(open_parts[1:]):
        if not last.leads or not _fits([last, *carried, part]):
            break
        carried.insert(0, last)
    return carried


def _fits(parts: Sequence[Part]) -> bool:
    return (
        len(parts) <= limits.MESSAGE_BLOCKS
        and len(_text(parts)) <= limits.MESSAGE_TEXT
        and sum(characters(part.block) for part in parts) <= limits.MESSAGE_CHARACTERS
        and sum(part.block["type"] == "table" for part in parts) <= limits.MESSAGE_TABLES
    )


def characters(value: object) -> int:
    """Count the characters of all texts and addresses in a block."""
    if isinstance(value, dict):
        own = sum(len(value[key]) for key in ("text", "url", "value") if isinstance(value.get(key), str))
        return own + characters(list(value.values()))
    return sum(map(characters, value)) if isinstance(value, list) else 0


def _text(parts: Iterable[Part]) -> str:
    return "\n".join(part.said for part in parts if part.said)


def _message(parts: Sequence[Part]) -> Message:
    return Message(_text(parts) or _NOTHING_SAID, tuple(part.block for part in parts))
