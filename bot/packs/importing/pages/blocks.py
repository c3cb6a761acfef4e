"""The lines of an answer as Markdown: headings, lists, tables, code and paragraphs, with every word kept in order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.packs.importing.pages.code import end_of_code, language_at
from bot.packs.importing.pages.ending import is_bare_title
from bot.packs.importing.pages.prose import fenced, inline
from bot.packs.importing.pages.tables import is_table, table
from bot.packs.importing.pages.words import words

_ITEM = re.compile(r"(\s*)(?:[•◦●▪]\s*|([-*])\s+|(\d{1,2}[.)])\s+)(\S.*)")
_NUMBERED = re.compile(r"(\d{1,2}[.)])(\s*)(\S.*)")
_INNER_BULLET = re.compile(r"\s[•◦●▪](?=\s|$)")
_ONLY_MARKS = re.compile(r"[\s•◦●▪]*")
_HASHES = re.compile(r"#{1,6}\s")
_ONLY_PUNCTUATION = re.compile(r"[.:;,!?]+")
# What opens a code block in CommonMark: no backtick may follow a fence of backticks.
_FENCE = re.compile(r"`{3,}(?=[^`]*$)|~{3,}")
_TITLE_WORDS = 14
_LABEL_WORDS = 9


def markdown(lines: Sequence[str], *, titles: bool = True) -> str:
    """Give the lines as Markdown; what could not be shown word for word is preformatted as a whole.

    Without `titles`, short lines are text as all others: a prompt is often no more than one.
    """
    cleaned = [line.replace("\u00a0", " ").rstrip() for line in lines]
    written = _Writer(cleaned, titles).write()
    text = "\n".join(cleaned)
    if written == text or words(written) == words(text):
        return written
    return fenced([line for line in cleaned if line], "text")


@dataclass(slots=True)
class _Writer:
    lines: Sequence[str]
    titles: bool
    at: int = 0
    #: Their lines.
    blocks: list[list[str]] = field(default_factory=list)
    #: The open list items, outermost first: rank by indent in the source, indent of their content in the Markdown.
    items: list[tuple[float, int]] = field(default_factory=list)
    #: Whether the line before was blank or ended a block.
    fresh: bool = True
    #: Up to here there is no table: the rows were looked at.
    no_table: int = 0
    #: By its mark, the length of the shortest fence that nothing further on closes: longer ones are open, too.
    unclosed: dict[str, int] = field(default_factory=dict)

    def write(self) -> str:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if _ONLY_MARKS.fullmatch(line):
                self.fresh = True
                self.at += 1
            elif not (self.kept_fence() or self.code() or self.item() or self.table()):
                self.text(line)
        return "\n\n".join("\n".join(block) for block in self.blocks)

    def block(self, text: str) -> None:
        self.blocks.append([text])
        self.items.clear()
        self.fresh = True

    def kept_fence(self) -> bool:
        """Copy code that kept its fence."""
        opened = _FENCE.match(self.lines[self.at])
        if not opened or len(opened[0]) >= self.unclosed.get(opened[0][0], len(opened[0]) + 1):
            return False
        closing = re.compile(f" {{0,3}}{opened[0]}{opened[0][0]}*")
        inside = range(self.at + 1, len(self.lines))
        end = next((index for index in inside if closing.fullmatch(self.lines[index])), None)
        if end is None:
            self.unclosed[opened[0][0]] = len(opened[0])
            return False
        self.block("\n".join(self.lines[self.at : end + 1]))
        self.at = end + 1
        return True

    def code(self) -> bool:
        language = language_at(self.lines, self.at)
        if language is None:
            return False
        end = end_of_code(self.lines, self.at, language)
        self.block(fenced(self.lines[self.at : end], language))
        self.at = end
        return True

    def item(self) -> bool:
        found = _ITEM.match(self.lines[self.at])
        if not found or self.is_heading(self.lines[self.at]):
            return False
        self.at += 1
        indent = len(found[1].expandtabs(4))
        marker = found[3] or "-"
        # Pages put the bullets below a numbered item at the number's own indent.
        rank = indent + (marker == "-") / 2
        while self.items and self.items[-1][0] >= rank:
            self.items.pop()
        first, *nested = _INNER_BULLET.split(found[4])
        self.list_line(rank, marker, first)
        for text in filter(str.strip, nested):
            while self.items[-1][0] > rank:
                self.items.pop()
            self.list_line(rank + 1, "-", text)
        return True

    def list_line(self, rank: float, marker: str, text: str) -> None:
        margin = self.items[-1][1] if self.items else 0
        line = f"{' ' * margin}{marker} {inline(text)}"
        if self.items or (not self.fresh and self.blocks) or self.in_list(marker):
            self.blocks[-1].append(line)
        else:
            self.blocks.append([line])
        self.items.append((rank, margin + len(marker) + 1))
        self.fresh = False

    def in_list(self, marker: str) -> bool:
        """Say whether the last block is a list of the same kind, which goes on."""
        if not self.blocks:
            return False
        first = self.blocks[-1][0].split(" ", 1)[0]
        return first == "-" if marker == "-" else bool(re.fullmatch(r"\d{1,2}[.)]", first))

    def table(self) -> bool:
        end = self.at
        while end < len(self.lines) and self.at >= self.no_table and self.is_row(end):
            end += 1
        rows = self.lines[self.at : end]
        if not rows or not is_table(rows):
            self.no_table = max(self.no_table, end)
            return False
        self.block(table(rows))
        self.at = end
        return True

    def is_row(self, index: int) -> bool:
        line = self.lines[index]
        return bool(line) and not line[0].isspace() and not _ITEM.match(line) and language_at(self.lines, index) is None

    def text(self, line: str) -> None:
        """Write a line that is no list item: a heading, a continuation or a paragraph."""
        stripped = line.strip()
        if _ONLY_PUNCTUATION.fullmatch(stripped) and self.blocks and not self.blocks[-1][-1].endswith(("`", "~")):
            self.blocks[-1][-1] += f" {stripped}"
        elif self.is_heading(line):
            self.block(_heading(stripped))
        elif self.items and (line[0].isspace() or not self.fresh):
            self.continuation(stripped, beside=not self.fresh and not line[0].isspace())
        elif not self.fresh and self.blocks:
            self.blocks[-1].append(self.prose(stripped))
        else:
            self.block(self.prose(stripped))
            self.fresh = False
        self.at += 1

    def continuation(self, text: str, *, beside: bool) -> None:
        margin = " " * self.items[-1][1]
        self.blocks[-1] += [f"{margin}{inline(text)}"] if beside else ["", f"{margin}{inline(text)}"]
        self.fresh = False

    def prose(self, text: str) -> str:
        first, *nested = _INNER_BULLET.split(text)
        return "\n".join([inline(first), *(f"- {inline(part)}" for part in nested if part.strip())])

    def is_heading(self, line: str) -> bool:
        """Say whether a line flush left is a heading: numbered and alone, or a short line that ends as titles do."""
        if not self.titles or line[0].isspace() or len(line.split()) > _TITLE_WORDS:
            return False
        numbered = _NUMBERED.match(line)
        if numbered:
            return line[-1] != "." and not any(_NUMBERED.match(self.neighbour(step)) for step in (-1, 1))
        if _ITEM.match(line):
            return False
        if line[-1] in ":?":
            return len(line.split()) <= _LABEL_WORDS
        return bool(_HASHES.match(line)) or (is_bare_title(line) and self.next_text_is_item())

    def neighbour(self, step: int) -> str:
        index = self.at + step
        return self.lines[index] if 0 <= index < len(self.lines) else ""

    def next_text_is_item(self) -> bool:
        following = filter(None, map(self.lines.__getitem__, range(self.at + 1, len(self.lines))))
        return bool(_ITEM.match(next(following, "")))


def _heading(text: str) -> str:
    if _HASHES.match(text):
        return f"### {inline(text.lstrip('# '))}"
    numbered = _NUMBERED.match(text)
    if numbered:
        return f"### {numbered[1]}{numbered[2]}{inline(numbered[3])}"
    shown = inline(text)
    return f"**{shown}**" if shown == text and "*" not in text else shown
