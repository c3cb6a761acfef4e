"""Rows of tables as they are handed out: ready for JSON, whichever part of the database is asked for."""

import sqlite3
from collections.abc import Mapping

from adapters.storage.sqlite.tables.codecs import read_json

#: What is kept as JSON is handed out as what it says.
_JSON_COLUMNS = frozenset(
    {"after", "before", "body", "card", "chosen", "content", "judgement", "messages", "settings", "weekdays", "written"}
)


def plain(row: sqlite3.Row) -> Mapping[str, object]:
    """Give a row by the names of its columns."""
    return {column: _value(column, row[column]) for column in row.keys()}  # noqa: SIM118 - iterating over a Row gives its values


def _value(column: str, value: object) -> object:
    if column not in _JSON_COLUMNS or not isinstance(value, str) or not value:
        return value
    return read_json(value)
