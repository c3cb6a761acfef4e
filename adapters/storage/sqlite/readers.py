"""Connections beside the worker's that only read: each of what was durable when it began, and none holds up a call."""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, cast

from adapters.storage.sqlite.file.connection import SqliteConnection, connect
from adapters.storage.sqlite.file.errors import storage_errors
from adapters.storage.tables.due import DueNote
from adapters.storage.tables.transaction import SqlTransaction, tables_on
from bot.errors import StoreError
from bot.ports.store import Transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

#: So much is read at once: a large report must not keep everybody else's figures waiting.
_AT_ONCE = 2
#: Readers wait only while the log is brought into the file and begun anew.
_TIMEOUT = timedelta(seconds=5)


class Readers:
    """Runs work on connections of its own, which are opened when they are needed first."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="askaday-reader")
        self._idle: SimpleQueue[SqlTransaction[SqliteConnection]] = SimpleQueue()

    async def run(self, work: Callable[..., object], args: tuple[object, ...], kwargs: Mapping[str, object]) -> object:
        """Run `work` on what is durable now; later commits change nothing of what it sees."""
        return await asyncio.wrap_future(self._threads.submit(self._read, work, args, kwargs))

    async def stop(self) -> None:
        """Finish what was asked for and close the connections."""
        await asyncio.to_thread(self._threads.shutdown)
        with suppress(Empty):
            while True:
                self._idle.get_nowait().connection.close()

    def _read(self, work: Callable[..., object], args: tuple[object, ...], kwargs: Mapping[str, object]) -> object:
        with storage_errors(self._path):
            tables = self._taken()
            connection = tables.connection
            try:
                connection.execute("BEGIN")
                try:
                    return only_reading(tables, work, *args, **kwargs)
                finally:
                    if connection.in_transaction:  # a failing disk ends it by itself
                        connection.execute("ROLLBACK")
            finally:
                self._idle.put(tables)

    def _taken(self) -> SqlTransaction[SqliteConnection]:
        with suppress(Empty):
            return self._idle.get_nowait()
        connection = connect(self._path, read_only=True, busy_timeout=_TIMEOUT)
        connection.execute("PRAGMA temp_store = MEMORY")
        return tables_on(connection, DueNote())


def only_reading(transaction: Transaction, /, work: Callable[..., object], *args: object, **kwargs: object) -> object:
    """Run work that must not write, whatever the connection may do.

    Raises:
        StoreError: it wrote, or tried to.
    """
    with _query_only(cast("SqlTransaction[SqliteConnection]", transaction).connection):
        try:
            return work(transaction, *args, **kwargs)
        except StopIteration as error:  # futures refuse it: it would end the caller's own iteration
            raise RuntimeError("The work raised StopIteration.") from error
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
                raise StoreError("What only reads tried to write; nothing was kept.") from error
            raise


@contextmanager
def _query_only(connection: sqlite3.Connection) -> "Iterator[None]":
    connection.execute("PRAGMA query_only = ON")
    try:
        yield
    finally:
        connection.execute("PRAGMA query_only = OFF")
