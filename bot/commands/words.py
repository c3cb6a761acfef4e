"""Splitting what was typed into words and `key=value` options."""

import shlex
from collections.abc import Container
from dataclasses import dataclass, field

from bot.errors import InputError


@dataclass(frozen=True, slots=True)
class Words:
    """A command's words in order, and its options by key in lower case."""

    words: tuple[str, ...] = ()
    options: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Give the plain words as one text."""
        return " ".join(self.words)

    def rest(self, start: int = 1) -> "Words":
        """Give what follows the first words, with all options."""
        return Words(self.words[start:], self.options)


def split(text: str, options: Container[str] | None = None) -> Words:
    """Split a command line: quotes keep words together, `key=value` sets an option.

    Only keys in `options` (None: all) set one; what else has an equals sign is a word like others, so that no part of a
    sentence gets lost.

    An apostrophe within a word is just that ("don't"), and quotation marks that phones make curly count too.

    Raises:
        InputError: a quotation mark is not closed.
    """
    straight = text.replace("\u201c", '"').replace("\u201d", '"')
    lexer = shlex.shlex(straight, posix=True, punctuation_chars=False)
    lexer.whitespace_split = True
    lexer.quotes = '"'
    lexer.commenters = ""
    lexer.escape = ""
    try:
        parts = list(lexer)
    except ValueError:
        raise InputError("A quotation mark is not closed.", hint='Write "like this".') from None
    words: list[str] = []
    values: dict[str, str] = {}
    for part in parts:
        key, equals, value = part.partition("=")
        if equals and key.isidentifier() and (options is None or key.casefold() in options):
            values[key.casefold()] = value
        else:
            words.append(part)
    return Words(tuple(words), values)
