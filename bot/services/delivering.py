"""Sending what is owed: claim, look up if it may have gone through before, send, record."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.domain.deliveries import Delivery, DeliveryKind
from bot.domain.notices import delivery_failed_notice
from bot.domain.rounds import RoundState
from bot.domain.series import SeriesState
from bot.errors import DeliveryError
from bot.ports.clock import Clock
from bot.ports.messenger import Destination, Messenger, Sent
from bot.ports.store import Store, Transaction
from bot.services.each import do_each
from bot.services.owing import tell_managers
from bot.services.withdrawing import withdraw

log = structlog.get_logger()

#: How long a claim holds; a send that takes longer is given up before, so that nobody sends beside it.
LEASE = timedelta(minutes=2)
SEND_TIMEOUT = timedelta(minutes=1)
#: How many deliveries one process sends side by side.
BATCH = 50
_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(minutes=15)
#: By how much a platform's clock may be behind: a message that may have gone through is looked for since it was due.
_CLOCK_SKEW = timedelta(minutes=5)
#: A message that goes to the channel of a series: if it can never be sent, the series is paused.
_TO_CHANNEL = frozenset({DeliveryKind.CARD, DeliveryKind.NOTE, DeliveryKind.REVEAL, DeliveryKind.BOARD})
_IN_THREAD = frozenset({DeliveryKind.REVEAL, DeliveryKind.REMINDER})


def wait_before(attempt: int, retry_after: float | None) -> timedelta:
    """Say how long to wait after a failed attempt (counted from 1); never less than the platform asked for."""
    backoff = min(_FIRST_WAIT * (1 << min(attempt - 1, 16)), _LONGEST_WAIT)
    return max(backoff, timedelta(seconds=retry_after or 0))


@dataclass(frozen=True, slots=True)
class _Parcel:
    """A claimed delivery with what is needed to send it."""

    delivery: Delivery
    destination: Destination
    #: The round's card, for what replaces it or goes into its thread.
    card: Sent | None


@dataclass(frozen=True, slots=True)
class Delivering:
    """Sends due deliveries through the messengers of the platforms that are on."""

    store: Store
    clock: Clock
    messengers: Mapping[str, Messenger]
    send_timeout: timedelta = SEND_TIMEOUT

    async def deliver_due(self) -> int:
        """Send what is due and give how many deliveries were tried."""
        parcels = {parcel.delivery.id: parcel for parcel in await self.store.call(self._claim)}
        await do_each(list(parcels), lambda number: self._deliver(parcels[number]), "delivering")
        return len(parcels)

    def _claim(self, tx: Transaction) -> list[_Parcel]:
        now = self.clock.now()
        claimed = tx.deliveries.claim(now, now + LEASE, BATCH, frozenset(self.messengers))
        return [self._parcel(tx, delivery) for delivery in claimed]

    def _parcel(self, tx: Transaction, delivery: Delivery) -> _Parcel:
        played = tx.rounds.get(delivery.round_id) if delivery.round_id else None
        card = None
        if played and played.card_message and played.thread:
            card = Sent(played.channel, played.card_message, played.thread)
        thread = card.thread if card and delivery.kind in _IN_THREAD else None
        is_direct = delivery.kind is DeliveryKind.DIRECT
        return _Parcel(delivery, Destination(delivery.workspace, delivery.channel, thread, direct=is_direct), card)

    async def _deliver(self, parcel: _Parcel) -> None:
        delivery = parcel.delivery
        try:
            async with asyncio.timeout(self.send_timeout.total_seconds()):
                sent = await self._send(parcel)
        except TimeoutError:
            error = DeliveryError("The platform did not answer in time.", permanent=False)
            await self.store.call(self._failed, delivery, error)
        except DeliveryError as error:
            await self.store.call(self._failed, delivery, error)
        else:
            await self.store.call(self._sent, delivery, sent)

    async def _send(self, parcel: _Parcel) -> Sent:
        delivery = parcel.delivery
        messenger = self.messengers[delivery.workspace.partition(":")[0]]
        if delivery.kind is DeliveryKind.UPDATE:
            if parcel.card is None:
                raise DeliveryError("The card to update was never posted.", permanent=True)
            await messenger.update(delivery.workspace, parcel.card, delivery.card)
            return parcel.card
        if delivery.attempts > 1:
            # An earlier attempt may have reached the platform before it failed here.
            since = delivery.due_at - _CLOCK_SKEW
            found = await messenger.find(parcel.destination, key=delivery.key, since=since)
            if found is not None:
                return found
        return await messenger.send(parcel.destination, delivery.card, key=delivery.key)

    def _sent(self, tx: Transaction, delivery: Delivery, sent: Sent) -> None:
        tx.deliveries.mark_sent(delivery.id, sent.message)
        if delivery.kind is DeliveryKind.CARD and delivery.round_id is not None:
            played = tx.rounds.get(delivery.round_id)
            if played is not None:
                tx.rounds.save(replace(played, channel=sent.channel, card_message=sent.message, thread=sent.thread))

    def _failed(self, tx: Transaction, delivery: Delivery, error: DeliveryError) -> None:
        now = self.clock.now()
        log.warning("not delivered", delivery=delivery.id, kind=delivery.kind, error=str(error))
        if not error.permanent:
            tx.deliveries.mark_retry(delivery.id, now + wait_before(delivery.attempts, error.retry_after), str(error))
            return
        tx.deliveries.mark_failed(delivery.id, str(error))
        if delivery.kind is DeliveryKind.CARD and delivery.round_id is not None:
            played = tx.rounds.get(delivery.round_id)
            if played is not None and played.state is RoundState.OPEN:
                withdraw(tx, played, f"its card could not be posted: {error}", now)
        if delivery.kind in _TO_CHANNEL and delivery.series_id is not None:
            self._pause(tx, delivery.series_id, error, now)

    def _pause(self, tx: Transaction, series_id: int, error: DeliveryError, now: datetime) -> None:
        series = tx.series.get(series_id)
        if series is None or not tx.series.set_state(series_id, SeriesState.PAUSED, str(error)):
            return
        tx.series.set_next(series_id, None, None)
        tell_managers(tx, series, delivery_failed_notice(series, str(error)), code=f"p{now:%y%m%d%H%M}", now=now)
