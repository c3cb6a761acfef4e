"""Acting only by a time that is sure, and putting right what a wrong one has left behind."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.cards.notices.outages import clock_notice
from bot.domain.series import Series, SeriesState
from bot.ports.clock import Clock
from bot.ports.store import Store, Transaction
from bot.services.deliveries.holding import LONGEST_PROBE
from bot.services.deliveries.owing import moment_code, tell_members
from bot.services.each import SLICE, for_all_series
from bot.services.rounds.opening import arm

log = structlog.get_logger()

#: How long a nightly job waits before it asks again what time it is.
PAUSE = timedelta(seconds=1)
#: How long a tick waits for platforms to say what time it is.
PATIENCE = timedelta(seconds=0.3)


@dataclass(slots=True)
class Timekeeping:
    """Watches the clock for the jobs that the scheduler wakes."""

    store: Store
    clock: Clock
    #: What the clock showed when it was last sure, and the monotonic clock then; None: it never was.
    _last: tuple[datetime, timedelta] | None = None
    #: When it was found that the machine's clock is wrong; None: it is right.
    _wrong_since: datetime | None = None
    #: Whether managers know that.
    _is_told: bool = False
    _asking: asyncio.Task[None] | None = None

    async def is_sure(self) -> bool:
        """Say whether it is sure what time it is, after asking platforms and putting right what a wrong time left."""
        if not self.clock.is_sure:
            await self._ask()
        if not self.clock.is_sure:
            return False
        wrong_by, now, elapsed = self.clock.wrong_by, self.clock.now(), self.clock.monotonic()
        self._wrong_since = None if wrong_by is None else self._wrong_since or now
        if wrong_by is not None and not self._is_told:
            await self._tell(wrong_by, self._wrong_since or now)
        self._is_told = wrong_by is not None
        if self._last is None or now - self._last[0] < elapsed - self._last[1] - LONGEST_PROBE:
            await self._put_right()
        self._last = (now, elapsed)
        return True

    async def _ask(self) -> None:
        """Ask platforms, and wait for them a moment: one that does not answer holds up nothing."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self.clock.ask())
        await asyncio.wait([self._asking], timeout=PATIENCE.total_seconds())

    async def finish(self) -> None:
        """Ask no more: who does not answer holds up no end."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    async def when_sure(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do something that cannot be undone, once it is sure what time it is."""
        while not await self.is_sure():  # noqa: ASYNC110 - platforms are asked each time
            await asyncio.sleep(PAUSE.total_seconds())
        await work()

    async def _put_right(self) -> None:
        """Bring forward what a clock that was ahead has put off: claims, attempts, and slots that still come."""
        armed: list[str] = []
        released = await self.store.call(self._release)
        await for_all_series(self.store, lambda tx, some: armed.extend(self._arm(tx, some)))
        if released or armed:
            log.warning("what a clock that was ahead had put off comes now", released=released, series=armed)

    def _release(self, tx: Transaction) -> int:
        now = self.clock.now()
        return tx.rounds.release_after(now + LONGEST_PROBE) + tx.deliveries.release_after(now + LONGEST_PROBE, now)

    def _arm(self, tx: Transaction, some: Sequence[Series]) -> list[str]:
        now = self.clock.now()
        return [series.name for series in some if _armed_earlier(tx, series, now)]

    async def _tell(self, wrong_by: timedelta, since: datetime) -> None:
        """Tell the managers of each workspace once, whatever number of series they look after."""
        by_workspace: dict[str, list[Series]] = defaultdict(list)

        def look(_: Transaction, some: Sequence[Series]) -> None:
            for series in some:
                by_workspace[series.workspace].append(series)

        def tell(tx: Transaction, workspaces: Sequence[str]) -> None:
            for workspace in workspaces:
                first, *others = by_workspace[workspace]
                managers = first.settings.managers.union(*(one.settings.managers for one in others))
                code = moment_code("t", workspace, since)
                tell_members(tx, first, managers, clock_notice(wrong_by), code=code, now=since)

        await for_all_series(self.store, look)
        workspaces = list(by_workspace)
        for start in range(0, len(workspaces), SLICE):
            await self.store.call(tell, workspaces[start : start + SLICE])


def _armed_earlier(tx: Transaction, series: Series, now: datetime) -> bool:
    """Arm a series anew whose next slot lies further ahead than the first one that is still to open."""
    if series.state is not SeriesState.ACTIVE or (series.next_due is not None and series.next_due <= now):
        return False
    arm(tx, series, now)
    again = tx.series.get(series.id)
    return again is not None and again.next_due != series.next_due
