"""Tables: those that kept their column marks, and those that lost them.

Where marks are lost, columns are told only if there is one way to do so: every row has as many capitalised words as the
header, so that each cell begins with one. Otherwise the rows stay as they are, preformatted.
"""

import re
from collections.abc import Sequence

from bot.packs.importing.pages.ending import is_bare_title
from bot.packs.importing.pages.prose import fenced, inline

_FEWEST_ROWS = 3
_FEWEST_CAPITALISED = 0.6
#: Characters; longer lines are text.
_WIDEST = 2000
_MARKS = (re.compile(r"\s*\t\s*"), re.compile(r"(?<=\S)\s*\|\s*(?=\S)"), re.compile(r"(?<=\S) {2,}(?=\S)"))
_CAPITALISED = re.compile(r"(?:^|(?<=\s))(?=[(\"“]?[A-Z0-9])")


def is_table(rows: Sequence[str]) -> bool:
    """Say whether adjacent lines are the rows of a table, with its header first."""
    if max(map(len, rows)) > _WIDEST:
        return False
    if len(rows) > 1 and _marked(rows):
        return True
    if (
        len(rows) < _FEWEST_ROWS
        or not is_bare_title(rows[0])
        or not all(row[:1].isupper() or row[:1].isdigit() for row in rows)
    ):
        return False
    header = [word for word in rows[0].split() if word[0].isalpha()]
    return len(header) > 1 and sum(word[0].isupper() for word in header) >= _FEWEST_CAPITALISED * len(header)


def table(rows: Sequence[str]) -> str:
    """Give the table as Markdown: with columns where they can be told, else preformatted."""
    cells = _marked(rows) or _by_capitals(rows)
    if not cells or any("|" in cell for row in cells for cell in row):
        return fenced(rows, "text")
    header, *body = [f"| {' | '.join(inline(cell) if cell else '' for cell in row)} |" for row in cells]
    return "\n".join([header, "|" + " --- |" * len(cells[0]), *body])


def _marked(rows: Sequence[str]) -> list[list[str]]:
    for mark in _MARKS:
        cells = [mark.split(row.strip(" ").strip("|").strip(" ")) for row in rows]
        if len(cells[0]) > 1 and len({len(row) for row in cells}) == 1:
            return [row for row in cells if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
    return []


def _by_capitals(rows: Sequence[str]) -> list[list[str]]:
    cells = [[cell.strip() for cell in _CAPITALISED.split(row) if cell.strip()] for row in rows]
    return cells if len(cells[0]) > 1 and len({len(row) for row in cells}) == 1 else []
