"""The thread that writes: calls that wait share a serializable transaction, which other processes' may stand beside.

What a transaction decided on may have changed under it: PostgreSQL finds that out and gives it up, and it is run again.
Work is pure but for its transaction (docs/architecture.md, data flow 9), so that it may be.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from enum import Enum, auto

import psycopg

from adapters.storage.batches import BatchWorker, Call
from adapters.storage.postgres.server.connection import PostgresConnection, PresumedWronglyError, Raw
from adapters.storage.postgres.server.errors import (
    CONFLICTS,
    is_gone,
    refuses_for_good,
    storage_errors,
    translated,
)
from adapters.storage.tables.due import DueNote
from adapters.storage.tables.transaction import tables_on
from bot.errors import StoreError

#: What processes tell each other that something may have become due by.
CHANNEL = "askaday_due"
#: Every transaction holds it together with the others; one that was given up so often holds it alone, and cannot be.
_TURN = 4_127_511
_TOGETHER = 5
#: Of a batch in which so many calls failed the others are run one by one.
_FAILURES = 3
_BEGIN = "BEGIN ISOLATION LEVEL SERIALIZABLE"
#: The number of a transaction that wrote, and what became of one; since PostgreSQL 13.
_NUMBER = "SELECT CAST(pg_current_xact_id_if_assigned() AS TEXT)"
_STATUS = "SELECT pg_xact_status(CAST(? AS xid8))"
#: Ends what still waits, on a connection that was cut, for a commit that never comes.
_LET_GO = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_xid = CAST(CAST(? AS xid8) AS xid)"
#: Seconds between two looks at a transaction that the server has not ended yet, and for which they go on.
_LOOK, _LOOKED = 0.05, 30.0
#: Seconds for which a server may be away before it is said to be lost.
PATIENCE = 600.0


class _FailedCall(Exception):  # noqa: N818 - says what to do, not what is wrong
    """A call failed after it had written: the transaction is to be begun anew without it."""

    def __init__(self, call: Call) -> None:
        super().__init__()
        self.call = call


class _Haste(Enum):
    """When the server's answer to a statement is waited for."""

    WAITING = auto()
    #: Where somebody looks at it.
    SENDING = auto()
    #: Where somebody looks at it and there is nothing to presume.
    PRESUMING = auto()


class _UnclearError(Exception):
    """A statement that nobody waited for failed: which call it was of is seen where each is waited for."""


