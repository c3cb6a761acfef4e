"""The store on SQLite: opening, calling, copying, checking, closing."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar, cast

from adapters.storage.batches import Call
from adapters.storage.sqlite.checks import damage
from adapters.storage.sqlite.file.backup import backup_database
from adapters.storage.sqlite.file.connection import MEMORY, new_database, open_database
from adapters.storage.sqlite.file.errors import storage_errors
from adapters.storage.sqlite.file.lock import only_process
from adapters.storage.sqlite.file.presence import OpenFiles
from adapters.storage.sqlite.file.upgrading import kept_before_upgrade
from adapters.storage.sqlite.readers import Readers, only_reading
from adapters.storage.sqlite.worker import Worker
from bot.errors import StoreError
from bot.ports.locks import Locks, LocksAlone
from bot.ports.store import Transaction
from bot.ports.timing import Timing

P = ParamSpec("P")
T = TypeVar("T")


class SqliteStore:
    """Fulfils `bot.ports.store.Store`, `bot.ports.copies.Copies` and `bot.ports.timing.Timed`."""

    #: What names of copies end with.
    ending = ".db"
    #: Only one process opens the file to write to it.
    locks: Locks = LocksAlone()

    def __init__(
        self, worker: Worker, path: Path, held: ExitStack, *, is_new: bool = False, kept: Path | None = None
    ) -> None:
        self._worker = worker
        self._path = path
        self._held = held
        #: None: nothing can be opened beside the worker's connection, or that one only reads anyway.
        self._readers = None if worker.read_only or path == MEMORY else Readers(path)
        self._closed = False
        self.timing = Timing()
        #: Whether there was no database before.
        self.is_new = is_new
        #: The copy of what it was before it was brought up to date; None: it was up to date.
        self.kept = kept

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        read_only: bool = False,
        unchecked: bool = False,
        busy_timeout: timedelta = timedelta(seconds=5),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> "SqliteStore":
        """Open a database file, or ":memory:"; a missing one is created with its folder and brought up to date.

        An older one is copied before that, to a file beside it.
        One process at a time may open it for writing. With `read_only` it is opened beside that one. Unless `unchecked`
        it is looked through for damage, for a few seconds at most.

        Raises:
            StoreError: it cannot be used; the sentence says why. What was there is as it was.
        """
        path = Path(path)
        is_new = False
        kept: list[Path] = []

        def keep() -> None:
            if path != MEMORY:
                kept.append(kept_before_upgrade(path))

        with ExitStack() as held:
            if not read_only and path != MEMORY:
                with storage_errors(path):
                    path.parent.mkdir(parents=True, exist_ok=True)
                held.enter_context(only_process(path))
                is_new = new_database(path)
            connection = open_database(
                path,
                read_only=read_only,
                busy_timeout=busy_timeout,
                unchecked=unchecked,
                before_upgrade=keep,
            )
            files = None if read_only or path == MEMORY else OpenFiles(path, monotonic)
            worker = Worker(connection, path, read_only=read_only, files=files)
            return cls(worker, path, held.pop_all(), is_new=is_new, kept=next(iter(kept), None))

    async def call(self, work: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` in a savepoint of its own, and answer once it is durable."""
        if self._closed:
            raise StoreError("The database was closed.")
        call, began = Call(work, args, kwargs, asyncio.get_running_loop()), time.perf_counter()
        self._worker.submit(call)
        try:
            return cast("T", await call.future)
        finally:
            self.timing.add(time.perf_counter() - began)

    async def read(self, work: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work`, which only reads, on a connection beside that of calls, and on what is durable when it begins."""
        if self._readers is None:
            return cast("T", await self.call(only_reading, work, *args, **kwargs))
        if self._closed:
            raise StoreError("The database was closed.")
        return cast("T", await self._readers.run(work, args, kwargs))

    async def backup(self, target: str) -> None:
        """Write a consistent copy; calls go on meanwhile."""
        await asyncio.to_thread(backup_database, self._path, Path(target))

    async def check(self) -> Sequence[str]:
        """Look for damage of the file, of references and of derived sums."""
        return await self.read(damage)

    def on_due(self, listener: Callable[[], None]) -> None:
        """Call the listener after a commit that wrote a due instant, once for all calls that shared it."""
        self._worker.listen(listener)

    async def lost(self) -> StoreError:
        """Wait until nothing more can be written, whatever is tried, and say why."""
        return await asyncio.shield(asyncio.wrap_future(self._worker.lost))

    async def close(self) -> None:
        """Finish what was asked for, close the database, and let another process have it."""
        if not self._closed:
            self._closed = True
            if self._readers is not None:
                # The last one to close brings the log into the file, which a reader cannot.
                await self._readers.stop()
            await self._worker.stop()
            self._held.close()
