"""Sending what is owed: claim, look up if it may have gone through before, send, record."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.cards.naming import CommandNames, Naming
from bot.cards.question import closed_card, question_card
from bot.cards.reveal import whole_answer
from bot.domain.answers import taking_part
from bot.domain.card import Block, Card, Quote, leading_on
from bot.domain.deliveries import BEFORE_CLOSE, BELOW_REVEAL, PRIVATE, Delivery, DeliveryKind, DeliveryState
from bot.domain.members import platform_of
from bot.domain.rounds import Round, RoundState
from bot.errors import DeliveryError, Scope
from bot.ports.clock import Clock
from bot.ports.messenger import Destination, Messenger, Sent
from bot.ports.store import Store, Transaction
from bot.services.authoring.at_hand import credit_of
from bot.services.deliveries.holding import proven, undelivered
from bot.services.rounds.answering import count_answers
from bot.services.rounds.revealing import has_model_answer, owe_closed_card_again

log = structlog.get_logger()

#: How long a claim holds; a send that takes longer is given up before, so that nobody sends beside it.
LEASE = timedelta(minutes=2)
SEND_TIMEOUT = timedelta(minutes=1)
#: How long a link is waited for: it is nice to have, and the message is owed.
LINK_TIMEOUT = timedelta(seconds=5)
#: How many deliveries one process sends side by side.
BATCH = 50
#: How many of one workspace: one whose platform is slow holds up no other.
MOST_EACH = 20
#: How many places must be free before others are claimed: one claim costs much the same for one and for many.
REFILL = 10
#: How often a message that Askaday itself fails on is tried before it waits for somebody to look.
_TRIES_AFTER_MISTAKE = 3
#: By how much a platform's clock may be behind: a message that may have gone through is looked for since it was due.
_CLOCK_SKEW = timedelta(hours=1)
_IN_THREAD = frozenset({DeliveryKind.REVEAL, DeliveryKind.REMINDER, *BELOW_REVEAL})
#: What a round owes everybody: where its thread does not take it, the channel does.
_BESIDE_THREAD = frozenset({DeliveryKind.REVEAL, DeliveryKind.BOARD, *BELOW_REVEAL})


def _typed(_workspace: str) -> Naming:
    return CommandNames()


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
    #: The reveal that it leads to; None: to none, or it was not posted.
    reveal: Sent | None = None
    #: It is a question whose time is over: it is of use only where an earlier attempt has posted it.
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Delivering:
    """Sends due deliveries through the messengers of the platforms that are on."""

    store: Store
    clock: Clock
    messengers: Mapping[str, Messenger]
    send_timeout: timedelta = SEND_TIMEOUT
    #: How commands are written in a workspace: stored cards name them by their default words.
    naming: Callable[[str], Naming] = _typed
    #: What this process sends just now, with its workspace: nobody here sends it again, whatever the clock says of its
    #: claim.
    _under_way: dict[int, str] = field(default_factory=dict)
    #: Two that claim at the same time would take the same places.
    _claiming: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def deliver_due(self) -> int:
        """Send what is due, and give how many deliveries were tried.

        So many go side by side at most; as some are done others are claimed, so that a slow one holds up none.
        """
        sending: set[asyncio.Task[None]] = set()
        tried, is_more = 0, True
        try:
            while is_more or sending:
                if is_more and BATCH - len(self._under_way) >= (REFILL if sending else 1):
                    parcels, is_more = await self._take()
                    sending |= {asyncio.create_task(self._carry(parcel)) for parcel in parcels}
                    tried += len(parcels)
                elif not sending:
                    return tried  # others of this process have all places, and go on
                if sending:
                    done, sending = await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
                    is_more = True  # what waited for these may be due now
                    for one in done:
                        one.result()
        except asyncio.CancelledError:
            for task in sending:
                task.cancel()
            raise
        finally:
            await asyncio.gather(*sending, return_exceptions=True)
        return tried

    async def _take(self) -> tuple[list[_Parcel], bool]:
        """Claim as many as there are places; False: no more are due now."""
        async with self._claiming:
            claimed, parcels = await self.store.call(self._claim)
            self._under_way.update((parcel.delivery.id, parcel.delivery.workspace) for parcel in parcels)
        return parcels, claimed > 0

    async def _carry(self, parcel: _Parcel) -> None:
        number = parcel.delivery.id
        try:
            await self._deliver(parcel)
        except Exception:
            log.exception("due work failed", what="delivering", number=number)
        finally:
            self._under_way.pop(number, None)

    def _claim(self, tx: Transaction) -> tuple[int, list[_Parcel]]:
        """Claim some, and give how many, and what of it is to be sent."""
        now = self.clock.now()
        under_way = dict(self._under_way)
        claimed = tx.deliveries.claim(
            now,
            now + LEASE,
            BATCH - len(under_way),
            frozenset(self.messengers),
            frozenset(under_way),
            busy=Counter(under_way.values()),
            most_each=MOST_EACH,
        )
        parcels = [parcel for delivery in claimed if (parcel := self._parcel_or_none(tx, delivery)) is not None]
        return len(claimed), parcels

    def _parcel_or_none(self, tx: Transaction, delivery: Delivery) -> _Parcel | None:
        """Give the parcel; one that cannot be made must not keep the others of the batch back."""
        try:
            return self._parcel(tx, delivery)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told and the others go on
            undelivered(tx, delivery, _mistake(delivery, error), self.clock.now())
            return None

    def _parcel(self, tx: Transaction, delivery: Delivery) -> _Parcel | None:
        """Give what is needed to send it; None if it need not be sent: a newer update shows more."""
        played = tx.rounds.get(delivery.round_id) if delivery.round_id else None
        if delivery.kind in BEFORE_CLOSE and played is not None and played.state is not RoundState.OPEN:
            tx.deliveries.mark_failed(delivery.id, "the question was closed before it could be sent")
            return None
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
        is_there = card is not None and card.channel == delivery.channel
        thread = card.thread if card and is_there and delivery.kind in _IN_THREAD else None
        destination = Destination(
            delivery.workspace,
            delivery.channel,
            thread,
            direct=delivery.kind in PRIVATE,
            opens_thread=shown.title if delivery.kind is DeliveryKind.CARD else "",
            about_thread=card.thread if card and is_there else None,
        )
        reveal = _reveal_of(tx, played, card) if shown.thread_link and delivery.kind is DeliveryKind.BOARD else None
        state = played.state if played else None
        said = self.naming(delivery.workspace).in_card(shown)
        is_late = delivery.kind is DeliveryKind.CARD and played is not None and _is_over(played, self.clock.now())
        # By a clock that may be wrong nothing is given up.
        is_over = is_late and self.clock.is_sure
        return _Parcel(delivery, destination, said, state, card, reveal, is_over)

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
        except Exception as error:  # noqa: BLE001 - whatever it is, it counts as a failed delivery
            await self.store.call(self._failed, delivery, _mistake(delivery, error))
        else:
            await self.store.call(self._sent, parcel, sent)

    async def _send(self, parcel: _Parcel) -> Sent | None:
        """Send it; None: it was of no use any more."""
        delivery = parcel.delivery
        messenger = self.messengers[platform_of(delivery.workspace)]
        if delivery.kind is DeliveryKind.UPDATE:
            if parcel.card is None:
                raise DeliveryError("The card to update was never posted.", permanent=True, scope=Scope.MESSAGE)
            await messenger.update(delivery.workspace, parcel.card, parcel.shown)
            return parcel.card
        try:
            return await self._post(messenger, parcel, parcel.destination)
        except DeliveryError as error:
            if not _goes_beside(parcel, error):
                raise
            log.warning(
                "the thread does not take it, so it goes to the channel", delivery=delivery.id, error=str(error)
            )
            return await self._post(messenger, parcel, replace(parcel.destination, thread=None, about_thread=None))

    async def _post(self, messenger: Messenger, parcel: _Parcel, destination: Destination) -> Sent | None:
        delivery = parcel.delivery
        if delivery.attempts > 1:
            # An earlier attempt may have reached the platform before it failed here.
            since = delivery.due_at - _CLOCK_SKEW
            found = await messenger.find(destination, key=delivery.key, since=since)
            if found is not None:
                return found
        if parcel.is_over:
            return None
        return await messenger.send(destination, await _linked(messenger, parcel), key=delivery.key)

    def _sent(self, tx: Transaction, parcel: _Parcel, sent: Sent | None) -> None:
        delivery = parcel.delivery
        if sent is None:
            tx.deliveries.mark_failed(delivery.id, "the question's time was over before it could be posted")
            return
        played = tx.rounds.get(delivery.round_id) if delivery.round_id else None
        if delivery.kind is DeliveryKind.UPDATE and played and played.state is not parcel.state:
            # Another process has closed the round meanwhile: its update may have come before this one.
            now = self.clock.now()
            tx.deliveries.mark_retry(delivery.id, now, now, "the round has closed meanwhile")
            return
        tx.deliveries.mark_sent(delivery.id, sent.message)
        proven(tx, delivery, self.clock.now())
        # Where another process has posted it meanwhile people answer there.
        if delivery.kind is DeliveryKind.CARD and played is not None and played.card_message is None:
            tx.rounds.save(replace(played, channel=sent.channel, card_message=sent.message, thread=sent.thread))
        if delivery.kind in {DeliveryKind.REVEAL, DeliveryKind.ANSWER} and played is not None:
            owe_closed_card_again(tx, played, self.clock.now())

    def _failed(self, tx: Transaction, delivery: Delivery, error: DeliveryError) -> None:
        undelivered(tx, delivery, error, self.clock.now())


def _is_over(played: Round, now: datetime) -> bool:
    return played.closes_at is not None and played.closes_at <= now


def _reveal_of(tx: Transaction, played: Round | None, card: Sent | None) -> Sent | None:
    """Give the message of a round's reveal, once it is there."""
    owed = tx.deliveries.of_round(played.id) if played else ()
    for one in owed:
        if one.kind is DeliveryKind.REVEAL and one.state is DeliveryState.SENT and one.message:
            return Sent(one.channel, one.message, card.thread if card else one.message)
    return None


