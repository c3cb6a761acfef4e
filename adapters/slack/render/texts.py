"""Plain text on its way to Slack: cleaned, escaped, and cut into pieces that lose nothing."""

from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import TypeVar

from adapters.slack.render import limits
from adapters.slack.wire import Json

T = TypeVar("T")


def escape(text: str) -> str:
    """Escape for mrkdwn, so that nothing in it is a link, a mention or a channel.

    The three characters, and no others: https://docs.slack.dev/messaging/formatting-message-text
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def pieces(text: str, limit: int = limits.PIECE) -> Iterator[str]:
    """Cut a text into pieces of at most `limit` characters when escaped, between words where possible.

    Joined they are the text; what would be a piece of blanks alone is left out.
    """
    while text:
        end = _cut(text, limit)
        if text[:end].strip():
            yield text[:end]
        text = text[end:]


def _cut(text: str, limit: int) -> int:
    if len(escape(text)) <= limit:
        return len(text)
    # No character shortens when escaped, so what does not fit unescaped need not be looked at.
    used = accumulate(len(escape(character)) for character in text[: limit + 1])
    return _between_words(text, next(index for index, length in enumerate(used) if length > limit))


def _between_words(text: str, end: int) -> int:
    """Give the last end of a line, else of a word, in the second half of what fits; else the end itself."""
    for gap in ("\n", " "):
        found = text.rfind(gap, end // 2, end)
        if found >= 0:
            return found + 1
    return end


def grouped(items: Iterable[T], size: Callable[[T], int], *, most: int, limit: int = limits.PIECE) -> Iterator[list[T]]:
    """Put items together in their order: at most so many, of at most that size in all; one alone may be larger."""
    group: list[T] = []
    used = 0
    for item in items:
        if group and (len(group) == most or used + size(item) > limit):
            yield group
            group, used = [], 0
        group.append(item)
        used += size(item)
    if group:
        yield group


def plain_text(text: str) -> Json:
    """Give a text object in which nothing is interpreted, not even `:smile:`."""
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> Json:
    """Give a text object of mrkdwn that is escaped already; Slack looks for no names or addresses in it."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}
