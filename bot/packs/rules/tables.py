"""Tables that every chat platform can show."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt

from bot.errors import PackProblem
from bot.packs.folder import LoadedPack

#: What is still read on a telephone; Slack's table block would take 20 cells a row.
MOST_COLUMNS: Final = 4
#: Of Slack's table block, with the header: https://docs.slack.dev/reference/block-kit/blocks/table-block/
MOST_ROWS: Final = 100
#: Discord has no tables: columns are aligned in a code block, and a message takes 2000 characters.
MOST_CHARACTERS: Final = 2000

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
_DELIMITERS = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?")
_BETWEEN_CELLS = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table as it stands in a text."""

    #: 1-based.
    line: int
    #: Cells by row, the header first; rows may differ in length.
    rows: tuple[tuple[str, ...], ...]

    @property
    def columns(self) -> int:
        """How many columns the header has."""
        return len(self.rows[0])

    @property
    def aligned_characters(self) -> int:
        """How many characters it has when all cells of a column are as wide as the widest."""
        widths = [
            max(len(row[column]) if column < len(row) else 0 for row in self.rows) for column in range(self.columns)
        ]
        return len(self.rows) * (sum(widths) + 3 * self.columns)


def oversized_tables(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find tables that a platform cannot show, or no telephone."""
    for question, place in loaded.located():
        for part in ("prompt", "model_answer"):
            for table in source_tables(getattr(question, part)):
                for reason in _excess(table):
                    yield place.problem((part,), f"the table in its line {table.line} {reason}")


def uneven_tables(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find tables whose rows differ in their number of cells."""
    for question, place in loaded.located():
        for part in ("prompt", "model_answer"):
            text = getattr(question, part)
            for table in source_tables(text):
                if len({len(row) for row in table.rows}) > 1:
                    yield place.problem((part,), f"the table in its line {table.line} has rows of different length")
            for line in _broken_tables(text):
                yield place.problem((part,), f"its line {line} divides no table: the header has other columns")


def source_tables(text: str) -> Iterator[SourceTable]:
    """Give the tables of a Markdown text."""
    lines = text.split("\n")
    for token in _PARSER.parse(text):
        if token.type == "table_open" and token.map:
            start, end = token.map
            yield SourceTable(start + 1, tuple(_cells(line) for line in (lines[start], *lines[start + 2 : end])))


def _cells(line: str) -> tuple[str, ...]:
    inner = line.strip().removeprefix("|")
    parts = [part.strip() for part in _BETWEEN_CELLS.split(inner)]
    return tuple(parts[:-1] if len(parts) > 1 and not parts[-1] else parts)


def _excess(table: SourceTable) -> Iterator[str]:
    if table.columns > MOST_COLUMNS:
        yield f"has {table.columns} columns; at most {MOST_COLUMNS} are taken"
    if len(table.rows) > MOST_ROWS:
        yield f"has {len(table.rows)} rows; at most {MOST_ROWS} are taken"
    if table.aligned_characters > MOST_CHARACTERS:
        yield f"has {table.aligned_characters} characters when aligned; at most {MOST_CHARACTERS} are taken"


def _broken_tables(text: str) -> Iterator[int]:
    lines: Sequence[str] = text.split("\n")
    for token in _PARSER.parse(text):
        if token.type == "paragraph_open" and token.map:
            for number in range(*token.map):
                if _DELIMITERS.fullmatch(lines[number].strip()):
                    yield number + 1
