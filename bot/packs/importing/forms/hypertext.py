"""HTML as Markdown: what people saw, in the words and marks that packs are written in."""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser

_TAG = re.compile(
    r"</?(?:p|br|b|i|em|strong|u|code|pre|ul|ol|li|div|span|a|img|sub|sup|h[1-6]|table|tr|td|blockquote|font|hr)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_OPENING = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
#: Elements that end by themselves, and so open nothing.
_CLOSED: Final = frozenset(
    re.findall(
        r"[\w$]+",
        """area base br col embed hr img input link meta param source track wbr p li td th tr dt dd option tbody thead
    tfoot""",
    )
)
#: Time to build a tree grows with its depth; pages that people look at are not this deep.
_DEEPEST: Final = 100
_UNSEEN: Final = frozenset(
    re.findall(
        r"[\w$]+",
        """head script style template noscript svg nav iframe button select textarea""",
    )
)
_BLOCKS: Final = frozenset(
    re.findall(
        r"[\w$]+",
        """p div section article main header footer aside ul ol dl table blockquote pre details summary figure form
    fieldset h1 h2 h3 h4 h5 h6 hr li dt dd tr address body label""",
    )
)
_AROUND: Final = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "kbd": "`", "samp": "`"}


def as_markdown(text: str) -> str:
    """Give a text with entities or HTML as Markdown; any other text is left as it is."""
    if _TAG.search(text):
        return markdown_of(text)
    return html.unescape(text).replace("\u00a0", " ") if _ENTITY.search(text) else text


def is_too_deep(text: str) -> bool:
    """Say whether elements stand in each other deeper than any page has them."""
    depth = 0
    for found in _OPENING.finditer(text):
        if found[2].casefold() not in _CLOSED:
            depth += -1 if found[1] else 1
            if depth > _DEEPEST:
                return True
            depth = max(depth, 0)
    return False


def markdown_of(text: str) -> str:
    """Give HTML as Markdown; what is nested too deeply is given without its tags."""
    if is_too_deep(text):
        return html.unescape(re.sub(r"<[^<>]*>", " ", text))
    # The tree, which takes many times the text, is gone before the lines are put together.
    return _written(text).text()


def _written(text: str) -> "_Writer":
    writer = _Writer()
    body = LexborHTMLParser(text).body
    if body is not None:
        writer.children(body)
    return writer


