"""The one thread that owns the connection: calls that wait share a transaction and its commit."""

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from adapters.storage.batches import BatchWorker, Call
from adapters.storage.sqlite.file.connection import SqliteConnection
from adapters.storage.sqlite.file.errors import storage_errors, translated
from adapters.storage.sqlite.file.presence import OpenFiles
from adapters.storage.tables.due import DueNote
from adapters.storage.tables.transaction import tables_on
from bot.errors import StoreError


class Worker(BatchWorker):
    """Runs calls one after another on one connection, each in a savepoint."""

    def __init__(
        self, connection: SqliteConnection, path: Path, *, read_only: bool, files: OpenFiles | None = None
    ) -> None:
        """With `files` every write looks whether they are still those at their paths."""
        super().__init__()
        self._connection = connection
        self._path = path
        self.read_only = read_only
        self._files = files
        # Reading and then writing in a deferred transaction fails at once if another connection wrote in between.
        self._begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"
        self._due = DueNote()
        self._tables = tables_on(connection, self._due)
        self.start()

    def _commit(self, batch: Sequence[Call]) -> bool:
        with storage_errors(self._path):
            return self._kept(batch)

    def _recover(self) -> None:
        # Whoever waits is answered all the same; the next transaction tries again before it begins.
        with suppress(sqlite3.Error):
            self._roll_back()

    def _close(self) -> None:
        self._connection.close()

    def _kept(self, batch: Sequence[Call]) -> bool:
        """Run the calls in one transaction and say whether one of them wrote a due instant."""
        due = False
        self._refuse_lost()
        self._roll_back()
        self._connection.execute(self._begin)
        for call in batch:
            due |= self._attempt(call)
        self._connection.execute("COMMIT")
        if self._due.erased:
            self._due.erased = not self._emptied_log()
        return due

    def _emptied_log(self) -> bool:
        """Bring the log into the file and empty it; False: that is for the next commit.

        Somebody may read from it, or the disk be full: what was committed is kept all the same.
        """
        waits = self._connection.execute("PRAGMA busy_timeout").fetchone()[0]
        # A large report may take seconds, in which nobody else would be served.
        self._connection.execute("PRAGMA busy_timeout = 0")
        is_busy = True
        with suppress(sqlite3.Error):
            is_busy, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        self._connection.execute(f"PRAGMA busy_timeout = {waits}")
        return not is_busy

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
