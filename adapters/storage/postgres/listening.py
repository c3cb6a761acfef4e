"""Hearing from other processes that something may have become due."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread

import psycopg

from adapters.storage.postgres.server.connection import Raw
from adapters.storage.postgres.worker import CHANNEL

#: Seconds after which it is looked whether to go on, and after which a lost connection is made anew.
_LOOK = 1.0


class Listening:
    """A thread that waits for what other processes say; what it misses the next slow tick finds."""

    def __init__(self, connect: Callable[[], Raw], owner: str, listener: Callable[[], None]) -> None:
        """The listener is called on the event loop that runs now."""
        self._connect = connect
        self._owner = owner
        self._listener = listener
        self._loop = asyncio.get_running_loop()
        self._stopped = Event()
        self._hears = Event()
        self._thread = Thread(target=self._run, name="askaday-listening", daemon=True)
        self._thread.start()

    async def ready(self) -> None:
        """Wait until it hears."""
        await asyncio.to_thread(self._hears.wait)

    async def stop(self, patience: float) -> None:
        """Listen no longer; where the server does not answer for so many seconds, the thread is left."""
        self._stopped.set()
        await asyncio.to_thread(self._thread.join, patience)

    def _run(self) -> None:
        while not self._stopped.is_set():
            with suppress(psycopg.Error), self._connect() as connection:
                connection.execute(f"LISTEN {CHANNEL}")
                if self._hears.is_set():
                    self._tell()  # what was said while it did not hear
                self._hears.set()
                self._hear(connection)
            self._stopped.wait(_LOOK)

    def _hear(self, connection: Raw) -> None:
        while not self._stopped.is_set():
            if any(heard.payload != self._owner for heard in connection.notifies(timeout=_LOOK, stop_after=1)):
                self._tell()

    def _tell(self) -> None:
        with suppress(RuntimeError):  # the loop was closed: nobody waits any more
            self._loop.call_soon_threadsafe(self._listener)
