"""Connections beside the worker's that only read: each of what was durable when it began, and none holds up a call."""

import asyncio
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

from psycopg import Error, errors
from psycopg_pool import ConnectionPool

from adapters.storage.postgres.server.connection import CONNECT_TIMEOUT, NAME, PostgresConnection, Raw, prepare
from adapters.storage.postgres.server.errors import storage_errors
from adapters.storage.tables.due import DueNote
from adapters.storage.tables.transaction import tables_on
from bot.errors import StoreError

#: So much is read at once: a large report must not keep everybody else's figures waiting.
_AT_ONCE = 4
#: Seconds after which it is looked whether what was cancelled has ended.
_LOOK = 0.2
_BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class Readers:
    """Runs work on connections of a pool, which are opened when they are needed first."""

    def __init__(self, url: str, place: str, owner: str) -> None:
        self._place = place
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="askaday-reader")
        #: The connections whose answers are waited for just now.
        self._reading: set[Raw] = set()
        self._pool: ConnectionPool[Any] = ConnectionPool(
            url,
            min_size=0,
            max_size=_AT_ONCE,
            open=False,
            kwargs={
                "autocommit": True,
                "application_name": f"{NAME}{owner}",
                "connect_timeout": CONNECT_TIMEOUT,
            },
            configure=prepare,
            check=self._check,
            timeout=CONNECT_TIMEOUT,
            name="askaday-readers",
        )

    @contextmanager
    def _noted(self, raw: Raw) -> Iterator[None]:
        self._reading.add(raw)
        try:
            yield
        finally:
            self._reading.discard(raw)

    async def run(self, work: Callable[..., object], args: tuple[object, ...], kwargs: Mapping[str, object]) -> object:
        """Run `work` on what is durable now; later commits change nothing of what it sees."""
        return await asyncio.wrap_future(self._threads.submit(self._read, work, args, kwargs))

    async def stop(self, patience: float) -> None:
        """Finish what was asked for and close the connections; what takes longer than so many seconds is given up.

        Where the server does not even take that, it is given as long again.
        """
        ending = asyncio.create_task(asyncio.to_thread(self._threads.shutdown))
        await asyncio.wait({ending}, timeout=patience)
        # From now on there are no connections, also for who waits for one.
        closing = asyncio.create_task(asyncio.to_thread(self._pool.close, patience))
        # No process ends before these threads, and they wait for their answers; one may just have begun.
        while not ending.done():
            await asyncio.gather(*(asyncio.to_thread(_give_up, raw, patience) for raw in list(self._reading)))
            await asyncio.wait({ending}, timeout=_LOOK)
        await asyncio.gather(ending, closing)

    def _check(self, raw: Raw) -> None:
        with self._noted(raw):
            ConnectionPool.check_connection(raw)

    def _read(self, work: Callable[..., object], args: tuple[object, ...], kwargs: Mapping[str, object]) -> object:
        with storage_errors(self._place):
            self._pool.open()
            with self._pool.connection() as raw, self._noted(raw):
                connection = PostgresConnection(raw)
                connection.execute(_BEGIN)
                try:
                    return work(tables_on(connection, DueNote()), *args, **kwargs)
                except StopIteration as error:  # futures refuse it: it would end the caller's own iteration
                    raise RuntimeError("The work raised StopIteration.") from error
                except errors.ReadOnlySqlTransaction as error:
                    raise StoreError("What only reads tried to write; nothing was kept.") from error
                finally:
                    if not raw.broken:
                        connection.execute("ROLLBACK")


def _give_up(raw: Raw, patience: float) -> None:
    """Have what is read on a connection end: by the server, or where that does not even hear of it, by cutting it."""
    try:
        raw.cancel_safe(timeout=patience)
    except Error:
        # A copy of the file's number: closing it leaves the connection to the thread that waits on it.
        with suppress(Error, OSError), socket.socket(fileno=os.dup(raw.fileno())) as cut:
            cut.shutdown(socket.SHUT_RDWR)
