"""Trusted standard Markdown as Discord's.

They differ: Discord shows line breaks inside a paragraph, knows three levels of headings and no tables, images, rules
or HTML, and takes texts of at most 4,000 characters. https://docs.discord.com/developers/reference#message-formatting
"""

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from adapters.discord.render import limits
from adapters.discord.render.parts import Kind, Piece, begun, bold_line
from adapters.discord.render.tables import table_pieces
from adapters.discord.render.texts import code_block, escape, pieces
from bot.domain.text import clean

# HTML is shown as written: Discord has none, and placeholders such as <bucket> must not get lost.
_PARSER = MarkdownIt("commonmark", {"html": False}).enable(["strikethrough", "table"])
_MARKS = {"strong": "**", "em": "*", "s": "~~"}
_SCHEMES = ("https://", "http://")
#: Headings of cards are of the second level; those inside of texts lie below.
_HEADING = "### "
_INDENT = "  "
#: Of a block of code, in characters.
_LONGEST_LINE = 66
_SHELLS = frozenset({"bash", "sh", "shell", "console"})
_FENCE = len("```\n\n```")
#: A link whose words are longer is written out: it could not be cut.
_LONGEST_LINK = 800


def markdown_pieces(text: str) -> Iterator[Piece]:
    """Give a text's paragraphs, lists, quotes, code blocks and tables, each in pieces that fit into a message."""
    for node in SyntaxTreeNode(_PARSER.parse(clean(text))).children:
        yield from _node(node)


def _node(node: SyntaxTreeNode) -> Iterator[Piece]:
    if node.type in {"fence", "code_block"}:
        language = node.info.split()[0] if node.info.split() else ""
        for piece in pieces(_folded(node.content, language), limits.PIECE - _FENCE - len(language)):
            yield Piece(code_block(piece, language))
    elif node.type in {"bullet_list", "ordered_list"}:
        yield from (Piece(piece, Kind.LIST) for piece in _joined(_list(node, 0)))
    elif node.type == "blockquote":
        for inner in node.children:
            yield from (Piece(_quoted(piece.text), Kind.QUOTE) for piece in _node(inner))
    elif node.type == "table":
        yield from map(Piece, _table(node))
    elif node.type == "heading":
        yield from begun(Kind.HEADING, f"{_HEADING}{_inline(node)}")
    elif node.type != "hr":
        yield from _paragraph(node)


def _paragraph(node: SyntaxTreeNode) -> Iterator[Piece]:
    written = _inline(node)
    # The parser puts an empty text on either side.
    if [one.type for inline in node.children for one in inline.children if one.content or one.children] == ["strong"]:
        return bold_line(written)
    # What people typed has its brackets escaped.
    return begun(Kind.LINK if written.startswith("[") else Kind.TEXT, written)


def _folded(code: str, language: str) -> str:
    """Break lines that Discord would wrap at its edge, and indent what follows; a shell's lines go on after all."""
    joint = " \\" if language in _SHELLS else ""
    return "\n".join(part for line in code.split("\n") for part in _fold(line, joint))


def _fold(line: str, joint: str) -> Iterator[str]:
    indent = line[: len(line) - len(line.lstrip())]
    # What goes on below a comment is one, too: in a shell it would be run.
    joint, lead = ("", "# ") if line.lstrip().startswith("#") else (joint, "    ")
    while len(line) > _LONGEST_LINE:
        first = len(line) - len(line.lstrip()) + 1
        gap = line.rfind(" ", first, _LONGEST_LINE - len(joint))
        if gap < 0:
            break
        yield line[:gap].rstrip() + joint
        line = f"{indent}{lead}{line[gap + 1 :].lstrip()}"
    yield line


def _quoted(piece: str) -> str:
    return "\n".join(f"> {line}" for line in piece.split("\n"))


def _joined(lines: Iterator[str]) -> Iterator[str]:
    """Put the lines of a list together as far as a piece reaches."""
    open_piece = ""
    for line in lines:
        for part in pieces(line):
            if open_piece and len(open_piece) + len(part) + 1 > limits.PIECE:
                yield open_piece
                open_piece = part
            else:
                open_piece = f"{open_piece}\n{part}" if open_piece else part
    if open_piece:
        yield open_piece


def _list(node: SyntaxTreeNode, depth: int) -> Iterator[str]:
    is_ordered = node.type == "ordered_list"
    start = int(node.attrs.get("start", 1))
    for number, item in enumerate(node.children, start):
        mark = f"{number}. " if is_ordered else "- "
        lead = _INDENT * depth
        for child in item.children:
            if child.type in {"bullet_list", "ordered_list"}:
                yield from _list(child, depth + 1)
                continue
            for piece in _node(child):
                # What follows the first line of a point is indented, so that it stays part of it.
                hanging = piece.text.replace("\n", f"\n{_INDENT * (depth + 1)}")
                yield f"{lead}{mark}{hanging}"
                lead, mark = _INDENT * (depth + 1), ""


def _table(node: SyntaxTreeNode) -> Iterator[str]:
    rows = [row.children for group in node.children for row in group.children]
    numeric = frozenset(index for index, cell in enumerate(rows[0]) if "right" in str(cell.attrs.get("style", "")))
    header, *others = [[_plain(cell) for cell in row] for row in rows]
    return table_pieces(header, others, numeric)


def _tokens(node: SyntaxTreeNode) -> Sequence[Token]:
    return [token for inline in node.children for token in inline.to_tokens()[0].children or []]


def _plain(node: SyntaxTreeNode) -> str:
    return "".join(token.content or " " * (token.type == "softbreak") for token in _tokens(node))


def _inline(node: SyntaxTreeNode) -> str:
    written = ""
    links: list[tuple[str, int]] = []
    for token in _tokens(node):
        name, _, _end = token.type.rpartition("_")
        if name in _MARKS:
            written += _MARKS[name]
        elif token.type == "link_open":
            links.append((str(token.attrs.get("href", "")), len(written)))
        elif token.type == "link_close":
            address, begin = links.pop()
            written = written[:begin] + _link(written[begin:], address)
        else:
            written += _leaf(token)
    return written


def _link(words: str, address: str) -> str:
    if words == escape(address):
        return words
    # Discord takes words with an address in them for a deceit, and shows all as it is written.
    has_address = any(scheme in words for scheme in _SCHEMES)
    if address.startswith(_SCHEMES) and not has_address and len(words) + len(address) <= _LONGEST_LINK:
        # Angle brackets keep Discord from showing a preview.
        return f"[{words}](<{address}>)"
    return f"{words} ({escape(address)})"


def _leaf(token: Token) -> str:
    if token.type == "code_inline":
        fence = "``" if "`" in token.content else "`"
        return f"{fence}{token.content}{fence}"
    if token.type == "image":
        return _link(escape(token.content or "image"), str(token.attrs.get("src", "")))
    if token.type in {"softbreak", "hardbreak"}:
        return " " if token.type == "softbreak" else "\n"
    return escape(token.content)
