"""Small rules of wording that several cards share."""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

#: Where a table has nothing to show.
DASH = "-"

# What standard Markdown could take for markup: https://spec.commonmark.org/0.31.2/#backslash-escapes
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&:@])")

# Control characters but for line breaks and tabs, and what reorders the text after it without being seen:
# https://www.unicode.org/reports/tr36/
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# Half of a surrogate pair, which UTF-8 cannot say.
_HALF = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """Put a mark in the place of each half of a pair that lost its other half: no database and no platform takes it."""
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", text)


def clean(text: str) -> str:
    """Leave out what nobody can see and a platform may refuse: control characters, overrides of the direction."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return storable(_HIDDEN.sub("", lines))


# Hyphens, dashes and the sign for minus; what is as wide as a Chinese character is taken care of by NFKC.
_DASHES = re.compile("[\u2010-\u2015\u2212]")
# What is there and takes no place: zero-width spaces and joiners, marks of direction, the mark of byte order.
_ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff\xad]")


def straightened(text: str) -> str:
    """Give a time, date, number or name from a list as a keyboard writes it, on one line.

    Phones, word processors and Asian keyboards put dashes, wide digits and spaces that do not break in its place.
    """
    plainly = unicodedata.normalize("NFKC", _ZERO_WIDTH.sub("", text))
    return " ".join(_DASHES.sub("-", plainly).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


def one_line(text: str) -> str:
    """Give a text cleaned, on one line."""
    return " ".join(clean(text).split())


def plain(text: str) -> str:
    """Escape text that people typed, so that Markdown shows it as it is, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


# How Markdown's blocks other than paragraphs begin: headings, fences, quotations, tables, lists, rules and code.
_NO_PROSE = re.compile(
    r" {0,3}(?:#{1,6}\s|`{3}|~{3}|>|\||[-+*]\s|\d{1,9}[.)]\s|([-*_])(?:\s*\1){2,}\s*$)| {4}|\t", re.MULTILINE
)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def first_paragraph(markdown: str) -> str:
    """Give the first paragraph of a Markdown text that is prose, on one line; without one, the first block of any kind.

    Headings, code, lists, tables and quotations are passed over.
    """
    blocks = list(_blocks(markdown))
    prose = (block for block in blocks if not _NO_PROSE.match(block))
    return next((" ".join(block.split()) for block in prose), blocks[0] if blocks else "")


def _blocks(markdown: str) -> Iterator[str]:
    """Give what stands between blank lines; a code fence is one block."""
    block: list[str] = []
    fence = ""
    for line in markdown.split("\n"):
        found = _FENCE.match(line)
        begins = found is not None and not fence
        if block and (begins or not (fence or line.strip())):
            yield "\n".join(block)
            block = []
        if block or line.strip():
            block.append(line)
        if begins and found is not None:
            fence = found[1]
        elif fence and line.strip().startswith(fence) and not line.strip(" " + fence[0]):
            fence = ""
            yield "\n".join(block)
            block = []
    if block:
        yield "\n".join(block)


def first_words(text: str, most: int, most_characters: int = 400) -> str:
    """Give the beginning of a text: so many words at most, or characters where there are hardly any spaces.

    Lines stay as they are; what was left out shows as an ellipsis.
    """
    words = list(itertools.islice(re.finditer(r"\S+", text), most + 1))
    end = words[most - 1].end() if len(words) > most else len(text)
    if end > most_characters:
        fitting = [word.end() for word in words if word.end() <= most_characters]
        end = fitting[-1] if fitting else most_characters
    return text if not text[end:].strip() else f"{text[:end]} …"


def as_value(text: str) -> str:
    """Write a value as a command takes it behind `key=`: in quotation marks where it has blanks."""
    return f'"{text}"' if " " in text else text


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
