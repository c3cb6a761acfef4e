"""Telling managers of older series, once, what a new version lets them choose."""

from datetime import datetime

from bot.cards.notices.upgraded import upgraded_notice
from bot.ports.clock import Clock
from bot.ports.store import Store, Transaction
from bot.services.deliveries.owing import tell_members
from bot.services.members.meeting import SILENCE


async def tell_upgraded(store: Store, clock: Clock) -> None:
    """Tell the managers of all series that stood before; a new one has the new defaults from its start."""
    while await store.call(_tell_workspace, clock.now()):
        pass
    # Nobody is asked because of a silence before anybody could be.
    await store.call(lambda tx: tx.contacts.begin(clock.now() + SILENCE))


def _tell_workspace(tx: Transaction, now: datetime) -> bool:
    """Tell each manager of one workspace of all their series in one message; False: all are told."""
    several = tx.series.upgraded()
    for manager in sorted({one for series in several for one in series.settings.managers}):
        theirs = [series for series in several if manager in series.settings.managers]
        notice = upgraded_notice(theirs)
        if notice is not None:
            tell_members(tx, theirs[0], frozenset({manager}), notice, code="what new series have", now=now)
    for series in several:
        tx.series.mark_told(series.id)
    return bool(several)
