"""Rows as CSV that a spreadsheet opens without running anything."""

import io
from collections.abc import Iterable, Mapping, Sequence

from bot.commands.records.spreadsheet import write_csv


def rows_of(columns: Sequence[str], records: Iterable[Mapping[str, object]]) -> list[list[object]]:
    """Give records as rows, the names of their columns first, also where there is none."""
    return [list(columns), *([one[name] for name in columns] for one in records)]


def csv_text(rows: Sequence[Sequence[object]]) -> str:
    """Write rows, the first being the names of columns, as CSV."""
    names = [str(name) for name in rows[0]]
    written = io.StringIO()
    write_csv(names, (dict(zip(names, row, strict=True)) for row in rows[1:]), written)
    return written.getvalue()
