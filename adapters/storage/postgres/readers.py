"""Connections beside the worker's that only read: each of what was durable when it began, and none holds up a call."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from psycopg import errors
from psycopg_pool import ConnectionPool

from adapters.storage.postgres.server.connection import CONNECT_TIMEOUT, NAME, PostgresConnection, prepare
from adapters.storage.postgres.server.errors import storage_errors
from adapters.storage.tables.due import DueNote
from adapters.storage.tables.transaction import tables_on
from bot.errors import StoreError

#: So much is read at once: a large report must not keep everybody else's figures waiting.
_AT_ONCE = 4
_BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class Readers:
    """Runs work on connections of a pool, which are opened when they are needed first."""

    def __init__(self, url: str, place: str, owner: str) -> None:
        self._place = place
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="askaday-reader")
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
            check=ConnectionPool.check_connection,
            timeout=CONNECT_TIMEOUT,
            name="askaday-readers",
        )

    async def run(self, work: Callable[..., object], args: tuple[object, ...], kwargs: Mapping[str, object]) -> object:
        """Run `work` on what is durable now; later commits change nothing of what it sees."""
        return await asyncio.wrap_future(self._threads.submit(self._read, work, args, kwargs))

    async def stop(self) -> None:
        """Finish what was asked for and close the connections."""
        await asyncio.to_thread(self._threads.shutdown)
        await asyncio.to_thread(self._pool.close)

    def _read(self, work: Callable[..., object], args: tuple[object, ...], kwargs: Mapping[str, object]) -> object:
        with storage_errors(self._place):
            self._pool.open()
            with self._pool.connection() as raw:
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
