"""A file of SQLite's as one side; its schema says what there is to move."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from graphlib import TopologicalSorter
from pathlib import Path

from adapters.storage.moving.side import MARK, Row, Table
from adapters.storage.sqlite.file.errors import storage_errors

#: The file's own: which steps it went through, how questions are found, what SQLite keeps for itself, and what triggers
#: note while the other side is filled.
_OWN = ("sqlite_", "_sqlite_migrations", "past_fts", "last_writes", MARK)
#: Of questions the one that was asked last counts.
_BY_AGE = frozenset({"questions"})


class SqliteSide:
    """Fulfils `Side`."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Take a connection that opens no transactions by itself."""
        self._connection = connection
        self._path = path
        connection.row_factory = None

    @property
    def place(self) -> str:
        """Name the file."""
        return str(self._path.resolve())

    def tables(self) -> Sequence[Table]:
        """Give the tables, those that others refer to first."""
        found = self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        names = [name for (name,) in found.fetchall() if not name.startswith(_OWN)]
        refers = {
            name: {row[2] for row in self._connection.execute(f"PRAGMA foreign_key_list({name})")} - {name}
            for name in names
        }
        return [self._table(name) for name in TopologicalSorter(refers).static_order()]

    def count(self, table: Table) -> int:
        """Count a table's rows."""
        [count] = self._connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()  # noqa: S608 - of the schema
        return int(count)

    def rows(self, table: Table) -> Iterator[Row]:
        """Give a table's rows in their order."""
        for row in self._connection.execute(f"SELECT {_columns(table)} FROM {table.name} ORDER BY {_order(table)}"):  # noqa: S608 - as above
            yield tuple(row)

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        """Keep rows, all or none."""
        values = ", ".join("?" * len(table.columns))
        with self._transaction():
            self._connection.executemany(f"INSERT INTO {table.name} ({_columns(table)}) VALUES ({values})", rows)  # noqa: S608 - as above

    def empty(self, tables: Iterable[Table]) -> None:
        """Delete all rows of tables."""
        with self._transaction():
            for table in tables:
                self._connection.execute(f"DELETE FROM {table.name}")  # noqa: S608 - as above

    def marked(self) -> str | None:
        """Say where what fills it comes from."""
        with suppress(sqlite3.OperationalError):
            row = self._connection.execute(f"SELECT source FROM {MARK}").fetchone()  # noqa: S608 - a constant
            return None if row is None else str(row[0])
        return None

    def mark(self, source: str) -> None:
        """Note where what fills it comes from."""
        with self._transaction():
            self._connection.execute(f"CREATE TABLE {MARK} (source TEXT NOT NULL) STRICT")
            self._connection.execute(f"INSERT INTO {MARK} VALUES (?)", (source,))  # noqa: S608 - a constant

    def finish(self, tables: Iterable[Table]) -> None:  # noqa: ARG002 - ids go on by themselves
        """Let it be a database like any other."""
        self._connection.execute(f"DROP TABLE {MARK}")

    def _table(self, name: str) -> Table:
        columns = self._connection.execute(f"PRAGMA table_xinfo({name})").fetchall()
        kept = [(column, place) for _, column, _, _, _, place, hidden in columns if not hidden]
        key = sorted((place, column) for column, place in kept if place)
        names = tuple(column for column, _ in kept)
        return Table(name, names, tuple(column for _, column in key), by_age=name in _BY_AGE)

    def _transaction(self) -> "_Transaction":
        return _Transaction(self._connection, self._path)


class _Transaction:
    """All or none of what is done inside; what SQLite refuses is said as everywhere."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._errors = storage_errors(path)

    def __enter__(self) -> None:
        self._errors.__enter__()
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if self._connection.in_transaction:
            self._connection.execute("COMMIT" if error is None else "ROLLBACK")
        self._errors.__exit__(kind, error, trace)  # type: ignore[arg-type]  # a traceback


def _columns(table: Table) -> str:
    return ", ".join(table.columns)


def _order(table: Table) -> str:
    return "rowid" if table.by_age else ", ".join(table.key)
