"""Trusted Markdown in a terminal: links and images spelled out, HTML shown as written, one blank line between parts."""

from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import CodeBlock, Markdown
from rich.segment import Segment
from rich.syntax import Syntax

from adapters.console.render.texts import harmless
from bot.domain.card import Card, Text

# rich drops HTML, and with it placeholders such as <bucket>; so it is read as text.
_PARSER = MarkdownIt("commonmark", {"html": False}).enable(["strikethrough", "table"])


#: What frame, indentation and brackets of a card take of a line.
_TAKEN = 9


class _Code(CodeBlock):
    """A code block that is set off by indentation alone, whatever the terminal's background is."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        code = str(self.text).rstrip()
        yield Syntax(
            code, self.lexer_name, theme="ansi_dark", background_color="default", word_wrap=True, padding=(0, 2)
        )


class _Parsed(Markdown):
    elements = {**Markdown.elements, "fence": _Code, "code_block": _Code}  # noqa: RUF012  # a ClassVar in the base class

    def __init__(self, text: str) -> None:
        super().__init__("")
        self.parsed = _PARSER.parse(harmless(text))
        for token in self.parsed:
            if token.children:
                token.children = list(_spelled_out(token.children))


def addresses(text: str) -> list[str]:
    """Give where the links of a text lead."""
    inline = (child for token in _PARSER.parse(harmless(text)) for child in token.children or ())
    return [str(token.attrs.get("href", "")) for token in inline if token.type == "link_open"]


class TerminalMarkdown:
    """Renders standard Markdown to the width at hand."""

    def __init__(self, text: str) -> None:
        self._parsed = _Parsed(text)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Leave out the blank lines that rich puts above and below tables in addition to those between parts."""
        was_blank = True
        for line in console.render_lines(self._parsed, options, pad=False):
            is_blank = not "".join(segment.text for segment in line).strip()
            if not (is_blank and was_blank):
                yield from line
                yield Segment.line()
            was_blank = is_blank


def _spelled_out(tokens: Iterable[Token]) -> Iterator[Token]:
    """Put the addresses of links and images behind their texts: not every terminal can follow hidden ones."""
    address = label = ""
    for token in tokens:
        if token.type == "image":
            yield _text(f"{token.content} ({token.attrs.get('src', '')})")
            continue
        if token.type == "link_open":
            address, label = str(token.attrs.get("href", "")), ""
        elif token.type != "link_close":
            label += token.content
        elif label != address.removeprefix("mailto:"):
            yield _text(f" ({address})")
        yield token


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def long_addresses(card: Card, width: int) -> list[str]:
    """Give the addresses in a card of that width that are broken there, each once, in order."""
    return list(dict.fromkeys(one for one in _addresses(card) if len(one) > width - _TAKEN))


def _addresses(card: Card) -> Iterator[str]:
    for block in card.blocks:
        if isinstance(block, Text):
            yield from addresses(block.markdown)
