"""A store for one caller who makes a database anew: calls run at once, and all of it is kept at the end, or nothing."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar, cast

from adapters.storage.sqlite.file.connection import new_database, open_database
from adapters.storage.sqlite.readers import only_reading
from adapters.storage.tables.due import DueNote
from adapters.storage.tables.transaction import tables_on
from bot.errors import StoreError
from bot.ports.store import Transaction

P = ParamSpec("P")
T = TypeVar("T")


class AloneStore:
    """Fulfils `bot.ports.store.Store`, without a thread of its own: a hundred thousand calls wait for nobody."""

    def __init__(self, path: Path) -> None:
        """Make a database.

        Raises:
            StoreError: it cannot be made, or is there already.
        """
        if not new_database(path):
            raise StoreError(f"{path} is there already.", hint="Name another file.")
        self._connection = open_database(path, read_only=False, busy_timeout=timedelta(0), unchecked=True)
        self._tables = tables_on(self._connection, DueNote())
        self._connection.execute("BEGIN IMMEDIATE")

    async def call(self, work: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` now: an exception undoes all it did, and is raised here."""
        self._connection.execute("SAVEPOINT call")
        try:
            result = work(self._tables, *args, **kwargs)
        except BaseException:
            self._connection.execute("ROLLBACK TO call")
            raise
        finally:
            self._connection.execute("RELEASE call")
        return result

    async def read(self, work: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work`, which only reads, now: there is nobody whom it could hold up."""
        return cast("T", await self.call(only_reading, work, *args, **kwargs))

    def on_due(self, listener: Callable[[], None]) -> None:
        """Call nobody: who makes all the calls knows when something has become due."""

    async def lost(self) -> StoreError:
        """Wait for ever: nobody else knows of the file."""
        never: asyncio.Future[StoreError] = asyncio.get_running_loop().create_future()
        return await never

    async def close(self) -> None:
        """Keep what was done."""
        self._connection.execute("COMMIT")
        self._connection.close()
