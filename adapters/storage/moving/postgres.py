"""A database of PostgreSQL's as one side."""

from collections.abc import Iterable, Iterator, Sequence

from psycopg import sql

from adapters.storage.moving.side import MARK, Row, Table
from adapters.storage.postgres.server.connection import Raw
from adapters.storage.postgres.server.database import UPGRADING, is_used
from adapters.storage.postgres.server.errors import storage_errors
from bot.errors import StoreError

#: So many rows are fetched at once.
_FETCHED = 1000
#: What questions are ordered by: the one that was asked last counts.
_AGE = "number"
_TAKING = f"SELECT pg_try_advisory_lock({UPGRADING})"
_IDENTITIES = """
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = '{table}' AND is_identity = 'YES'
"""


class PostgresSide:
    """Fulfils `Side`."""

    def __init__(self, connection: Raw, place: str) -> None:
        """Take a connection that opens no transactions by itself; `place` names it without secrets."""
        self._connection = connection
        self._place = place

    @property
    def place(self) -> str:
        """Name the database."""
        return self._place

    def take(self) -> None:
        """Let whoever starts wait until the connection ends; raise `StoreError` if an Askaday has the database open."""
        [is_free] = self._connection.execute(_TAKING.encode()).fetchone() or (False,)
        if not is_free or is_used(self._connection):
            raise StoreError(f"Another Askaday uses the database {self._place}.", hint="Stop it first.")

    def count(self, table: Table) -> int:
        """Count a table's rows."""
        row = self._connection.execute(f"SELECT count(*) FROM {table.name}".encode()).fetchone()  # noqa: S608 - of the schema
        return 0 if row is None else int(row[0])

    def rows(self, table: Table) -> Iterator[Row]:
        """Give a table's rows in their order; texts are sorted by their bytes, as in SQLite."""
        order = _AGE if table.by_age else ", ".join(table.key)
        statement = f"SELECT {', '.join(table.columns)} FROM {table.name} ORDER BY {order}"  # noqa: S608 - as above
        with (
            storage_errors(self._place),
            self._connection.transaction(),
            self._connection.cursor(name="askaday_moving") as cursor,
        ):
            cursor.itersize = _FETCHED
            cursor.execute(statement.encode())
            for row in cursor:
                yield tuple(row)

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        """Keep rows, all or none."""
        columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), columns)
        with (
            storage_errors(self._place),
            self._connection.transaction(),
            self._connection.cursor() as cursor,
            cursor.copy(statement) as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def empty(self, tables: Iterable[Table]) -> None:
        """Delete all rows of tables."""
        names = ", ".join(table.name for table in tables)
        with storage_errors(self._place):
            self._connection.execute(f"TRUNCATE {names} RESTART IDENTITY".encode())

    def marked(self) -> str | None:
        """Say where what fills it comes from."""
        there = self._connection.execute(f"SELECT to_regclass('{MARK}')".encode()).fetchone()
        if there is None or there[0] is None:
            return None
        row = self._connection.execute(f"SELECT source FROM {MARK}".encode()).fetchone()  # noqa: S608 - a constant
        return None if row is None else str(row[0])

    def mark(self, source: str) -> None:
        """Note where what fills it comes from."""
        with storage_errors(self._place), self._connection.transaction():
            self._connection.execute(f"CREATE TABLE {MARK} (source TEXT NOT NULL)".encode())
            self._connection.execute(f"INSERT INTO {MARK} VALUES ($1)".encode(), (source,))  # noqa: S608 - a constant

    def finish(self, tables: Iterable[Table]) -> None:
        """Let new rows be numbered after those that are there, and the database be used."""
        with storage_errors(self._place), self._connection.transaction():
            for table in tables:
                for (column,) in self._connection.execute(_IDENTITIES.format(table=table.name).encode()).fetchall():
                    self._connection.execute(
                        f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column}'), "  # noqa: S608 - as above
                        f"coalesce(max({column}), 0) + 1, false) FROM {table.name}".encode()
                    )
            self._connection.execute(f"DROP TABLE {MARK}".encode())
