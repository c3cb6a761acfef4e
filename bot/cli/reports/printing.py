"""Figures as a table for people, as CSV and as JSON for programs: the one place in which the command line does that."""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TextIO

#: A pipe has no width: nothing is cut there.
_NO_LIMIT = 100_000


class OutputFormat(StrEnum):
    """How figures are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def plain(value: object) -> object:
    """Give a value for programs: instants and days as ISO 8601, whole seconds; durations in seconds."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return round(value.total_seconds())
    return list(value) if isinstance(value, tuple) else value


def write_json(records: Iterable[Mapping[str, object]], to: TextIO | None = None) -> None:
    """Write records as one JSON array."""
    file = to or sys.stdout
    json.dump(
        [{name: plain(one) for name, one in record.items()} for record in records], file, indent=2, ensure_ascii=False
    )
    file.write("\n")


def write_csv(columns: Sequence[str], records: Iterable[Mapping[str, object]], to: TextIO | None = None) -> None:
    """Write records as CSV: what a spreadsheet would run is defused, lists and objects are JSON."""
    writer = csv.writer(to or sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for record in records:
        writer.writerow([_cell(plain(record.get(column))) for column in columns])


def _cell(value: object) -> object:
    from bot.packs.formulas import defuse  # slow import

    if isinstance(value, (list, Mapping)):
        return defuse(json.dumps(value, ensure_ascii=False))
    return defuse(value) if isinstance(value, str) else value


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
