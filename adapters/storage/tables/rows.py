"""Rows of tables as they are handed out: ready for JSON, whichever part of the database is asked for."""

from collections.abc import Mapping

from adapters.storage.tables.codecs import read_json
from adapters.storage.tables.connection import Row

#: What is kept as JSON is handed out as what it says.
_JSON_COLUMNS = frozenset(
    {"after", "before", "body", "card", "chosen", "content", "judgement", "messages", "settings", "weekdays", "written"}
)
#: A name elsewhere.
_JSON_OF_TABLE = frozenset({("sent_packs", "pack")})


def plain(table: str, row: Row) -> Mapping[str, object]:
    """Give a row of a table by the names of its columns."""
    return {column: _value(table, column, row[column]) for column in row.keys()}  # noqa: SIM118 - iterating over a Row gives its values


def _value(table: str, column: str, value: object) -> object:
    is_json = column in _JSON_COLUMNS or (table, column) in _JSON_OF_TABLE
    if not is_json or not isinstance(value, str) or not value:
        return value
    return read_json(value)
