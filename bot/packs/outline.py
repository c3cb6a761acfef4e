"""How Markdown is divided: its level-1 headings and its unterminated code fences."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.domain.text import one_line

# HTML is off: an unclosed comment would otherwise swallow the heading of the next part. What stands within the lines
# divides nothing, and takes half of the time.
_PARSER = MarkdownIt("commonmark", {"html": False}).disable("inline")
#: Without one of these there is neither a heading of level 1 nor a fence, however the lines are meant.
_MAY_DIVIDE = re.compile(r"^ {0,3}[#=]|```|~~~", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A level-1 heading that is not inside a list or a quotation."""

    title: str
    #: 0-based first line, and the line after its last.
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What divides a text."""

    headings: tuple[Heading, ...]
    #: 0-based lines of code fences that nothing closes.
    open_fences: tuple[int, ...]


def outline(text: str) -> Outline:
    r"""Find what divides a Markdown text with `\n` line ends."""
    tokens = _PARSER.parse(text + "\n")
    return Outline(
        headings=tuple(_headings(tokens)),
        open_fences=tuple(token.map[0] for token in tokens if token.type == "fence" and token.map and _is_open(token)),
    )


def faults(text: str) -> list[tuple[int, str]]:
    """Give what keeps a text from standing under a level-1 heading: 0-based line and reason."""
    # Parsing took a seventh of what an import takes, and hardly any text has something to find.
    if not _MAY_DIVIDE.search(text):
        return []
    found = outline(text)
    return [
        *(
            (heading.start, f"holds the level-1 heading “{one_line(heading.title)}”; use ## or deeper")
            for heading in found.headings
        ),
        *((line, "holds a code fence that is not closed") for line in found.open_fences),
    ]


def _headings(tokens: Sequence[Token]) -> list[Heading]:
    return [
        Heading(tokens[index + 1].content, token.map[0], token.map[1])
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h1" and token.level == 0 and token.map
    ]


def _is_open(fence: Token) -> bool:
    # The lines of a closed fence are its content and two more; an open one lacks the last.
    start, end = fence.map or (0, 0)
    return end - start < fence.content.count("\n") + 2
