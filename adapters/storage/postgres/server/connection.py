"""Connections to the server as the tables need them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeAlias

import psycopg
from psycopg import RawCursor
from psycopg._cursor_base import BaseCursor
from psycopg.abc import Buffer
from psycopg.adapt import AdaptersMap, Dumper, Loader
from psycopg.types.numeric import FloatDumper, Int8Dumper
from psycopg.types.string import StrDumper

from adapters.storage.postgres.server.errors import CONFLICTS
from adapters.storage.postgres.server.statements import Values, in_order, translated
from adapters.storage.tables.dialect import POSTGRES, Dialect

#: Seconds after which a server that does not answer is not there.
CONNECT_TIMEOUT = 10
#: What the names of connections begin with; after it comes the name of the process as its claims have it.
NAME = "askaday-"


class Row(tuple[Any, ...]):
    """A row whose values are found by name, too; each list of columns has a class of its own."""

    __slots__ = ()
    columns: tuple[str, ...] = ()
    places: Mapping[str, int] = {}

    def __getitem__(self, key: Any) -> Any:
        """Give a value by the place or the name of its column."""
        return tuple.__getitem__(self, self.places[key] if isinstance(key, str) else key)

    def keys(self) -> list[str]:
        """Give the names of the columns."""
        return list(self.columns)


@lru_cache(maxsize=512)
def _row_class(columns: tuple[str, ...]) -> type[Row]:
    # As in SQLite, the first of several columns with a name is the one that is found by it.
    places = {name: place for place, name in reversed(list(enumerate(columns)))}
    return type("Row", (Row,), {"__slots__": (), "columns": columns, "places": places})


def _rows(cursor: BaseCursor[Any, Any]) -> Any:
    found = cursor.description
    return _row_class(tuple(column.name for column in found) if found else ())


class _Flag(Dumper):
    """What is true or false stands as 1 or 0 in the tables."""

    oid = Int8Dumper.oid

    def dump(self, obj: bool) -> Buffer:
        return b"1" if obj else b"0"


#: PostgreSQL keeps no NUL in a text: this sign, which is no character, and a letter stand for it, and for themselves.
_MARK = "\ufdd0"


class _Text(StrDumper):
    def dump(self, obj: str) -> Buffer | None:
        if "\0" in obj or _MARK in obj:
            obj = obj.replace(_MARK, f"{_MARK}m").replace("\0", f"{_MARK}n")
        return super().dump(obj)


class _Read(Loader):
    def load(self, data: Buffer) -> str:
        text = str(data, "utf-8")
        return text.replace(f"{_MARK}n", "\0").replace(f"{_MARK}m", _MARK) if _MARK in text else text


class _Sum(Loader):
    """Sums and means of whole numbers, which PostgreSQL gives as decimal numbers."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data)
        return float(text) if b"." in text else int(text)


def _adapt(adapters: AdaptersMap) -> None:
    adapters.register_dumper(int, Int8Dumper)
    adapters.register_dumper(float, FloatDumper)
    adapters.register_dumper(bool, _Flag)
    adapters.register_dumper(str, _Text)
    adapters.register_loader("numeric", _Sum)
    adapters.register_loader("text", _Read)


Raw: TypeAlias = "psycopg.Connection[Any]"


def connect(url: str, *, name: str, timeout: int = CONNECT_TIMEOUT) -> Raw:
    """Connect; transactions are opened by hand. `name` is the process's, which others see.

    Raises:
        psycopg.Error: the server is not there or refuses.
    """
    connection = psycopg.connect(
        url, autocommit=True, application_name=f"{NAME}{name}", connect_timeout=timeout, row_factory=_rows
    )
    prepare(connection)
    return connection


def prepare(connection: Raw) -> None:
    """Set a connection up."""
    connection.cursor_factory = RawCursor
    connection.row_factory = _rows
    _adapt(connection.adapters)


class PostgresConnection:
    """Fulfils `adapters.storage.tables.connection.Connection`; can be put on a new connection when one is lost."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        #: Whether anything was written since it was set to False.
        self.has_written = False
        #: What came in the way of a statement since it was set to None, although nobody may have heard of it.
        self.conflict: psycopg.Error | None = None

    @property
    def dialect(self) -> Dialect:
        """Say which database it is."""
        return POSTGRES

    def execute(self, statement: str, values: Values = (), /) -> "psycopg.Cursor[Any]":
        """Run a statement."""
        text, names = translated(statement)
        self._note(text)
        cursor = self.raw.cursor()
        with self._noting_conflicts():
            return cursor.execute(text.encode(), in_order(names, values))

    def executemany(self, statement: str, values: Iterable[Sequence[Any] | Mapping[str, Any]], /) -> Any:
        """Run a statement once for each of the values."""
        text, names = translated(statement)
        self._note(text)
        cursor = self.raw.cursor()
        rows = [in_order(names, one) for one in values]
        with self._noting_conflicts():
            if len(rows) == 1:
                cursor.execute(text.encode(), rows[0])
            elif rows:
                cursor.executemany(text.encode(), rows)
        return cursor

    @contextmanager
    def _noting_conflicts(self) -> Iterator[None]:
        try:
            yield
        except CONFLICTS as error:
            self.conflict = error
            raise

    def _note(self, text: str) -> None:
        self.has_written = self.has_written or not text.lstrip().startswith("SELECT")
