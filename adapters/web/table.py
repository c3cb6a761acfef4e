"""Rows as CSV that a spreadsheet opens without running anything."""

import io
from collections.abc import Iterable, Mapping, Sequence

from bot.commands.records.spreadsheet import write_csv


def rows_of(records: Iterable[Mapping[str, object]]) -> list[list[object]]:
    """Give records as rows, their names first."""
    every = list(records)
    return [list(every[0]), *(list(one.values()) for one in every)] if every else [[]]


def csv_text(rows: Sequence[Sequence[object]]) -> str:
    """Write rows, the first being the names of columns, as CSV."""
    names = [str(name) for name in rows[0]]
    written = io.StringIO()
    write_csv(names, (dict(zip(names, row, strict=True)) for row in rows[1:]), written)
    return written.getvalue()
