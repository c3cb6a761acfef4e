"""The store on PostgreSQL: opening, calling, reading, checking, closing."""

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import Concatenate, ParamSpec, TypeVar, cast

import structlog

from adapters.storage.batches import Call
from adapters.storage.postgres.listening import Listening
from adapters.storage.postgres.locks import PostgresLocks
from adapters.storage.postgres.readers import Readers
from adapters.storage.postgres.server.connection import Raw, connect
from adapters.storage.postgres.server.database import bring_up_to_date, coming_steps, shortcoming, shown
from adapters.storage.postgres.server.dumping import dump
from adapters.storage.postgres.server.errors import storage_errors
from adapters.storage.postgres.server.programs import Process
from adapters.storage.postgres.worker import PATIENCE, Worker
from adapters.storage.tables.sums import differing
from adapters.storage.tables.transaction import SqlTransaction, new_owner
from bot.errors import StoreError
from bot.ports.locks import Locks
from bot.ports.store import Transaction
from bot.ports.timing import Timing

log = structlog.get_logger()

#: Seconds for which closing waits for a server that does not answer, or for what another process holds there.
_ENDING = 3.0

P = ParamSpec("P")
T = TypeVar("T")


class PostgresStore:
    """Fulfils `bot.ports.store.Store` and `bot.ports.copies.Copies`; many processes may have one on a database."""

    #: What names of copies end with.
    ending = ".dump"

    def __init__(self, url: str, worker: Worker | None, owner: str, *, is_new: bool = False) -> None:
        """Without a worker it only reads."""
        self._url = url
        self._owner = owner
        self._worker = worker
        self._readers = Readers(url, shown(url), owner)
        self._listening: list[Listening] = []
        self.locks: Locks = PostgresLocks(url, owner)
        self._closed = False
        self.timing = Timing()
        #: Whether there were no tables before.
        self.is_new = is_new
        #: No copy is made before tables are changed: a step that fails leaves nothing changed.
        self.kept: Path | None = None

    @classmethod
    def open(cls, url: str, *, read_only: bool = False, patience: float = PATIENCE) -> "PostgresStore":
        """Open the database at an address; its tables are made where there are none, and brought up to date.

        `patience`: seconds for which the server may be away before `lost` says so.

        Raises:
            StoreError: it cannot be used; the sentence says why. What was there is as it was.
        """
        place, owner = shown(url), new_owner()

        def connected() -> Raw:
            raw = connect(url, name=owner)
            # Small tables are read row by row otherwise, and then stand in the way of all who write to them.
            raw.execute("SET enable_seqscan = off")
            # psycopg 3.3 takes a statement for prepared whose preparation was given up with its pipeline, and then the
            # server refuses it for ever.
            raw.prepare_threshold = None
            return raw

        with storage_errors(place):
            raw = connected()
            try:
                is_new = bring_up_to_date(raw, place, read_only=read_only)
                if not read_only and (lacking := shortcoming(raw)):
                    log.warning(lacking)
            except BaseException:
                raw.close()
                raise
        if read_only:
            raw.close()
            return cls(url, None, owner)
        return cls(url, Worker(connected, raw, place, owner, patience=patience), owner, is_new=is_new)

    async def call(self, work: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work`, perhaps more than once, and answer once what it did at last is durable."""
        if self._closed:
            raise StoreError("The database was closed.")
        if self._worker is None:
            return await self.read(work, *args, **kwargs)
        call, began = Call(work, args, kwargs, asyncio.get_running_loop()), time.perf_counter()
        self._worker.submit(call)
        try:
            return cast("T", await call.future)
        finally:
            self.timing.add(time.perf_counter() - began)

    async def read(self, work: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work`, which only reads, on a connection beside that of calls, and on what is durable when it begins."""
        if self._closed:
            raise StoreError("The database was closed.")
        return cast("T", await self._readers.run(work, args, kwargs))

    async def backup(self, target: str) -> None:
        """Write a consistent copy, by the server's own program; calls go on meanwhile."""
        begun: list[Process] = []
        given_up = Event()

        def begin(one: Process) -> None:
            begun.append(one)
            if given_up.is_set():  # while it was being started
                one.kill()

        try:
            await asyncio.to_thread(dump, self._url, Path(target), begin)
        except asyncio.CancelledError:
            given_up.set()
            # No process ends before its threads, and a large copy takes long; a frozen server never answers.
            for one in begun:
                one.kill()
            raise

    async def check(self) -> Sequence[str]:
        """Look for sums that are not what the points add up to; the server looks after its files itself."""
        count = await self.read(_differing)
        rebuild = "Stop Askaday; `askaday doctor --rebuild` adds them up anew."
        return [f"{count} sums of leaderboards are not what the points add up to. {rebuild}"] if count else []

    def on_due(self, listener: Callable[[], None]) -> None:
        """Call the listener after a commit, of this process or another, that wrote a due instant."""
        if self._worker is not None:
            self._worker.listen(listener)
            self._listening.append(Listening(lambda: connect(self._url, name=self._owner), self._owner, listener))

    async def lost(self) -> StoreError:
        """Wait until the server refuses for good, or has been away for longer than the patience, and say why."""
        if self._worker is None:
            never: asyncio.Future[StoreError] = asyncio.get_running_loop().create_future()
            return await never
        return await asyncio.shield(asyncio.wrap_future(self._worker.lost))

    async def close(self) -> None:
        """Finish what was asked for and close the connections."""
        if self._closed:
            return
        self._closed = True
        for one in self._listening:
            await one.stop(_ENDING)
        if self._worker is not None:
            # The server takes back what the process leaves behind.
            await self._worker.stop(_ENDING)
        await self._readers.stop(_ENDING)


def steps_to_come(url: str) -> Sequence[str]:
    """Say what this version will do to a database, a sentence a step; nothing of one that is up to date.

    Raises:
        StoreError: it cannot be read, or belongs to another program or a newer version.
    """
    place = shown(url)
    with storage_errors(place), connect(url, name="upgrade") as raw:
        return coming_steps(raw, place)


def server_shortcoming(url: str) -> str:
    """Say what a server does not do for want of a newer version; empty: nothing.

    Raises:
        StoreError: it cannot be asked.
    """
    with storage_errors(shown(url)), connect(url, name="doctor") as raw:
        return shortcoming(raw)


def _differing(transaction: Transaction) -> int:
    return differing(cast("SqlTransaction", transaction).connection)  # type: ignore[type-arg]  # any connection
