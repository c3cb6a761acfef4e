"""Figures as a table for people, and as JSON for programs: the one place in which the command line does that."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TextIO

from bot.commands.records import spreadsheet
from bot.commands.records.spreadsheet import plain

#: A pipe has no width: nothing is cut there.
_NO_LIMIT = 100_000


class OutputFormat(StrEnum):
    """How figures are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def write_json(records: Iterable[Mapping[str, object]], to: TextIO | None = None) -> None:
    """Write records as one JSON array."""
    file = to or sys.stdout
    json.dump(
        [{name: plain(one) for name, one in record.items()} for record in records], file, indent=2, ensure_ascii=False
    )
    file.write("\n")


def write_csv(columns: Sequence[str], records: Iterable[Mapping[str, object]], to: TextIO | None = None) -> None:
    """Write records as CSV."""
    spreadsheet.write_csv(columns, records, to or sys.stdout)


def print_table(headings: Sequence[str], lines: Iterable[Sequence[str]], numeric: Iterable[int] = ()) -> None:
    """Print a table; what people are called cannot steer the terminal.

    Args:
        headings: one a column.
        lines: texts, one a column.
        numeric: indices of the columns that hold numbers.
    """
    # slow imports
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from bot.domain.text import one_line

    table = Table(box=None, pad_edge=False)
    right = frozenset(numeric)
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number in right else "left")
    for line in lines:
        table.add_row(*(Text(one_line(cell)) for cell in line))
    Console(width=None if sys.stdout.isatty() else _NO_LIMIT).print(table)
