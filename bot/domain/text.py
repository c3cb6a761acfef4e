"""Small rules of wording that several cards share."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

#: Where a table has nothing to show.
DASH = "-"

# What standard Markdown could take for markup: https://spec.commonmark.org/0.31.2/#backslash-escapes
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&:@])")


def plain(text: str) -> str:
    """Escape text that people typed, so that Markdown shows it as it is, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def count(number: int, singular: str, plural: str = "") -> str:
    """Say "1 answer", "2 answers"."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def listing(words: Sequence[str], last: str = "and") -> str:
    """Say "a", "a and b", "a, b and c"."""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def percent(share: float | None) -> str:
    """Say "67 %", or nothing but a dash where there is nothing to say."""
    return DASH if share is None else f"{round(share * 100)} %"


def nearest(word: str, known: Sequence[str], *, before: str = "") -> str:
    """Suggest the known word that was probably meant, as a sentence; empty if none is near.

    `before` is what people type before the word.
    """
    close = get_close_matches(word.casefold(), known, n=1)
    return f"Did you mean `{before}{close[0]}`?" if close else ""
