"""Telling managers of older series, once, what a new version lets them choose."""

from datetime import datetime

from bot.cards.notices import upgraded_notice
from bot.ports.clock import Clock
from bot.ports.store import Store, Transaction
from bot.services.deliveries.owing import tell_managers
from bot.services.each import SLICE


async def tell_upgraded(store: Store, clock: Clock) -> None:
    """Tell the managers of each series that stood before; a new one has the new defaults from its start."""
    while await store.call(_tell_some, clock.now()):
        pass


def _tell_some(tx: Transaction, now: datetime) -> bool:
    """Tell a slice of them; False: there are no more."""
    some = tx.series.upgraded(SLICE)
    for series in some:
        tell_managers(tx, series, upgraded_notice(series), code="results and board", now=now)
        tx.series.mark_told(series.id)
    return bool(some)
