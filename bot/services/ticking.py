"""What a tick does: close, open, remind, nudge, deliver. Any number of ticks, early or late, come to the same."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.errors import StoreError
from bot.ports.clock import Clock
from bot.ports.store import Store, Transaction
from bot.ports.tables.upkeep import Retention
from bot.services.deliveries.delivering import Delivering
from bot.services.deliveries.queueing import Queueing
from bot.services.each import do_each
from bot.services.members.meeting import Meeting
from bot.services.practice.nudging import Nudging
from bot.services.retaining import retain
from bot.services.rounds.closing import Closing
from bot.services.rounds.opening import Opening
from bot.services.rounds.reminding import Reminding
from bot.services.statistics.counting import Counting
from bot.services.statistics.digesting import Digesting
from bot.services.timekeeping import Timekeeping

log = structlog.get_logger()

#: How many rounds or series one pass takes; what is left is due at once again.
BATCH = 100
#: How long a tick waits for platforms, so that a reveal stands before the next question; a slow one goes on by itself,
#: and holds up nobody else.
PATIENCE = timedelta(seconds=0.3)
#: How long a request that a process made before it died may still be on its way to the platform.
ON_ITS_WAY = timedelta(seconds=10)
#: How often a tick gives a sign of life; ticks come every half a minute at the latest.
BEAT_EVERY = timedelta(seconds=20)
#: How long a process that ends waits for its last sign of life to be taken away.
_LEAVING = timedelta(seconds=3)


@dataclass(slots=True)
class Heartbeat:
    """Tells the store now and then that ticks come."""

    store: Store
    clock: Clock
    #: What this process does.
    role: str = "all"
    #: When it did, by the monotonic clock.
    _last: timedelta | None = None

    async def beat(self) -> None:
        """Tell it, unless that was done a moment ago.

        Raises:
            StoreError: the store cannot be written.
        """
        now = self.clock.monotonic()
        if self._last is None or now - self._last >= BEAT_EVERY:
            await self.store.call(lambda tx: tx.upkeep.beat(self.role))
            self._last = now

    async def end(self) -> None:
        """Take the sign of life away, so that nobody counts a process that has ended in good order."""
        try:
            async with asyncio.timeout(_LEAVING.total_seconds()):
                await self.store.call(lambda tx: tx.upkeep.leave())
        except (StoreError, TimeoutError) as error:
            log.warning("the sign of life stays for a while", error=str(error) or "the database does not answer")


@dataclass(frozen=True, slots=True)
class Ticking:
    """The jobs that the scheduler wakes; each looks for what is due and does it."""

    store: Store
    clock: Clock
    opening: Opening
    closing: Closing
    reminding: Reminding
    nudging: Nudging
    digesting: Digesting
    counting: Counting
    meeting: Meeting
    queueing: Queueing
    delivering: Delivering
    timekeeping: Timekeeping
    heartbeat: Heartbeat
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)
    #: What nobody waits for, such as grading what has come before it is due, by its name; at most one of each.
    _ahead: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def take_over(self) -> None:
        """Take up what a process that is known to be gone had begun, at once; call it before the first tick."""
        rounds, deliveries = await self.store.call(self._take_over)
        if rounds or deliveries:
            log.info("taking up what an earlier process had begun", rounds=rounds, deliveries=deliveries)

    def _take_over(self, tx: Transaction) -> tuple[int, int]:
        return tx.rounds.release_gone(), tx.deliveries.release_gone(self.clock.now() + ON_ITS_WAY)

    def _release_lapsed(self, tx: Transaction) -> None:
        rounds, deliveries = tx.rounds.release_lapsed(), tx.deliveries.release_lapsed(self.clock.now())
        if rounds or deliveries:
            log.warning("taking up what another process has not ended in time", rounds=rounds, deliveries=deliveries)

    async def tick(self) -> None:
        """Do all that is due, or start it. Closing comes first, so that a reveal stands before the next question.

        While it is not sure what time it is, only what was owed before goes out.
        """
        await self.heartbeat.beat()
        await self.store.call(self._release_lapsed)
        if not await self.timekeeping.is_sure():
            await self._briefly(self.deliver_due())
            return
        await self._briefly(self.close_due())
        await self._briefly(self.deliver_due())
        await self.open_due()
        await self._briefly(self.remind_due())
        await self.nudge_due()
        await self._briefly(self.digest_due())
        await self.ask_silent()
        await self.place_due()
        await self._briefly(self.deliver_due())
        self._start_ahead("reaching", self.closing.reading.look_again)
        self._start_ahead("grading", self.closing.grade_ahead)
        self._start_ahead("counting", self.counting.count)

    async def watch(self) -> None:
        """Give a sign of life and look at the clock: all that is due in a process that does nothing else by itself."""
        await self.heartbeat.beat()
        await self.timekeeping.is_sure()

    def _start_ahead(self, name: str, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Start what nobody waits for, unless that is under way."""
        if name not in self._ahead:
            self._ahead[name] = task = asyncio.create_task(work(), name=name)
            task.add_done_callback(self._over)

    async def _briefly(self, work: Coroutine[None, None, None]) -> None:
        """Start work that waits for platforms, and wait for it a moment; what it claimed nobody else does meanwhile."""
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._over)
        await asyncio.wait([task], timeout=PATIENCE.total_seconds())

    def _over(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._ahead.pop(task.get_name(), None)
        if not task.cancelled() and (error := task.exception()):
            log.error("work that was due failed", exc_info=error)

    async def idle(self) -> bool:
        """Wait for what is under way, however long it takes; False if nothing was that a tick could go on from."""
        was_due = bool(self._under_way)
        if under_way := [*self._under_way, *self._ahead.values()]:
            await asyncio.wait(under_way)
        return was_due

    async def finish(self, patience: timedelta = timedelta(seconds=5)) -> None:
        """Wait for what is under way; what takes longer is given up, and taken up again after its claim ran out."""
        under_way = [*self._under_way, *self._ahead.values()]
        if under_way:
            await asyncio.wait(under_way, timeout=patience.total_seconds())
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        await self.timekeeping.finish()

    async def close_due(self) -> None:
        """Close the rounds whose time has come."""
        await self._do_due(
            lambda tx, limit: tx.rounds.due_to_close(self.clock.now(), limit), self.closing.close, "closing"
        )

    async def open_due(self) -> None:
        """Open the slots that are due."""
        await self._do_due(
            lambda tx, limit: tx.series.due(self.clock.now(), limit),
            lambda number: self.store.call(self.opening.open_due, number),
            "opening",
        )

    async def remind_due(self) -> None:
        """Owe the reminders that are due."""
        await self._do_due(
            lambda tx, limit: tx.rounds.due_to_remind(self.clock.now(), limit),
            self.reminding.remind,
            "reminding",
        )

    async def nudge_due(self) -> None:
        """Owe members the reminders that are due for their drills."""
        await self._do_due(
            lambda tx, limit: tx.nudges.due(self.clock.now(), limit),
            lambda number: self.store.call(self.nudging.nudge_due, number),
            "nudging",
        )

    async def digest_due(self) -> None:
        """Owe managers the digests that are due."""
        await self._do_due(
            lambda tx, limit: tx.digests.due(self.clock.now(), limit),
            self.digesting.digest_due,
            "writing digests",
        )

    async def ask_silent(self) -> None:
        """Owe those who have been silent for long the question whether to be left alone."""
        await self._do_due(
            lambda tx, limit: tx.contacts.silent(self.clock.now(), limit),
            lambda number: self.store.call(self.meeting.ask_silent, number),
            "asking the silent",
        )

    async def place_due(self) -> None:
        """Give private messages that wait the place of a day, where it is free."""
        await self._do_due(
            lambda tx, limit: tx.deliveries.to_place(self.clock.now(), limit),
            lambda number: self.store.call(self.queueing.place_due, number),
            "queueing",
        )

    async def _do_due(
        self, due: Callable[[Transaction, int], Sequence[int]], work: Callable[[int], Awaitable[object]], what: str
    ) -> None:
        """Do what is due, a batch of it at least if so much works: what fails every time must not keep others waiting.

        What fails stays due and comes first, so more is asked for by as many as were tried.
        """
        tried: set[int] = set()
        worked = 0
        while worked < BATCH:
            numbers = await self.store.call(due, BATCH + len(tried))
            fresh = [number for number in numbers if number not in tried][:BATCH]
            failed = await do_each(fresh, work, what)
            if not failed:
                return
            tried.update(fresh)
            worked += len(fresh) - len(failed)

    async def deliver_due(self) -> None:
        """Send what is due, and then what waited for it."""
        while await self.delivering.deliver_due():
            pass

    async def next_due(self) -> datetime | None:
        """Give the earliest instant at which anything is due; it may have passed."""
        return await self.store.call(_next_due)

    async def retain(self, keep: timedelta) -> Retention:
        """Delete what is older than it has to be."""
        return await retain(self.store, self.clock.now(), keep)


def _next_due(tx: Transaction) -> datetime | None:
    return tx.reports.next_due()
