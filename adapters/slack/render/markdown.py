"""Trusted standard Markdown as blocks: rich text, tables and dividers."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from adapters.slack.render import limits
from adapters.slack.render.inline import inline_runs
from adapters.slack.render.parts import Part, rich_part
from adapters.slack.render.rich_text import cut, list_of_one, preformatted, quote, run, said, section
from adapters.slack.render.tables import table_parts
from adapters.slack.render.texts import pieces
from adapters.slack.wire import Json
from bot.domain.text import clean

# HTML is shown as written: Slack has none, and placeholders such as <bucket> must not get lost.
_PARSER = MarkdownIt("commonmark", {"html": False}).enable(["strikethrough", "table"])


#: How many texts are kept as blocks: one question goes to many channels at the same time.
_KEPT = 64


def markdown_parts(text: str) -> Iterator[Part]:
    """Give a text's blocks in order: one for each paragraph, list, quote, code block and table.

    They are shared with whoever shows the same text: nobody may change them.
    """
    return iter(_rendered(text))


@lru_cache(maxsize=_KEPT)
def _rendered(text: str) -> tuple[Part, ...]:
    flow: list[Json | Part] = []
    for one in _Walk().nodes(SyntaxTreeNode(_PARSER.parse(clean(text))).children):
        joined = _joined(flow[-1], one) if flow else None
        if joined is None:
            flow.append(one)
        else:
            flow[-1] = joined
    return tuple(_parts(flow))


def _parts(flow: Sequence[Json | Part]) -> Iterator[Part]:
    """Give a block for each element; neighbouring lists share theirs, so that no gaps come between."""
    lists: list[Json] = []
    for one in flow:
        is_list = not isinstance(one, Part) and one["type"] == "rich_text_list"
        if lists and not is_list:
            yield rich_part(*lists)
            lists = []
        if isinstance(one, Part):
            yield one
        elif not is_list:
            yield rich_part(one, leads=_leads(one))
        elif lists and len(rich_part(*lists, one).said) > limits.PIECE:
            yield rich_part(*lists)
            lists = [one]
        else:
            lists.append(one)
    if lists:
        yield rich_part(*lists)


def _joined(first: Json | Part, second: Json | Part) -> Json | None:
    """Give two neighbouring lists as one; None if they are not parts of the same or it would get too long."""
    if isinstance(first, Part) or isinstance(second, Part) or first["type"] != "rich_text_list":
        return None
    following = dict(first, elements=second["elements"])
    if first["style"] == "ordered":
        following["offset"] = first.get("offset", 0) + len(first["elements"])
    if following != second or len(said(first)) + len(said(second)) >= limits.PIECE:
        return None
    return dict(first, elements=[*first["elements"], *second["elements"]])


def _leads(element: Json) -> bool:
    """Tell headings, and sentences that end in a colon."""
    if element["type"] != "rich_text_section":
        return False
    runs = element["elements"]
    return str(runs[-1]["text"]).endswith(":") or all("bold" in one.get("style", {}) for one in runs)


class _Walk:
    """Turns nodes into elements of rich text, nested ones flattened: Slack's lists know only their indentation."""

    def __init__(self, depth: int = 0, *, in_quote: bool = False) -> None:
        self._depth = depth
        self._in_quote = in_quote

    def nodes(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[Json | Part]:
        for node in nodes:
            yield from self._node(node)

    def _node(self, node: SyntaxTreeNode) -> Iterator[Json | Part]:
        if node.type in {"fence", "code_block"}:
            code = pieces(node.content.rstrip("\n"))
            yield from (preformatted(piece, in_quote=self._in_quote) for piece in code)
        elif node.type in {"bullet_list", "ordered_list"}:
            yield from self._list(node)
        elif node.type == "blockquote":
            yield from _Walk(self._depth, in_quote=True).nodes(node.children)
        elif node.type == "table":
            yield from _table(node)
        elif node.type == "hr":
            yield Part({"type": "divider"}, "---")
        else:
            yield from self._prose(node)

    def _prose(self, node: SyntaxTreeNode) -> Iterator[Json]:
        runs = _runs(node)
        if node.type == "heading":
            runs = [{**one, "style": {**one.get("style", {}), "bold": True}} for one in runs]
        yield from ((quote if self._in_quote else section)(group) for group in cut(runs))

    def _list(self, node: SyntaxTreeNode) -> Iterator[Json | Part]:
        is_ordered = node.type == "ordered_list"
        start = int(node.attrs.get("start", 1))
        for number, item in enumerate(node.children, start):
            yield from self._item(item, number if is_ordered else None)

    def _item(self, item: SyntaxTreeNode, number: int | None) -> Iterator[Json | Part]:
        """Give an item's leading paragraphs as one point, and what else is in it after that."""
        count = next((i for i, child in enumerate(item.children) if child.type != "paragraph"), len(item.children))
        runs: list[Json] = []
        for paragraph in item.children[:count]:
            runs += [*([run("\n")] if runs else []), *_runs(paragraph)]
        first, *others = cut(runs) or [[run(" ")]]
        yield list_of_one(first, self._depth, number, in_quote=self._in_quote)
        yield from (section(group) for group in others)
        yield from _Walk(self._depth + 1, in_quote=self._in_quote).nodes(item.children[count:])


def _runs(node: SyntaxTreeNode) -> list[Json]:
    return [one for inline in node.children for one in inline_runs(inline.to_tokens()[0].children or [])]


def _table(node: SyntaxTreeNode) -> Iterator[Part]:
    header, *rows = [
        [(_runs(cell), "right" in str(cell.attrs.get("style", ""))) for cell in row.children]
        for group in node.children
        for row in group.children
    ]
    numeric = frozenset(index for index, (_, is_right) in enumerate(header) if is_right)
    cells = [[runs for runs, _ in row] for row in (header, *rows)]
    return table_parts(cells[0], cells[1:], numeric)
