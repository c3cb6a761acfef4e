"""Two processes on one database, which a test uses like one: whichever of them reaches a point first dies there."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from tests.crash.process import FORKED, Askaday, Context, DiedError

T = TypeVar("T")
_NAMES = ("a", "b")


class Pair:
    """Two of Askaday. One that died is started again beside the other, which went on meanwhile."""

    def __init__(
        self,
        folder: Path,
        database: str,
        settings: dict[str, str],
        marks: Callable[[], Mapping[str, int]],
        context: Context = FORKED,
    ) -> None:
        self.folder, self.database = folder, database
        self._both = [Askaday(folder, database, settings, marks, name, context) for name in _NAMES]

    def connections(self, before: int) -> int:
        """Say how often anybody will have connected: one of two may wait for the other's end."""
        return max(before, 1)

    def notes(self, start: int) -> Path:
        """Give where the points were noted of the process that died there, or that passed more of them."""
        notes = [one.notes(start) for one in self._both]
        return max(notes, key=lambda one: (one.name == self._died_at, one.stat().st_size))

    async def start(self, now: datetime, fatal: int | None = None) -> None:
        """Start those that do not run."""
        for one in self._both:
            if one.is_gone:
                await self._told_who_died(one, one.start(now, fatal))

    async def at(self, now: datetime, what: str = "time") -> datetime | None:
        """Tell both what time it is, until neither finds anything to do any more."""
        due = [
            await self._told_who_died(one, one.at(now, what if one is self._both[0] else "time")) for one in self._both
        ]
        while True:
            again = [await self._told_who_died(one, one.at(now)) for one in self._both]
            if again == due and len(set(due)) == 1:
                return due[0]
            due = again

    async def unless_it_dies(self, work: Awaitable[T]) -> T:
        """Wait for something that either may leave undone."""
        doing = asyncio.ensure_future(work)
        watching = [asyncio.ensure_future(one.unless_it_dies(asyncio.shield(doing))) for one in self._both]
        try:
            await asyncio.wait(watching, return_when=asyncio.FIRST_EXCEPTION)
            for one, watched in zip(self._both, watching, strict=True):
                if watched.done() and isinstance(watched.exception(), DiedError):
                    await self._told_who_died(one, watched)
            return await doing
        finally:
            for task in (doing, *watching):
                task.cancel()
            await asyncio.gather(doing, *watching, return_exceptions=True)

    async def stop(self) -> int | None:
        """Let both end in an orderly way, and give the first status that is not zero."""
        ended = [await one.stop() for one in self._both]
        return next((status for status in ended if status != 0), 0)

    def kill(self) -> None:
        """End both."""
        for one in self._both:
            one.kill()

    _died_at = ""

    async def _told_who_died(self, one: Askaday, work: Awaitable[T]) -> T:
        try:
            return await work
        except DiedError:
            self._died_at = self._died_at or one.notes(one.starts).name
            raise
