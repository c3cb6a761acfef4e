"""Splitting what was typed into words and `key=value` options."""

import re
import shlex
from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from bot.errors import FormError, InputError


@dataclass(frozen=True, slots=True)
class Words:
    """A command's words in order, and its options by key in lower case."""

    words: tuple[str, ...] = ()
    options: dict[str, str] = field(default_factory=dict)
    #: What is known to be wrong with options, by key.
    wrong: Mapping[str, str] = field(default_factory=dict)

    def check_once(self) -> None:
        """Refuse what is wrong with options.

        Raises:
            FormError: a key is given twice.
        """
        if self.wrong:
            raise FormError(self.wrong)


#: What phones, word processors and other languages put in place of a straight quotation mark.
_DOUBLE = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02\u300c\u300d", '"'))
#: A single quotation mark opens at the beginning of a word or a value, and closes at the end of a word; elsewhere it is
#: an apostrophe.
_SINGLE = re.compile(
    r"(?:(?<=\s)|(?<==)|(?<=\uff1d)|^)(?:['\u2018\u2019\u201a\u201b\u2039\u203a])([^'\"=\u2018\u2019\u201a\u201b\u2039\u203a]+)"
    r"['\u2018\u2019\u201b\u2039\u203a](?=\s|$)"
)
#: With one of these in front of it, a value that is not closed would go on with it as its first letter.
_OPENING = tuple("'\u2018\u2019\u201a\u201b\u2039\u203a")
#: Keys may be followed by the sign that Chinese and Japanese keyboards write.
_WIDE_EQUALS = "\uff1d"
_NOT_CLOSED = "A quotation mark is not closed."
_CLOSING = 'Write "like this".'
_SPACES = " \t\r\n\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B)))
_SPACES += "\u2028\u2029\u202f\u205f\u3000"


def split(text: str, options: Container[str] | None = None) -> Words:
    """Split a command line: quotes keep words together, `key=value` sets an option.

    Only keys in `options` (None: all) set one; what else has an equals sign is a word like others, so that no part of a
    sentence gets lost.

    A key that is given twice has its last value, and stands in `wrong`.

    An apostrophe within a word is just that ("don't"); quotation marks of all languages count.

    Raises:
        InputError: a quotation mark is not closed.
    """
    straight = _SINGLE.sub(r'"\1"', text).translate(_DOUBLE)
    lexer = shlex.shlex(straight, posix=True, punctuation_chars=False)
    lexer.whitespace = _SPACES
    lexer.whitespace_split = True
    lexer.quotes = '"'
    lexer.commenters = ""
    lexer.escape = ""
    try:
        parts = list(lexer)
    except ValueError:
        raise InputError(_NOT_CLOSED, hint=_CLOSING) from None
    words: list[str] = []
    values: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for part in parts:
        key, value = _option(part)
        if key.isidentifier() and (options is None or key in options):
            # In double quotation marks it is an apostrophe; then the part stands there otherwise.
            if value.startswith(_OPENING) and part in straight:
                raise InputError(_NOT_CLOSED, hint=_CLOSING)
            if key in values:
                wrong[key] = f"is given more than once ({values[key]}, {value}): write it once."
            values[key] = value
        else:
            words.append(part)
    return Words(tuple(words), values, wrong)


def _option(part: str) -> tuple[str, str]:
    """Split at the first sign for "equals"; without one the key is empty."""
    found = re.search(f"[={_WIDE_EQUALS}]", part)
    return (part[: found.start()].casefold(), part[found.end() :]) if found else ("", "")
