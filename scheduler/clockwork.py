"""Waking the engine when something is due, with a slow tick behind it.

One job sleeps until the earliest due instant of the store and is armed anew when an earlier one is added. It may fire
late, twice or not at all: the store decides what has happened, and the slow tick repairs what a wake-up missed.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger

from bot.errors import AskadayError
from bot.ports.clock import Clock

log = structlog.get_logger()

SLOW_TICK = timedelta(seconds=30)
#: After a tick, what is due still (its work failed, say) waits this long, and ever longer, so that it does not spin.
PAUSE_AFTER_TICK = timedelta(seconds=1)
#: So long a tick that runs may hold up the end.
_ENDING = timedelta(seconds=5)
#: By so many seconds the machine's clock does not differ between two slow ticks unless somebody sets it.
_JUMP = 60
_WAKE = "wake at the next due instant"


@dataclass(frozen=True, slots=True)
class NightlyJob:
    """Something done once a night."""

    name: str
    run: Callable[[], Awaitable[object]]
    #: Hour and minute, UTC.
    hour: int
    minute: int = 0
    #: Run at the start in case the night was missed; None: `run` itself, for what does no harm twice.
    make_good: Callable[[], Awaitable[object]] | None = None


class Pause:
    """How long to wait after ticks that leave overdue work as it was: doubled each time, up to a longest."""

    def __init__(self, first: timedelta, longest: timedelta) -> None:
        self._first = first
        self._longest = longest
        self._coming = first

    def next(self) -> timedelta:
        """Give the pause, and make the one after it longer."""
        pause = min(self._coming, self._longest)
        self._coming = pause * 2
        return pause

    def reset(self) -> None:
        """Begin with the first pause again: something was done."""
        self._coming = self._first


class Clockwork:
    """Runs `tick` whenever `next_due` says so."""

    def __init__(
        self,
        clock: Clock,
        tick: Callable[[], Awaitable[None]],
        next_due: Callable[[], Awaitable[datetime | None]],
        nightly: tuple[NightlyJob, ...] = (),
        *,
        slow_tick: timedelta = SLOW_TICK,
        pause: timedelta = PAUSE_AFTER_TICK,
    ) -> None:
        self._clock = clock
        self._tick = tick
        self._next_due = next_due
        self._ticking = asyncio.Lock()
        self._arming: asyncio.Task[None] | None = None
        self._slow_tick = slow_tick
        self._slow: asyncio.Task[None] | None = None
        #: How often `wake` was called: a tick during which that happened may have left new work undone.
        self._wakes = 0
        self._pause = Pause(pause, slow_tick)
        self._nothing_due = asyncio.Event()
        # Not the scheduler's own state: its shutdown takes effect a turn of the event loop later.
        self._is_running = False
        # Misfires are never dropped (the default forgives one second): whether it is too late is the store's business.
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})
        self._nightly = nightly
        for job in nightly:
            self._scheduler.add_job(_run_job, _at_night(job), (job.name, job.run), id=job.name)
            # Without a trigger: once, as soon as the scheduler runs.
            self._scheduler.add_job(_run_job, None, (job.name, job.make_good or job.run), id=f"{job.name} at the start")

    async def start(self) -> None:
        """Start waking; what is due already, or what nights have missed, is done at once."""
        self._scheduler.start()
        self._is_running = True
        self._slow = asyncio.create_task(self._tick_slowly())
        await self._arm(timedelta())

    async def stop(self, patience: timedelta = _ENDING) -> None:
        """Stop waking and let a tick that runs finish; also where the start was given up.

        A tick that takes longer than the patience is given up: its database may never answer.
        """
        was_running, self._is_running = self._is_running, False
        if self._arming is not None:
            self._arming.cancel()
        try:
            async with asyncio.timeout(patience.total_seconds()), self._ticking:
                pass
        except TimeoutError:
            log.warning("the end does not wait for what was begun")
        if was_running:
            self._scheduler.shutdown(wait=False)
        if self._slow is not None:
            self._slow.cancel()
            await asyncio.gather(self._slow, return_exceptions=True)

    async def _tick_slowly(self) -> None:
        """Tick now and then by the event loop's own clock.

        The scheduler counts from the machine's: set back by three days, it would do nothing for three days.
        """
        loop = asyncio.get_running_loop()
        ahead = datetime.now(UTC).timestamp() - loop.time()
        while True:
            await asyncio.sleep(self._slow_tick.total_seconds())
            before, ahead = ahead, datetime.now(UTC).timestamp() - loop.time()
            if abs(ahead - before) > _JUMP:
                self._plan_nights_anew()
            try:
                await self._run()
            except Exception:
                log.exception("a tick failed; the next one tries again")

    def _plan_nights_anew(self) -> None:
        """Plan nightly jobs by what the machine's clock shows now, after a jump; what it has passed over is done now.

        A machine that sleeps every night would never do it otherwise.
        """
        now = datetime.now(UTC)
        for job in self._nightly:
            if self._scheduler.get_job(job.name).next_run_time > now:
                self._scheduler.reschedule_job(job.name, trigger=_at_night(job))
        self._scheduler.wakeup()

    def wake(self) -> None:
        """Look for a new earliest due instant; call it on the event loop, as often as you like, also after `stop`."""
        if not self._is_running:
            return
        self._wakes += 1
        self._nothing_due.clear()
        if self._arming is None or self._arming.done():
            self._arming = asyncio.get_running_loop().create_task(self._arm_while_woken())

    async def caught_up(self) -> None:
        """Wait until nothing is due."""
        self.wake()
        await self._nothing_due.wait()

    async def _arm_while_woken(self) -> None:
        wakes = -1
        while wakes != self._wakes:
            async with self._ticking:
                wakes = self._wakes
            await self._arm(timedelta())

    async def _run(self) -> None:
        async with self._ticking:
            if not self._is_running:
                return
            wakes = self._wakes
            try:
                await self._tick()
            finally:
                if wakes != self._wakes:
                    self._pause.reset()
                await self._arm(timedelta() if wakes != self._wakes else self._pause.next())

    async def _arm(self, pause: timedelta) -> None:
        """Sleep until the next due instant; for what is overdue, only the pause."""
        if not self._is_running:
            return
        try:
            due = await self._next_due()
        except AskadayError as error:
            log.exception("cannot tell what is due; it is tried again", exc_info=error)
            self._wake_in(pause or self._pause.next())
            return
        if due is None or due > self._clock.now():
            self._nothing_due.set()
            self._pause.reset()
        if due is None or not self._is_running:
            return
        self._wake_in(self._clock.wait_until(due) or pause)

    def _wake_in(self, wait: timedelta) -> None:
        if not self._is_running:
            return
        trigger = DateTrigger(datetime.now(UTC) + wait, timezone=UTC)
        # Two instances: a run is still counted while it arms the next one; the lock keeps ticks apart.
        self._scheduler.add_job(self._run, trigger, id=_WAKE, replace_existing=True, max_instances=2)


def _at_night(job: NightlyJob) -> CronTrigger:
    return CronTrigger(hour=job.hour, minute=job.minute, timezone=UTC)


async def _run_job(name: str, run: Callable[[], Awaitable[object]]) -> None:
    # A coroutine function for APScheduler: of anything else, a lambda say, it would drop the coroutine.
    try:
        await run()
    except (AskadayError, OSError) as error:
        log.exception("a nightly job failed", job=name, exc_info=error)
    except asyncio.CancelledError:
        # The process ends. APScheduler would tell of it as of a failure; the next start makes it good.
        log.info("a nightly job was given up", job=name)
