"""Plain text as Markdown that shows exactly this text."""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
_SPECIAL = re.compile(r"[*_`\\<>\[\]&#~|]")
_START = re.compile(r"^(\d{0,9})([.)](?=\s|$)|[-+=>#])")
_PLAIN = ("text", "text_special", "code_inline")
# Above this many characters a line is escaped without a look at how it shows.
_LONGEST = 20_000
# What would make a block of its own at the beginning of a line.
_BLOCK_START = re.compile(
    r"(?:[-+*]|\d{1,9}[.)])(?=\s|$)|#{1,6}(?=\s|$)|>|={1,}\s*$|-{2,}\s*$|(?:[*_-]\s*){3,}$|`{3}|~{3}|:?-+:?\s*\|"
)


def inline(text: str) -> str:
    """Give one line of text as Markdown: words that Markdown would change become code."""
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        return _escaped(text)
    begins_block = _BLOCK_START.match(text)
    if not _SPECIAL.search(text) and not begins_block:
        return text
    started = _START.sub(_escape_start, text, count=1) if begins_block else text
    coded = " ".join(_as_code(word) for word in started.split(" "))
    return next((tried for tried in (started, coded) if _shows(tried) == text), _escaped(text))


def fenced(lines: Sequence[str], language: str) -> str:
    """Give lines as a code block whose fence is longer than any in them."""
    longest = max((len(run) for line in lines for run in re.findall(r"`{3,}", line)), default=2)
    fence = "`" * (longest + 1)
    return "\n".join([f"{fence}{language}", *lines, fence])


def _escape_start(found: re.Match[str]) -> str:
    return f"{found[1]}\\{found[2]}"


def _as_code(word: str) -> str:
    """Give a word that Markdown would change as code, its brackets and final punctuation outside."""
    if "`" in word or "\\" in word or not _SPECIAL.search(word) or _shows(f"x {word} x") == f"x {word} x":
        return word
    core = word.rstrip(".,;:!?)")
    lead = "(" if core.startswith("(") and len(core) > 1 else ""
    return f"{lead}`{core[len(lead) :]}`{word[len(core) :]}" if core[len(lead) :] else word


def _escaped(text: str) -> str:
    return _START.sub(_escape_start, re.sub(r"([\\`*_\[\]<>&#~|])", r"\\\1", text), count=1)


def _shows(markdown: str) -> str:
    """Give the text that a paragraph shows; what is no plain paragraph shows nothing."""
    tokens = _PARSER.parse(markdown)
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return ""
    children = tokens[1].children or []
    return "".join(child.content for child in children) if all(child.type in _PLAIN for child in children) else ""
