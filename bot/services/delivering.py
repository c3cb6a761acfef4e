"""Sending what is owed: claim, look up if it may have gone through before, send, record."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.domain.answers import taking_part
from bot.domain.cards import Card
from bot.domain.deliveries import Delivery, DeliveryKind
from bot.domain.notices import delivery_failed_notice
from bot.domain.question_cards import closed_card, question_card
from bot.domain.renaming import CommandNames
from bot.domain.rounds import Round, RoundState
from bot.domain.series import SeriesState
from bot.errors import DeliveryError
from bot.ports.clock import Clock
from bot.ports.messenger import Destination, Messenger, Sent
from bot.ports.store import Store, Transaction
from bot.services.answering import count_answers
from bot.services.each import do_each
from bot.services.owing import moment_code, tell_managers
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
_CLOCK_SKEW = timedelta(hours=1)
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
    #: What is shown; for an update, the round as it was when the delivery was claimed.
    shown: Card
    #: The state of the round then.
    state: RoundState | None
    #: The round's card, for what replaces it or goes into its thread.
    card: Sent | None


@dataclass(frozen=True, slots=True)
class Delivering:
    """Sends due deliveries through the messengers of the platforms that are on."""

    store: Store
    clock: Clock
    messengers: Mapping[str, Messenger]
    send_timeout: timedelta = SEND_TIMEOUT
    #: Put into what is sent: stored cards name the commands by their default words.
    names: CommandNames = field(default_factory=CommandNames)
    #: What this process sends just now: nobody here sends it again, whatever the clock says of its claim.
    _under_way: set[int] = field(default_factory=set)

    async def deliver_due(self) -> int:
        """Send what is due and give how many deliveries were tried."""
        parcels = {parcel.delivery.id: parcel for parcel in await self.store.call(self._claim)}
        self._under_way.update(parcels)
        try:
            await do_each(list(parcels), lambda number: self._deliver(parcels[number]), "delivering")
        finally:
            self._under_way.difference_update(parcels)
        return len(parcels)

    def _claim(self, tx: Transaction) -> list[_Parcel]:
        now = self.clock.now()
        under_way = frozenset(self._under_way)
        claimed = tx.deliveries.claim(now, now + LEASE, BATCH, frozenset(self.messengers), under_way)
        return [parcel for delivery in claimed if (parcel := self._parcel(tx, delivery)) is not None]

    def _parcel(self, tx: Transaction, delivery: Delivery) -> _Parcel | None:
        """Give what is needed to send it; None if it need not be sent: a newer update shows more."""
        played = tx.rounds.get(delivery.round_id) if delivery.round_id else None
        shown = delivery.card
        if delivery.kind is DeliveryKind.UPDATE and played is not None:
            # An earlier attempt may still arrive, after the update of the close: then the closed card is sent again.
            is_final = played.state is not RoundState.OPEN and delivery.attempts > 1
            if not is_final and tx.deliveries.has_newer(delivery):
                tx.deliveries.mark_sent(delivery.id, played.card_message or "")
                return None
            shown = _as_it_stands(tx, played, self.clock.now()) or shown
        card = None
        if played and played.card_message and played.thread:
            card = Sent(played.channel, played.card_message, played.thread)
        thread = card.thread if card and delivery.kind in _IN_THREAD else None
        is_direct = delivery.kind is DeliveryKind.DIRECT
        destination = Destination(
            delivery.workspace,
            delivery.channel,
            thread,
            direct=is_direct,
            opens_thread=shown.title if delivery.kind is DeliveryKind.CARD else "",
            about_thread=card.thread if card else None,
        )
        return _Parcel(delivery, destination, self.names.in_card(shown), played.state if played else None, card)

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
            await self.store.call(self._sent, parcel, sent)

    async def _send(self, parcel: _Parcel) -> Sent:
        delivery = parcel.delivery
        messenger = self.messengers[delivery.workspace.partition(":")[0]]
        if delivery.kind is DeliveryKind.UPDATE:
            if parcel.card is None:
                raise DeliveryError("The card to update was never posted.", permanent=True)
            await messenger.update(delivery.workspace, parcel.card, parcel.shown)
            return parcel.card
        if delivery.attempts > 1:
            # An earlier attempt may have reached the platform before it failed here.
            since = delivery.due_at - _CLOCK_SKEW
            found = await messenger.find(parcel.destination, key=delivery.key, since=since)
            if found is not None:
                return found
        return await messenger.send(parcel.destination, parcel.shown, key=delivery.key)

    def _sent(self, tx: Transaction, parcel: _Parcel, sent: Sent) -> None:
        delivery = parcel.delivery
        played = tx.rounds.get(delivery.round_id) if delivery.round_id else None
        if delivery.kind is DeliveryKind.UPDATE and played and played.state is not parcel.state:
            # Another process has closed the round meanwhile: its update may have come before this one.
            tx.deliveries.mark_retry(delivery.id, self.clock.now(), "the round has closed meanwhile")
            return
        tx.deliveries.mark_sent(delivery.id, sent.message)
        if delivery.kind is DeliveryKind.CARD and played is not None:
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
        code = moment_code("p", series.id, now)
        tell_managers(tx, series, delivery_failed_notice(series, str(error)), code=code, now=now)


def _as_it_stands(tx: Transaction, played: Round, now: datetime) -> Card | None:
    """Show a round as it is now, so that an update that comes late never undoes a later one."""
    if played.state is RoundState.CLOSED:
        return closed_card(played, len(taking_part(tx.answers.frozen(played.id))))
    series = tx.series.get(played.series_id)
    if series is None or played.question is None:
        return None
    return question_card(series, played, played.question, count_answers(tx, played, now))
