"""Time as a port, so that tests and the demo can move it."""

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Give the present instant, aware UTC."""
        ...

    def monotonic(self) -> timedelta:
        """Give the time since an arbitrary zero: it goes on evenly, whatever becomes of what `now` shows."""
        ...

    def wait_until(self, instant: datetime) -> timedelta:
        """Say how long the machine's own clock runs until this clock shows the instant; never negative."""
        ...

    @property
    def is_sure(self) -> bool:
        """Say whether what `now` shows is confirmed; until it is, nothing is done that cannot be undone."""
        ...

    @property
    def wrong_by(self) -> timedelta | None:
        """Say by how much the machine's clock is ahead of the platforms' (behind: negative); None: it is not."""
        ...

    def heard(self, instant: datetime) -> None:
        """Take note of what time a platform says it is just now."""
        ...

    def ask_by(self, ask: Callable[[], Awaitable[object]]) -> None:
        """Ask a platform this way when in doubt; what it answers comes to `heard`."""
        ...

    async def ask(self) -> None:
        """Ask the platforms what time it is, if that is in doubt."""
        ...


class Unquestioned:
    """The half of a clock that is believed whatever it shows."""

    is_sure = True
    wrong_by: timedelta | None = None

    def heard(self, instant: datetime) -> None:
        """Take no note of what time a platform says it is."""

    def ask_by(self, ask: Callable[[], Awaitable[object]]) -> None:
        """Never ask."""

    async def ask(self) -> None:
        """Ask nobody."""


class SystemClock(Unquestioned):
    """The machine's clock, as it is; what runs for long has a `SteadyClock`."""

    def now(self) -> datetime:
        """Give the present instant, aware UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> timedelta:
        """Give the time since an arbitrary zero."""
        return timedelta(seconds=time.monotonic())

    def wait_until(self, instant: datetime) -> timedelta:
        """Say how long it is until the instant; never negative."""
        return max(instant - self.now(), timedelta())


class FastClock(Unquestioned):
    """Runs a given number of times as fast as real time, from a chosen instant on; not tied to the wall clock."""

    def __init__(self, start: datetime, speed: float) -> None:
        self._start = start
        self._speed = speed
        #: Seconds, from an arbitrary zero.
        self._begun = time.monotonic()

    def now(self) -> datetime:
        """Give the present instant, aware UTC."""
        return self._start + self.monotonic()

    def monotonic(self) -> timedelta:
        """Give the time since the clock was made, as this clock runs."""
        return timedelta(seconds=(time.monotonic() - self._begun) * self._speed)

    def wait_until(self, instant: datetime) -> timedelta:
        """Say how long the machine's clock runs until then; never negative."""
        return max(instant - self.now(), timedelta()) / self._speed


class TravelClock(Unquestioned):
    """Stands still until it is moved: for scripts and tests."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._now = start

    def now(self) -> datetime:
        """Give the present instant, aware UTC."""
        return self._now

    def monotonic(self) -> timedelta:
        """Give how far the clock was moved."""
        return self.now() - self._start

    def travel(self, instant: datetime) -> None:
        """Move forward to an instant.

        Raises:
            ValueError: it lies in the past; time does not run backwards.
        """
        if instant < self._now:
            raise ValueError(f"{instant} is before {self._now}")
        self._now = instant

    def wait_until(self, instant: datetime) -> timedelta:
        """Give nothing where the instant has come, else so long that the wake-up after the next move comes first."""
        return timedelta() if instant <= self._now else timedelta(days=1)
