"""Plain text on its way to Discord: escaped, so that nothing in it is markup or a mention, and cut into pieces."""

import re
from collections.abc import Iterator

from adapters.discord.render import limits
from bot.domain.text import clean

# All that Discord takes for markup anywhere, for mentions (<@1>, @everyone), emoji (<:name:1>), times and links:
# https://docs.discord.com/developers/reference#message-formatting
_MARKUP = re.compile(r"([\\`*_~|<>@\[\]]|:(?=//))")
# As addresses go on through backslashes, these would become part of them. Angle brackets say where an address ends;
# what could be taken for markup around it ends it, too, and what would not fit into a piece goes on as text.
_ADDRESS = re.compile(r"(https?://[^\s<>\\`*|]{0,1500}[^\s<>\\`*|.,:;!?\"')\]])")
#: What begins headings, small print and lists; anywhere, because a text that is cut goes on with a new line.
_LEADING = re.compile(r"([#+-](?=[\s#]|$)|(?<=\d)\.(?=\s|$))")
#: What is not cut: an escape, and an address in its brackets.
_WHOLE = re.compile(r"\\.|<https?://[^\s<>]*>", re.DOTALL)


def escape(text: str) -> str:
    """Escape what people typed, so that it is shown as it is."""
    parts = _ADDRESS.split(clean(text))
    parts[::2] = (_LEADING.sub(r"\\\1", _MARKUP.sub(r"\\\1", part)) for part in parts[::2])
    parts[1::2] = (f"<{address}>" for address in parts[1::2])
    return "".join(parts)


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
    # From the start, because only so it is clear which of several backslashes escapes the next.
    crossing = next((found for found in _WHOLE.finditer(text) if found.end() > limit), None)
    return crossing.start() if crossing and 0 < crossing.start() < limit else limit


def shortened(text: str, limit: int) -> str:
    """Give a label that fits; the whole stands elsewhere."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