async def _linked(messenger: Messenger, parcel: _Parcel) -> Card:
    """Let what is shown lead on where there are links: news to their reveal, the beginning of a quote to all of it."""
    if parcel.delivery.kind is DeliveryKind.BOARD and parcel.shown.thread_link:
        address = await _address(messenger, parcel.delivery, parcel.reveal) if parcel.reveal else ""
        return leading_on(parcel.shown, address)
    if parcel.card is None:
        return parcel.shown
    blocks: list[Block] = []
    for block in parcel.shown.blocks:
        blocks.append(block)
        if isinstance(block, Quote) and block.message:
            where = replace(parcel.card, message=block.message)
            address = await _address(messenger, parcel.delivery, where)
            blocks += [whole_answer(address)] if address else []
    return replace(parcel.shown, blocks=tuple(blocks))


async def _address(messenger: Messenger, delivery: Delivery, message: Sent) -> str:
    """Give the link to a message; where the platform does not tell it in time, what is owed goes without it."""
    try:
        async with asyncio.timeout(LINK_TIMEOUT.total_seconds()):
            return await messenger.address(delivery.workspace, message)
    except (DeliveryError, TimeoutError) as error:
        log.warning("sent without a link", delivery=delivery.id, kind=delivery.kind, error=str(error))
        return ""


