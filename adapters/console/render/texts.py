"""What people typed, made harmless to a terminal: no escape codes, nothing invisible, nothing cut without a word."""

import unicodedata

#: How many characters of one text are shown.
SHOWN = 1500
#: Joins emoji into one, like the people of a family: https://www.unicode.org/reports/tr51/#Emoji_ZWJ_Sequences
_JOINER = "\N{ZERO WIDTH JOINER}"
#: What it may follow: a symbol, the tone of its skin, or the mark that shows it as an emoji.
_JOINED = ("So", "Sk", "Mn")


def harmless(text: str) -> str:
    """Show control characters as escapes, drop invisible ones (zero-width, bidi overrides), keep line breaks.

    The latter change the order or the width of what is read without being seen: https://www.unicode.org/reports/tr36/
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    return "".join(_visible(character, before) for character, before in zip(lines, f" {lines}", strict=False))


def _visible(character: str, before: str) -> str:
    if character == "\n" or (character == _JOINER and unicodedata.category(before) in _JOINED):
        return character
    category = unicodedata.category(character)
    if category in ("Cc", "Cs"):  # controls; halves of surrogate pairs, which no encoding can say
        return character.encode("unicode_escape").decode("ascii")
    if category in ("Zl", "Zp"):  # line and paragraph separators
        return "\n"
    return "" if category == "Cf" else character


def only_seen_by(name: str | None) -> str:
    """Say who alone sees a card; None: whoever sits at the terminal."""
    return "only you see this" if name is None else f"only {name} sees this"


def shortened(text: str) -> str:
    """Give a text harmless and at most `SHOWN` characters of it, saying how many more there are."""
    more = len(text) - SHOWN
    return harmless(text) if more <= 0 else f"{harmless(text[:SHOWN])} … and {more:,} more characters"


def one_line(text: str) -> str:
    """Give a text harmless, on one line, at most `SHOWN` characters of it."""
    return " ".join(shortened(text).split())