@dataclass(slots=True)
class _Writer:
    lines: list[str] = field(default_factory=lambda: [""])
    #: What stands before each line: quotation marks and the indents of lists.
    margin: str = ""
    #: Of each open list: its kind, and the number of its next item.
    lists: list[list[Any]] = field(default_factory=list)
    rows: int = 0

    def text(self) -> str:
        """Give the lines, with one blank line at most between two."""
        written = "\n".join(line.rstrip() for line in self.lines)
        return re.sub(r"\n{3,}", "\n\n", written).strip("\n")

    def children(self, node: Any) -> None:
        for child in node.iter(include_text=True):
            self.node(child)

    def node(self, node: Any) -> None:
        tag = node.tag
        if tag == "-text":
            self.words(re.sub(r"\s+", " ", node.text_content or ""))
        elif tag in _AROUND:
            self.around(node, _AROUND[tag])
        elif tag in _WRITERS:
            _WRITERS[tag](self, node)
        elif tag in _BLOCKS:
            self.block(node)
        elif tag not in _UNSEEN and not tag.startswith(("-", "!")):
            self.children(node)

    def image(self, node: Any) -> None:
        self.words((node.attributes.get("alt") or "").strip())

    def words(self, text: str) -> None:
        if text.strip() or self.lines[-1].strip():
            last = self.lines[-1]
            self.lines[-1] = last + (text.lstrip() if not last or last.endswith(" ") else text)

    def line(self, _: Any = None) -> None:
        self.lines.append(self.margin)

    def gap(self) -> None:
        if self.lines[-1].strip():
            self.line()
        if len(self.lines) > 1 and self.lines[-2].strip():
            self.line()

    def block(self, node: Any) -> None:
        before = self.margin
        self.gap()
        tag = node.tag
        if tag == "blockquote":
            self.margin += "> "
            self.lines[-1] = self.margin
        lead = {"dt": "**Question:** ", "dd": "**Answer:** "}.get(
            tag, "#" * int(tag[1]) + " " if re.fullmatch(r"h[1-6]", tag) else ""
        )
        self.lines[-1] += "---" if tag == "hr" else "<details>" if tag == "details" else lead
        if tag == "details":
            self.gap()
        start = len(self.lines)
        if tag == "summary":
            self.lines[-1] += "<summary>"
        self.children(node)
        if tag == "summary":
            self.lines[-1] += "</summary>"
        if lead.startswith("#"):  # a heading is one line
            self.lines[start - 1 :] = [" ".join(part.strip() for part in self.lines[start - 1 :])]
        self.margin = before
        self.gap()

    def around(self, node: Any, mark: str) -> None:
        inner = _Writer()
        inner.children(node)
        text = inner.text()
        bare = text.strip()
        if not bare:
            return
        if "\n" in bare or mark in bare:  # what goes over several lines, or is marked already, is given as it is
            for place, line in enumerate(bare.split("\n")):
                if place:
                    self.line()
                self.words(line)
            return
        raw = node.text() or ""
        before, behind = (" " if raw[:1].isspace() else ""), (" " if raw[-1:].isspace() else "")
        self.words(f"{before}{mark}{bare}{mark}{behind}")

    def link(self, node: Any) -> None:
        inner = _Writer()
        inner.children(node)
        text, url = " ".join(inner.text().split()), (node.attributes.get("href") or "").strip()
        is_shown = text and url.startswith(("http://", "https://")) and not re.search(r"[\s()<>]", url)
        self.words(f"[{text}]({url})" if is_shown and "[" not in text else text)

    def code(self, node: Any) -> None:
        text = (node.text() or "").strip("\n")
        fence = "`" * (max((len(run) for run in re.findall(r"`{3,}", text)), default=2) + 1)
        self.gap()
        self.lines[-1] += fence
        for line in [*text.split("\n"), fence]:
            self.line()
            self.lines[-1] += line
        self.gap()

    def list(self, node: Any) -> None:
        kind = {"a": "a", "A": "A"}.get(node.attributes.get("type") or "", "1") if node.tag == "ol" else "-"
        start = node.attributes.get("start") or "1"
        self.lists.append([kind, int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1])  # noqa: PLR2004 - a number of a list
        if len(self.lists) == 1:
            self.gap()
        self.children(node)
        self.lists.pop()
        if not self.lists:
            self.gap()

    def item(self, node: Any) -> None:
        if self.lines[-1].strip():
            self.line()
        kind, number = self.lists[-1] if self.lists else ("-", 1)
        if self.lists:
            self.lists[-1][1] += 1
        mark = "-" if kind == "-" else f"{number}." if kind == "1" else f"{chr(64 + min(number, 26))}."
        before = self.margin
        self.lines[-1] = f"{before}{mark} {_tick(node)}"
        self.margin = before + " " * (len(mark) + 1)
        start = len(self.lines)
        self.children(node)
        if not any(line.strip() for line in self.lines[start:]) and self.lines[start - 1].strip() == mark:
            self.lines[start - 1 :] = [before]
        self.margin = before

    def table(self, node: Any) -> None:
        rows = [[_cell(cell) for cell in row.css("td, th")] for row in node.css("tr")]
        rows = [row for row in rows if any(row)]
        self.gap()
        if not rows:
            return
        width = max(map(len, rows))
        for place, row in enumerate(rows):
            self.lines[-1] += f"| {' | '.join([*row, *[''] * (width - len(row))])} |"
            self.line()
            if place == 0:
                self.lines[-1] += "|" + " --- |" * width
                self.line()
        self.gap()


_WRITERS: Final[Mapping[str, Callable[[_Writer, Any], None]]] = {
    "br": _Writer.line,
    "img": _Writer.image,
    "a": _Writer.link,
    "pre": _Writer.code,
    "table": _Writer.table,
    "ul": _Writer.list,
    "ol": _Writer.list,
    "li": _Writer.item,
}


def _cell(node: Any) -> str:
    inner = _Writer()
    inner.children(node)
    return " ".join(inner.text().replace("|", "\\|").split())


def _tick(node: Any) -> str:
    boxes = node.css("input")
    if not boxes or (boxes[0].attributes.get("type") or "") != "checkbox":
        return ""
    return "[x] " if "checked" in boxes[0].attributes else "[ ] "


def tables_of(text: str) -> Iterator[list[list[str]]]:
    """Give the rows of each table of a page, cells as Markdown."""
    body = LexborHTMLParser(text).body
    for table in body.css("table") if body is not None else ():
        yield [[_cell(cell) for cell in row.css("td, th")] for row in table.css("tr")]