def _goes_beside(parcel: _Parcel, error: DeliveryError) -> bool:
    """Say whether a refusal is about the round's thread, so that the channel may still take the message."""
    if not error.permanent or parcel.delivery.kind not in _BESIDE_THREAD:
        return False
    # Whoever may not post in a thread may still post in its channel.
    return error.scope is Scope.THREAD or (error.scope is Scope.CHANNEL and parcel.destination.thread is not None)


def _mistake(delivery: Delivery, error: Exception) -> DeliveryError:
    """Count whatever went wrong here as a failed delivery; it may have been the moment, so it is tried again first."""
    log.error("Askaday failed at a delivery", delivery=delivery.id, kind=delivery.kind, exc_info=error)
    said = f"Askaday made a mistake ({type(error).__name__}); its log says more."
    return DeliveryError(said, permanent=delivery.attempts >= _TRIES_AFTER_MISTAKE, scope=Scope.MISTAKE)


def _as_it_stands(tx: Transaction, played: Round, now: datetime) -> Card | None:
    """Show a round as it is now, so that an update that comes late never undoes a later one."""
    if played.state is RoundState.CLOSED:
        answered = len(taking_part(tx.answers.frozen(played.id)))
        return closed_card(played, answered, has_model_answer=has_model_answer(tx, played))
    series = tx.series.get(played.series_id)
    if series is None or played.question is None:
        return None
    answers = count_answers(tx, played, now)
    is_first, credit = tx.rounds.is_first(played), credit_of(tx, played)
    return question_card(series, played, played.question, answers, is_first=is_first, credit=credit)
