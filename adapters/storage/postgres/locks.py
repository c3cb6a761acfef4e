"""Locks that one process at a time has: advisory locks of a session of their own, which end with the process.

Each is taken by looking once a second rather than by waiting on the server: a connection that waits there is looked at
by nobody, and one whose process is gone would get the lock.
"""

import asyncio
import hashlib
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread

import psycopg
from psycopg.conninfo import make_conninfo

from adapters.storage.postgres.server.connection import Raw, connect

#: What the numbers of these locks begin with: others of the database have one number, these have two.
_KIND = 4_127_512
#: Seconds for which it is waited until a lock is free for others.
_ENDING = 3.0
#: Seconds between two looks whether a lock is free, and whether to go on holding it.
_LOOK, _HELD_LOOK = 1.0, 0.5
#: Seconds after which a connection without a sign of life is over. Whoever holds a lock notices it first, 11 after what
#: it said last, and lets go; the server gives the lock to somebody else after 20.
_HERE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 11_000}
_THERE = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 2"
#: Seconds of silence after which the server ends a session, and of how many parts of them one is let pass in silence.
SILENCE, _PARTS = 20.0, 7
# PostgreSQL before 14 has no such setting; there it is the connection's end that counts.
_ENDED = "SELECT set_config(name, '{}', false) FROM pg_settings WHERE name = 'idle_session_timeout'"


class PostgresLocks:
    """Fulfils `bot.ports.locks.Locks`."""

    def __init__(self, url: str, owner: str, *, silence: float = SILENCE) -> None:
        """`owner` names the process; after so many seconds of its silence others may have what it holds."""
        self._url, self._owner = make_conninfo(url, **_HERE), owner
        self._silence = silence

    async def acquire(
        self, *names: str, shared: str = "", on_wait: Callable[[], None] = lambda: None
    ) -> "PostgresLock":
        """Wait until no other process has any of the names, and take them all."""
        lock = PostgresLock(self._connect, sorted(names), shared, on_wait, every=self._silence / _PARTS)
        try:
            await lock.acquired()
        except BaseException:
            await lock.release()
            raise
        return lock

    def _connect(self) -> Raw:
        made = connect(self._url, name=self._owner)
        made.execute(_THERE.encode())
        made.execute(_ENDED.format(round(self._silence * 1000)).encode())
        return made


class PostgresLock:
    """Fulfils `bot.ports.locks.Lock`: a thread that takes a lock and holds its connection."""

    def __init__(
        self,
        connect: Callable[[], Raw],
        names: list[str],
        shared: str,
        on_wait: Callable[[], None],
        *,
        every: float,
    ) -> None:
        """`every`: seconds after which whoever holds it says something again."""
        self._connect = connect
        self._every = every
        self._names, self._shared = names, shared
        self._on_wait = on_wait
        self._loop = asyncio.get_running_loop()
        self._acquired, self._lost = asyncio.Event(), asyncio.Event()
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="askaday-lock", daemon=True)
        self._thread.start()

    async def acquired(self) -> None:
        """Wait until this process has it."""
        await self._acquired.wait()

    async def lost(self) -> None:
        """Wait until the connection that held it is gone."""
        await self._lost.wait()

    async def release(self, patience: float = _ENDING) -> None:
        """Let others have it; where the server does not answer for so many seconds, once it does."""
        self._stopped.set()
        await asyncio.to_thread(self._thread.join, patience)

    def _run(self) -> None:
        while not self._stopped.is_set() and not self._is_held_to_its_end():
            self._stopped.wait(_LOOK)

    def _is_held_to_its_end(self) -> bool:
        """Wait for the lock and hold it; False: the connection was gone before it was there."""
        has_it = False
        with suppress(psycopg.Error), self._connect() as connection:
            has_it = self._wait(connection)
            if has_it:
                self._tell(self._acquired.set)
            self._hold(connection)
        if has_it and not self._stopped.is_set():
            self._tell(self._lost.set)
        return has_it

    def _hold(self, connection: Raw) -> None:
        """Say something again and again, and look meanwhile whether the connection is there."""
        said = time.monotonic()
        while not self._stopped.is_set():
            for _ in connection.notifies(timeout=min(_HELD_LOOK, self._every)):
                pass
            if time.monotonic() - said >= self._every:
                connection.execute(b"SELECT 1")
                said = time.monotonic()

    def _wait(self, connection: Raw) -> bool:
        """Say whether it was there before the end of the wait."""
        is_told = False
        while not self._stopped.is_set():
            if self._take(connection):
                return True
            if not is_told:
                self._tell(self._on_wait)
                is_told = True
            self._stopped.wait(_LOOK)
        return False

    def _take(self, connection: Raw) -> bool:
        """Take all of it or nothing, so that two who want much never wait for each other."""
        wanted = [(self._shared, "pg_try_advisory_lock_shared")] if self._shared else []
        wanted += [(name, "pg_try_advisory_lock") for name in self._names]
        for name, function in wanted:
            asked = f"SELECT {function}({_KIND}, {_number(name)})"
            [taken] = connection.execute(asked.encode()).fetchall()[0]
            if not taken:
                connection.execute(b"SELECT pg_advisory_unlock_all()")
                return False
        return True

    def _tell(self, what: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop was closed: nobody waits any more
            self._loop.call_soon_threadsafe(what)


def _number(name: str) -> int:
    """Give the number of a name, of 32 bits: PostgreSQL's locks have no names."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], signed=True)
