"""Work that is due now and then, and a clock that wakes it; waits of well under a second."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from bot.errors import StoreError
from bot.ports.clock import SystemClock
from scheduler.clockwork import PAUSE_AFTER_TICK, SLOW_TICK, Clockwork, NightlyJob

SOON = timedelta(milliseconds=150)
#: Long enough for a tick that comes at once, short enough for a test.
AT_ONCE = 0.15


@dataclass
class Work:
    """Due instants, each done by the first tick that comes when it has passed, unless the tick fails."""

    due: list[datetime] = field(default_factory=list)
    done: list[tuple[datetime, datetime]] = field(default_factory=list)
    ticks: int = 0
    #: When each tick began, in seconds from an arbitrary zero.
    began: list[float] = field(default_factory=list)
    #: How many ticks fail before one succeeds.
    failures: int = 0
    #: How often nothing can be said about what is due.
    unreadable: int = 0
    #: Done in the middle of each tick.
    meanwhile: Callable[[], None] = lambda: None
    #: A tick waits for this one before it ends.
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def tick(self) -> None:
        self.ticks += 1
        self.began.append(time.monotonic())
        self.meanwhile()
        await self.gate.wait()
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the database is busy")
        now = datetime.now(UTC)
        self.done += [(due, now) for due in self.due if due <= now]
        self.due = [due for due in self.due if due > now]

    async def next_due(self) -> datetime | None:
        if self.unreadable:
            self.unreadable -= 1
            raise StoreError("The disk is full.")
        return min(self.due, default=None)

    @property
    def punctual(self) -> list[bool]:
        """Say of each thing done whether it was done after its instant, and before the slow tick would have done it."""
        return [timedelta() <= at - due < SLOW_TICK for due, at in self.done]

    @property
    def pauses(self) -> list[float]:
        """Give the seconds from the beginning of each tick to the next one's."""
        return [later - earlier for earlier, later in pairwise(self.began)]


@asynccontextmanager
async def running(
    work: Work,
    *nightly: NightlyJob,
    slow_tick: timedelta = SLOW_TICK,
    pause: timedelta = PAUSE_AFTER_TICK,
) -> AsyncIterator[Clockwork]:
    work.gate.set()
    clockwork = Clockwork(SystemClock(), work.tick, work.next_due, nightly, slow_tick=slow_tick, pause=pause)
    await clockwork.start()
    try:
        yield clockwork
    finally:
        await clockwork.stop()
