"""Connections to the server as the tables need them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
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
from adapters.storage.postgres.server.gathering import Gathered, can_be_gathered
from adapters.storage.postgres.server.statements import Values, in_order, translated
from adapters.storage.tables.connection import Cursor
from adapters.storage.tables.dialect import POSTGRES, Dialect
from adapters.storage.tables.recalling import Recalled

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
    # Not its `description`: that looks up the types of all columns as well, for each statement anew.
    found = cursor.pgresult
    names = [found.fname(place) or b"" for place in range(found.nfields)] if found else []
    return _row_class(tuple(name.decode() for name in names))


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


class PresumedWronglyError(Exception):
    """A statement did not write what was presumed of it: all that followed may be wrong."""


class _Sent:
    """What a statement will give that was sent without waiting; whoever looks at it waits for its answer."""

    __slots__ = ("_arrived", "_cursor")

    def __init__(self, cursor: "psycopg.Cursor[Any]", arrived: "_Arrived") -> None:
        self._cursor = cursor
        self._arrived = arrived

    @property
    def rowcount(self) -> int:
        """Say how many rows were written."""
        if not self.is_here:
            self._arrived.wait()
        return self._cursor.rowcount

    @property
    def is_here(self) -> bool:
        """Say whether its answer is here."""
        return self._cursor.pgresult is not None

    def fetchone(self) -> Any:
        """Give the next row."""
        try:
            return self._cursor.fetchone()
        except CONFLICTS as error:
            self._arrived.conflict = error
            raise

    def fetchall(self) -> list[Any]:
        """Give the rows that are left."""
        try:
            return self._cursor.fetchall()
        except CONFLICTS as error:
            self._arrived.conflict = error
            raise

    def __iter__(self) -> Iterator[Any]:
        """Go through the rows that are left."""
        return iter(self.fetchall())


class _Arrived:
    """Waits for the answers of what was sent."""

    def __init__(self, pipeline: psycopg.Pipeline) -> None:
        self._pipeline = pipeline
        #: What came in the way of a statement, although nobody may have heard of it.
        self.conflict: psycopg.Error | None = None

    def wait(self) -> None:
        """Wait for all of them.

        Raises:
            psycopg.Error: one of them failed.
        """
        try:
            self._pipeline.sync()
        except CONFLICTS as error:
            self.conflict = error
            raise


class _Held:
    """What a row will give that is sent together with others, if nobody looks at it before."""

    __slots__ = ("_connection", "_sent", "gathered", "row")

    def __init__(self, gathered: Gathered, row: Sequence[Any], connection: "PostgresConnection") -> None:
        self.gathered = gathered
        self.row = row
        self._connection = connection
        self._sent: Cursor | None = None

    @property
    def rowcount(self) -> int:
        """Say how many rows were written."""
        self._sent = self._sent or self._connection.send_alone(self)
        return self._sent.rowcount

    def fetchone(self) -> Any:
        """Give nothing: a row that is kept back gives none."""
        return None

    def fetchall(self) -> list[Any]:
        """Give nothing."""
        return []

    def __iter__(self) -> Iterator[Any]:
        """Give nothing."""
        return iter(())


class PostgresConnection:
    """Fulfils `adapters.storage.tables.connection.Connection`; can be put on a new connection when one is lost."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.recalled = Recalled()
        self._sending: _Arrived | None = None
        #: What was presumed of statements that were sent; None: nothing may be.
        self._presumed: list[tuple[_Sent, int]] | None = None
        #: Rows that are still to be sent, by their statement.
        self._held: dict[str, Gathered] = {}
        #: Whether anything was written since it was set to False.
        self.has_written = False
        #: What came in the way of a statement since it was set to None, although nobody may have heard of it.
        self.conflict: psycopg.Error | PresumedWronglyError | None = None

    @property
    def dialect(self) -> Dialect:
        """Say which database it is."""
        return POSTGRES

    @contextmanager
    def sending(self, *, presuming: bool) -> Iterator[None]:
        """Send statements without waiting for what nobody looks at; at the end all of them are through.

        Raises:
            PresumedWronglyError: what `written` gave was wrong.
            psycopg.Error: one of them failed, which may have been sent long before.
        """
        with self.raw.pipeline() as pipeline:
            self._sending = _Arrived(pipeline)
            self._presumed = [] if presuming else None
            try:
                yield
                self._send_held()
                self._sending.wait()
                self._refuse_wrong()
            except BaseException:
                # What fails once all else fails after, and is said once.
                with suppress(psycopg.Error):
                    pipeline.sync()
                raise
            finally:
                self._sending = self._presumed = None
                self._held.clear()

    def _refuse_wrong(self) -> None:
        if any(sent.rowcount != count for sent, count in self._presumed or ()):
            raise PresumedWronglyError

    def written(self, cursor: Cursor, presumed: int, /) -> int:
        """Say how many rows a statement wrote; what is presumed, where that is not known yet."""
        if isinstance(cursor, _Held):
            cursor.gathered.presumed += presumed
            return presumed
        if self._presumed is None or not isinstance(cursor, _Sent) or cursor.is_here:
            return cursor.rowcount
        self._presumed.append((cursor, presumed))
        return presumed

    def execute(self, statement: str, values: Values = (), /) -> Cursor:
        """Run a statement."""
        self._note(statement)
        if self._presumed is not None:
            if can_be_gathered(statement) and not isinstance(values, Mapping):
                return self._hold(statement, values)
            self._send_held()
        text, names = _encoded(statement)
        cursor = self.raw.cursor()
        with self._noting_conflicts():
            cursor.execute(text, in_order(names, values))
        return cursor if self._sending is None else _Sent(cursor, self._sending)

    def executemany(self, statement: str, values: Iterable[Sequence[Any] | Mapping[str, Any]], /) -> Any:
        """Run a statement once for each of the values."""
        text, names = _encoded(statement)
        rows = [in_order(names, one) for one in values]
        if len(rows) == 1:
            return self.execute(statement, rows[0])
        self._note(statement)
        self._send_held()
        cursor = self.raw.cursor()
        with self._noting_conflicts():
            if rows:
                cursor.executemany(text, rows)
                if self._sending is not None:
                    self._sending.wait()
        return cursor

    def _hold(self, statement: str, row: Sequence[Any]) -> _Held:
        """Keep a row until something else is sent: what is sent keeps its order but for such rows of other tables."""
        if statement not in self._held:
            self._held[statement] = Gathered(statement)
        gathered = self._held[statement]
        gathered.rows.append(row)
        return _Held(gathered, row, self)

    def send_alone(self, held: _Held) -> Cursor:
        """Send what is held, a row last and by itself, so that it can be said of it how many were written."""
        if not held.gathered.rows or held.gathered.rows[-1] is not held.row or self._sending is None:
            # It went with others.
            self.conflict = PresumedWronglyError()
            raise self.conflict
        held.gathered.rows.pop()
        self._send_held()
        cursor = self.raw.cursor()
        with self._noting_conflicts():
            cursor.execute(_encoded(held.gathered.statement)[0], held.row)
        return _Sent(cursor, self._sending)

    def _send_held(self) -> None:
        if not self._held or self._sending is None or self._presumed is None:
            return
        held = list(self._held.values())
        self._held.clear()
        for gathered in held:
            sent = []
            for part in gathered.parts():
                cursor = self.raw.cursor()
                try:
                    with self._noting_conflicts():
                        cursor.execute(part.text, part.values)
                except UnicodeEncodeError as error:
                    # It is another call's, perhaps: where each row is sent by itself it fails there.
                    self.conflict = PresumedWronglyError()
                    raise self.conflict from error
                sent.append((_Sent(cursor, self._sending), part.rows))
            count = len(gathered.rows)
            gathered.rows.clear()
            if gathered.presumed == count:
                self._presumed.extend(sent)
            elif gathered.presumed:
                self.conflict = PresumedWronglyError()
                raise self.conflict

    @property
    def hindrance(self) -> psycopg.Error | PresumedWronglyError | None:
        """Give what came in the way of a statement, although nobody may have heard of it."""
        return self.conflict or (self._sending.conflict if self._sending else None)

    @contextmanager
    def _noting_conflicts(self) -> Iterator[None]:
        try:
            yield
        except CONFLICTS as error:
            self.conflict = error
            raise

    def _note(self, statement: str) -> None:
        self.recalled.note(statement)
        self.has_written = self.has_written or not statement.lstrip().startswith("SELECT")


@lru_cache(maxsize=1024)
def _encoded(statement: str) -> tuple[bytes, tuple[str, ...]]:
    text, names = translated(statement)
    return text.encode(), names
