"""Plain text on its way to Discord: escaped, so that nothing in it is markup or a mention, and cut into pieces."""

import re
from collections.abc import Iterator

from adapters.discord import limits
from bot.domain.text import clean

# All that Discord takes for markup anywhere, for mentions (<@1>, @everyone), emoji (<:name:1>), times and links:
# https://docs.discord.com/developers/reference#message-formatting
_MARKUP = re.compile(r"([\\`*_~|<>@\[\]])")
#: Headings, small print and lists begin a line.
_LEADING = re.compile(r"^(\s*)([#+-]|\d+(?=\.))", re.MULTILINE)


def escape(text: str) -> str:
    """Escape what people typed, so that it is shown as it is."""
    return _LEADING.sub(_escaped, _MARKUP.sub(r"\\\1", clean(text)))


def _escaped(found: re.Match[str]) -> str:
    blanks, mark = found.groups()
    # Only the dot behind a number can be escaped: a backslash before a letter or digit is shown.
    return f"{blanks}{mark}\\" if mark.isdecimal() else f"{blanks}\\{mark}"


def code_block(code: str, language: str = "") -> str:
    """Give code as a block; a fence inside of it is broken by a character that has no width."""
    inside = code.rstrip("\n").replace("```", "`\N{ZERO WIDTH SPACE}``")
    return f"```{language}\n{inside}\n```"


def pieces(text: str, limit: int = limits.PIECE) -> Iterator[str]:
    """Cut a text into pieces of at most `limit` characters, between lines or words where possible.

    Joined they are the text; what would be a piece of blanks alone is left out.
    """
    while text:
        end = len(text) if len(text) <= limit else _cut(text, limit)
        if text[:end].strip():
            yield text[:end]
        text = text[end:]


def _cut(text: str, limit: int) -> int:
    for gap in ("\n", " "):
        found = text.rfind(gap, limit // 2, limit)
        if found >= 0:
            return found + 1
    # A backslash stays with what it escapes.
    return limit - 1 if text[limit - 1] == "\\" else limit


def shortened(text: str, limit: int) -> str:
    """Give a label that fits; the whole stands elsewhere."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
