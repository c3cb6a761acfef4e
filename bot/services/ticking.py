"""What a tick does: close, open, remind, deliver. Any number of ticks, early or late, come to the same."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.ports.clock import Clock
from bot.ports.store import Retention, Store, Transaction
from bot.services.closing import Closing
from bot.services.delivering import Delivering
from bot.services.each import do_each
from bot.services.opening import Opening
from bot.services.reminding import remind

log = structlog.get_logger()

#: How many rounds or series one pass takes; what is left is due at once again.
BATCH = 100


@dataclass(frozen=True, slots=True)
class Ticking:
    """The jobs that the scheduler wakes; each looks for what is due and does it."""

    store: Store
    clock: Clock
    opening: Opening
    closing: Closing
    delivering: Delivering

    async def tick(self) -> None:
        """Do all that is due. Closing comes first, so that a reveal stands before the next question."""
        await self.close_due()
        await self.deliver_due()
        await self.open_due()
        await self.remind_due()
        await self.deliver_due()

    async def close_due(self) -> None:
        """Close the rounds whose time has come."""
        due = await self.store.call(lambda tx: tx.rounds.due_to_close(self.clock.now(), BATCH))
        await do_each(due, self.closing.close, "closing")

    async def open_due(self) -> None:
        """Open the slots that are due."""
        due = await self.store.call(lambda tx: tx.series.due(self.clock.now(), BATCH))
        await do_each(due, lambda number: self.store.call(self.opening.open_due, number), "opening")

    async def remind_due(self) -> None:
        """Owe the reminders that are due."""
        due = await self.store.call(lambda tx: tx.rounds.due_to_remind(self.clock.now(), BATCH))
        await do_each(due, lambda number: self.store.call(remind, self.clock, number), "reminding")

    async def deliver_due(self) -> None:
        """Send what is due, and then what waited for it."""
        while await self.delivering.deliver_due():
            pass

    async def next_due(self) -> datetime | None:
        """Give the earliest instant at which anything is due; it may have passed."""
        return await self.store.call(_next_due)

    async def retain(self, keep: timedelta) -> Retention:
        """Delete what is older than it has to be."""
        deleted = await self.store.call(lambda tx: tx.retain(self.clock.now() - keep))
        log.info("retention", revisions=deleted.revisions, deliveries=deleted.deliveries)
        return deleted


def _next_due(tx: Transaction) -> datetime | None:
    return tx.reports.next_due()
