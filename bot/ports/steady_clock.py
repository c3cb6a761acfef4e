"""A clock that believes no jump of the machine's before something confirms it.

It shows the machine's time as long as that goes along with the monotonic clock. After a jump it goes on evenly by
itself, until a platform's time says who is right, or the machine's clock has gone on consistently for a while: a laptop
that slept, a virtual machine that was taken up again and a correction by NTP are true changes.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import RLock

import structlog

log = structlog.get_logger()

#: A smaller difference between two looks is a correction, and followed at once.
STEP = timedelta(seconds=30)
#: By how much a platform's time may differ from the machine's: it comes in whole seconds and takes a while to arrive.
AGREED = timedelta(minutes=2)
#: How long the machine's clock has to go on consistently after a jump, if no platform says anything.
CONFIRMED = timedelta(minutes=10)
#: How long a process waits at its start for a platform to say what time it is.
STARTED = timedelta(minutes=2)


def uptime() -> timedelta:
    """Give the time since an arbitrary zero, what the machine slept included where the system counts that."""
    boottime = getattr(time, "CLOCK_BOOTTIME", None)
    return timedelta(seconds=time.monotonic() if boottime is None else time.clock_gettime(boottime))


def wall_time() -> datetime:
    """Give what the machine's clock shows, aware UTC."""
    return datetime.now(UTC)


@dataclass
class _Doubt:
    """What is not confirmed yet."""

    #: By the monotonic clock.
    since: timedelta
    #: By how much the machine's clock was ahead when the doubt began.
    ahead: timedelta
    #: How long it lasts if nobody says anything.
    patience: timedelta


class SteadyClock:
    """Fulfils `Clock`; may be asked on any thread."""

    def __init__(
        self,
        wall: Callable[[], datetime] = wall_time,
        monotonic: Callable[[], timedelta] = uptime,
    ) -> None:
        """Take the machine's clock, and one that goes on evenly."""
        self._wall = wall
        self.monotonic = monotonic
        self._lock = RLock()
        #: What this clock shows at the monotonic clock's zero.
        self._zero = wall() - monotonic()
        self._doubt: _Doubt | None = None
        #: By how much the machine's clock is ahead of a platform's, where a platform says so.
        self._wrong_by: timedelta | None = None
        #: The zero that the last platform named which agreed with nobody.
        self._said: datetime | None = None
        self._asked: list[Callable[[], Awaitable[object]]] = []

    def wait_for_platforms(self) -> None:
        """Let a platform say what time it is before the machine's clock is believed; call it at the start."""
        self._doubt = _Doubt(self.monotonic(), timedelta(), STARTED)

    def now(self) -> datetime:
        """Give the present instant, aware UTC: the machine's, or what it should be."""
        with self._lock:
            self._look()
            return self._zero + self.monotonic()

    @property
    def is_sure(self) -> bool:
        """Say whether what `now` shows is confirmed."""
        with self._lock:
            self._look()
            return self._doubt is None

    @property
    def wrong_by(self) -> timedelta | None:
        """Say by how much the machine's clock is ahead of the platforms' (behind: negative); None: it is not."""
        with self._lock:
            self._look()
            return self._wrong_by

    def wait_until(self, instant: datetime) -> timedelta:
        """Say how long it is until the instant; never negative."""
        return max(instant - self.now(), timedelta())

    def ask_by(self, ask: Callable[[], Awaitable[object]]) -> None:
        """Ask a platform this way when in doubt; what it answers comes to `heard`."""
        self._asked.append(ask)

    async def ask(self) -> None:
        """Ask the platforms what time it is, if that is in doubt."""
        if not self.is_sure:
            await asyncio.gather(*(ask() for ask in self._asked))

    def heard(self, instant: datetime) -> None:
        """Take note of what time a platform says it is just now."""
        with self._lock:
            self._look()
            elapsed, wall = self.monotonic(), self._wall()
            if abs(instant - wall) <= AGREED:
                self._believe(wall, "a platform confirms the machine's clock")
            elif abs(instant - self._zero - elapsed) <= AGREED:
                self._disbelieve(instant, wall)
            elif self._said is not None and abs(instant - elapsed - self._said) <= AGREED:
                self._zero = self._said
                self._disbelieve(instant, wall)
            else:
                # It differs from both: a second word is asked for before it is taken.
                self._said = instant - elapsed
                self._doubt = self._doubt or _Doubt(elapsed, wall - self._zero - elapsed, CONFIRMED)

    def _look(self) -> None:
        elapsed, wall = self.monotonic(), self._wall()
        ahead = wall - self._zero - elapsed
        if abs(ahead) <= STEP and (self._doubt is None or abs(self._doubt.ahead) > STEP):
            self._zero = wall - elapsed
            self._doubt = None
            if self._wrong_by is not None:
                log.warning("the machine's clock is right again")
            self._wrong_by = self._said = None
        elif self._wrong_by is not None:
            self._wrong_by = ahead
        elif self._doubt is None or abs(ahead - self._doubt.ahead) > STEP:
            log.warning("the machine's clock has jumped: nothing is opened or closed until that is confirmed", by=ahead)
            self._doubt = _Doubt(elapsed, ahead, CONFIRMED)
        elif elapsed - self._doubt.since >= self._doubt.patience:
            self._believe(wall, "the machine's clock goes on consistently")

    def _believe(self, wall: datetime, why: str) -> None:
        if self._doubt is not None and abs(self._doubt.ahead) > STEP:
            log.warning("the machine's clock is believed", why=why)
        self._zero = wall - self.monotonic()
        self._doubt = self._wrong_by = self._said = None

    def _disbelieve(self, instant: datetime, wall: datetime) -> None:
        if self._wrong_by is None:
            log.error("the machine's clock is wrong: a platform's time is gone by until it is set", by=wall - instant)
        self._wrong_by = wall - instant
        self._doubt = self._said = None
