"""The one thread that owns the connection: calls that wait share a transaction and its commit."""

import asyncio
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from adapters.storage.sqlite.file.connection import SqliteConnection
from adapters.storage.sqlite.file.errors import storage_errors, translated
from adapters.storage.sqlite.file.presence import OpenFiles
from adapters.storage.tables.due import DueNote
from adapters.storage.tables.transaction import tables_on
from bot.errors import StoreError

#: Calls that share one commit at most: bounds how long the first of them waits for its answer.
BATCH = 256


class Call:
    """Work that somebody waits for."""

    __slots__ = ("args", "error", "future", "kwargs", "loop", "result", "work")

    def __init__(
        self,
        work: Callable[..., object],
        args: tuple[object, ...],
        kwargs: Mapping[str, object],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self.work = work
        self.args = args
        self.kwargs = kwargs
        self.loop = loop
        self.future: asyncio.Future[object] = loop.create_future()
        self.result: object = None
        self.error: BaseException | None = None

    def fail(self, error: StoreError) -> None:
        """Let the caller know that nothing was kept; an error of the call's own says more."""
        if self.error is None:
            self.error = StoreError(error.message, hint=error.hint)
            self.error.__cause__ = error


class Worker:
    """Runs calls one after another; what waits while a transaction runs is the next transaction."""

    def __init__(
        self, connection: SqliteConnection, path: Path, *, read_only: bool, files: OpenFiles | None = None
    ) -> None:
        """With `files` every write looks whether they are still those at their paths."""
        self._connection = connection
        self._path = path
        self.read_only = read_only
        self._files = files
        #: Why nothing more can be written, once that is so.
        self.lost: Future[StoreError] = Future()
        # Reading and then writing in a deferred transaction fails at once if another connection wrote in between.
        self._begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"
        self._due = DueNote()
        self._tables = tables_on(connection, self._due)
        self._calls: SimpleQueue[Call | None] = SimpleQueue()
        self._listeners: list[Callable[[], None]] = []
        self._thread = Thread(target=self._run, name="askaday-store", daemon=True)
        self._thread.start()

    def submit(self, call: Call) -> None:
        """Take a call; its future gets the answer once it is durable."""
        self._calls.put(call)

    def listen(self, listener: Callable[[], None]) -> None:
        """Call the listener on the event loop of a caller after a commit that wrote a due instant."""
        self._listeners.append(listener)

    async def stop(self) -> None:
        """Finish what was submitted and close the connection."""
        self._calls.put(None)
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        more = True
        while more:
            batch, more = self._next_batch()
            if batch:
                self._serve(batch)
        self._connection.close()

    def _next_batch(self) -> tuple[list[Call], bool]:
        """Wait for a call, and take all that wait behind it; False: there will be no more."""
        batch: list[Call] = []
        call = self._calls.get()
        with suppress(Empty):
            while call is not None:
                batch.append(call)
                if len(batch) == BATCH:
                    return batch, True
                call = self._calls.get_nowait()
        return batch, call is not None

    def _serve(self, batch: Sequence[Call]) -> None:
        due = False
        try:
            with storage_errors(self._path):
                due = self._commit(batch)
        except StoreError as error:
            for call in batch:
                call.fail(error)
            # Whoever waits is answered all the same; the next transaction tries again before it begins.
            with suppress(sqlite3.Error):
                self._roll_back()
        _release(batch, self._listeners if due else ())

    def _commit(self, batch: Sequence[Call]) -> bool:
        """Run the calls in one transaction and say whether one of them wrote a due instant."""
        due = False
        self._refuse_lost()
        self._roll_back()
        self._connection.execute(self._begin)
        for call in batch:
            due |= self._attempt(call)
        self._connection.execute("COMMIT")
        if self._due.erased:
            self._due.erased = False
            # A reader in the middle of something holds it up: it is gone with the next one, or with the process.
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return due

    def _refuse_lost(self) -> None:
        """Raise `StoreError` from the moment on in which the file is no longer the one at its path."""
        missing = None if self.lost.done() or self._files is None else self._files.missing()
        if missing is not None:
            self.lost.set_result(missing)
        if self.lost.done():
            raise self.lost.result()

    def _roll_back(self) -> None:
        """End a transaction that failed; on a full or failing disk SQLite may have done so by itself."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _attempt(self, call: Call) -> bool:
        if call.future.cancelled():
            return False
        self._due.raised = False
        self._connection.execute("SAVEPOINT call")
        try:
            call.result = call.work(self._tables, *call.args, **call.kwargs)
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is raised where the caller waits
            call.error = translated(error, self._path)
            self._undo(error)
            return False
        self._connection.execute("RELEASE call")
        return self._due.raised

    def _undo(self, error: BaseException) -> None:
        if not self._connection.in_transaction:
            # SQLite gave up the whole transaction: nothing of the batch is kept, as after a failed commit.
            raise StoreError(str(translated(error, self._path))) from error
        self._connection.execute("ROLLBACK TO call")
        self._connection.execute("RELEASE call")


def _release(batch: Sequence[Call], listeners: Sequence[Callable[[], None]]) -> None:
    """Hand the answers to the event loops that wait for them."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Call]] = defaultdict(list)
    for call in batch:
        by_loop[call.loop].append(call)
    for loop, calls in by_loop.items():
        with suppress(RuntimeError):  # the loop was closed: nobody waits any more
            loop.call_soon_threadsafe(_answer, calls)
    with suppress(RuntimeError):
        for listener in listeners:
            batch[0].loop.call_soon_threadsafe(listener)


def _answer(calls: Sequence[Call]) -> None:
    for call in calls:
        if call.future.done():  # the caller was cancelled meanwhile
            continue
        if call.error is None:
            call.future.set_result(call.result)
        elif isinstance(call.error, StopIteration):  # futures refuse it: it would end the caller's own iteration
            call.future.set_exception(RuntimeError("The work raised StopIteration."))
        else:
            call.future.set_exception(call.error)