class Worker(BatchWorker):
    """Runs calls one after another on one connection, which is made anew when it is lost."""

    def __init__(
        self, connect: Callable[[], Raw], raw: Raw, place: str, owner: str, *, patience: float = PATIENCE
    ) -> None:
        """`place` names the database in sentences, `owner` the process in what it claims. `patience` is in seconds."""
        super().__init__()
        self._connect = connect
        self._place = place
        self._owner = owner
        self._patience = patience
        self._away_since: float | None = None
        self._due = DueNote()
        self._connection = PostgresConnection(raw)
        self._tables = tables_on(self._connection, self._due, owner)
        self.start()

    def _commit(self, batch: Sequence[Call]) -> bool:
        with storage_errors(self._place):
            return self._kept_apart(batch)

    def _recover(self) -> None:
        """Do nothing: every attempt has rolled back already."""

    def _close(self) -> None:
        self._connection.raw.close()

    def _kept_apart(self, batch: Sequence[Call]) -> bool:
        """Keep what the calls did, without those that fail, and say whether one of them wrote a due instant."""
        left = list(batch)
        for _ in range(_FAILURES):
            try:
                return self._kept(left)
            except _FailedCall as failed:
                left.remove(failed.call)
        due = False
        for place, call in enumerate(left):
            try:
                with storage_errors(self._place), suppress(_FailedCall):
                    due |= self._kept([call])
            except StoreError as error:
                # Those before it are kept.
                for one in left[place:]:
                    one.fail(error)
                break
        return due

    def _kept(self, calls: Sequence[Call]) -> bool:
        """Run calls in one transaction until it stands beside those of other processes."""
        attempt, haste = 0, _Haste.PRESUMING
        while True:
            try:
                return self._attempt(calls, alone=attempt >= _TOGETHER, haste=haste)
            except CONFLICTS:
                attempt += 1
            except PresumedWronglyError:
                haste = _Haste.SENDING
            except _UnclearError:
                haste = _Haste.WAITING
            except psycopg.Error as error:
                # What was not begun is tried once more: a connection that was idle may have been cut long ago.
                if not is_gone(error) or attempt:
                    raise
                attempt += 1

    def _attempt(self, calls: Sequence[Call], *, alone: bool, haste: _Haste) -> bool:
        connection = self._connected()
        with self._alone(connection) if alone else nullcontext():
            return self._transaction(connection, calls, haste)

    @contextmanager
    def _alone(self, connection: PostgresConnection) -> Iterator[None]:
        # Before the transaction begins: it sees what stood at its first statement, and must not wait after that.
        connection.execute(f"SELECT pg_advisory_lock({_TURN})")
        try:
            yield
        finally:
            with suppress(psycopg.Error):
                connection.execute(f"SELECT pg_advisory_unlock({_TURN})")

    def _transaction(self, connection: PostgresConnection, calls: Sequence[Call], haste: _Haste) -> bool:
        due = has_written = False
        try:
            with self._sending(connection, haste):
                connection.execute(_BEGIN)
                connection.execute(f"SELECT pg_advisory_xact_lock_shared({_TURN})")
                for call in calls:
                    due |= self._run_one(call)
                    has_written |= self._connection.has_written
                if due:
                    connection.execute("SELECT pg_notify(?, ?)", (CHANNEL, self._owner))
                # What only read has none.
                number = connection.execute(_NUMBER).fetchall()[0][0] if has_written else None
            self._end(connection, number)
        except BaseException:
            self._roll_back()
            raise
        return due

    @contextmanager
    def _sending(self, connection: PostgresConnection, haste: _Haste) -> Iterator[None]:
        if haste is _Haste.WAITING:
            yield
            return
        try:
            with connection.sending(presuming=haste is _Haste.PRESUMING):
                yield
        except CONFLICTS:
            raise
        except _FailedCall as failed:
            # What it failed at may be another one's.
            if isinstance(failed.__cause__, psycopg.Error):
                raise _UnclearError from failed
            raise
        except psycopg.Error as error:
            if connection.raw.closed or connection.raw.broken:
                raise
            raise _UnclearError from error

    def _end(self, connection: PostgresConnection, number: str | None) -> None:
        """Commit; where the answer is lost, ask whether it was done: to do it again might do it twice."""
        try:
            connection.execute("COMMIT")
        except psycopg.Error as error:
            if number is None or not is_gone(error) or not self._was_kept(number):
                raise

    def _was_kept(self, number: str) -> bool:
        """Say whether a transaction was committed whose connection was lost.

        Raises:
            StoreError: the server does not say; nobody may run it again.
        """
        until = time.monotonic() + _LOOKED
        lost: psycopg.Error | None = None
        while time.monotonic() < until:
            try:
                status = self._status(number)
            except psycopg.Error as error:
                lost = error
            else:
                if status != "in progress":
                    return status == "committed"
            time.sleep(_LOOK)
        said = f"The connection to the database {self._place} was lost while something was being kept."
        raise StoreError(said, hint="Check whether it was done before you try again.") from lost

    def _status(self, number: str) -> str:
        connection = self._connected()
        connection.execute(_LET_GO, (number,)).fetchall()
        [status] = connection.execute(_STATUS, (number,)).fetchall()[0]
        return str(status)

    def _run_one(self, call: Call) -> bool:
        if call.future.cancelled():
            return False
        self._due.raised = False
        self._connection.has_written, self._connection.conflict = False, None
        call.error = None
        try:
            call.result = call.work(self._tables, *call.args, **call.kwargs)
        except BaseException as error:
            self._raise_conflict()
            # What was sent behind what failed is given up as if the connection were gone.
            if is_gone(error) or isinstance(error, PresumedWronglyError):
                raise
            call.error = translated(error, self._place)
            if self._connection.has_written or isinstance(error, psycopg.Error):
                raise _FailedCall(call) from error
            return False
        self._raise_conflict()
        return self._due.raised

    def _raise_conflict(self) -> None:
        """Have the transaction begun anew where something came in its way, also where the work passed over that."""
        if self._connection.hindrance is not None:
            raise self._connection.hindrance

    def _roll_back(self) -> None:
        with suppress(psycopg.Error):
            self._connection.execute("ROLLBACK")

    def _connected(self) -> PostgresConnection:
        """Give the connection, made anew if it was lost.

        Raises:
            StoreError: the server is away.
        """
        if self.lost.done():
            raise self.lost.result()
        if self._connection.raw.closed or self._connection.raw.broken:
            try:
                self._connection.raw = self._connect()
            except psycopg.Error as error:
                self._note_away(error)
                raise
        self._away_since = None
        return self._connection

    def _note_away(self, error: psycopg.Error) -> None:
        now = time.monotonic()
        self._away_since = self._away_since if self._away_since is not None else now
        if refuses_for_good(error) or now - self._away_since >= self._patience:
            wrapped = translated(error, self._place)
            self.lost.set_result(wrapped if isinstance(wrapped, StoreError) else StoreError(str(wrapped)))
