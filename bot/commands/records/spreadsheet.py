"""Records as CSV, for spreadsheets and programs: files that chats send, and what the command line prints."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TextIO

from bot.packs.formulas import defuse

_LINE_END = re.compile(r"\r\n?")


def plain(value: object) -> object:
    """Give a value for programs: instants and days as ISO 8601, whole seconds; durations in seconds."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return round(value.total_seconds())
    return list(value) if isinstance(value, tuple) else value


def write_csv(columns: Sequence[str], records: Iterable[Mapping[str, object]], to: TextIO) -> None:
    """Write records as CSV: what a spreadsheet would run is defused, lists and objects are JSON."""
    writer = csv.writer(to, lineterminator="\n")
    # Python before 3.13 quotes no lone carriage return, which ends a line for whoever reads it.
    quoting = csv.writer(to, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    for record in records:
        cells = [_cell(plain(record.get(column))) for column in columns]
        (quoting if any("\r" in str(cell) for cell in cells) else writer).writerow(cells)


def _cell(value: object) -> object:
    if isinstance(value, (list, Mapping)):
        return defuse(json.dumps(value, ensure_ascii=False))
    # A carriage return by itself ends a row for a spreadsheet, and the writer puts no quotes around it.
    return defuse("\n".join(_LINE_END.split(value))) if isinstance(value, str) else value


def csv_text(records: Sequence[Mapping[str, object]]) -> str:
    """Give records, at least one, as CSV; the first says which columns there are."""
    file = io.StringIO()
    write_csv(list(records[0]), records, file)
    return file.getvalue()
