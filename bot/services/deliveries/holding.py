"""What is owed and cannot be sent as things are: it is kept, managers are told, and it goes once the cause is gone."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import structlog

from bot.cards.notices.owed import owed_notice
from bot.domain.deliveries import BELOW_REVEAL, PRIVATE, Delivery, DeliveryKind
from bot.domain.members import ITSELF
from bot.domain.series import PausedFor, Series, SeriesState
from bot.errors import DeliveryError, Scope
from bot.ports.store import Transaction
from bot.services.deliveries.owing import moment_code, tell_managers
from bot.services.rounds.opening import arm

log = structlog.get_logger()

#: After a failed attempt; doubled each time.
FIRST_WAIT = timedelta(seconds=1)
_LONGEST_WAIT = timedelta(minutes=15)
#: What waits is tried by itself now and then, ever more rarely: not every cause tells when it is gone. This goes for
#: closes, too.
#: Nothing waits longer: what does was written by a clock that was ahead.
FIRST_PROBE = timedelta(minutes=1)
LONGEST_PROBE = timedelta(hours=1)
#: Messages into the channel of a series itself: one that is taken shows that the channel takes messages.
TO_CHANNEL = frozenset({DeliveryKind.CARD, DeliveryKind.NOTE, DeliveryKind.BOARD})
#: What people wait for: their managers are told that it is owed.
_AWAITED = frozenset({DeliveryKind.CARD, DeliveryKind.REVEAL, DeliveryKind.BOARD, *BELOW_REVEAL})
#: What goes to the channel that a series has now, if it was for one that the series has left.
_MOVES = frozenset({DeliveryKind.NOTE, DeliveryKind.REVEAL, DeliveryKind.BOARD, *BELOW_REVEAL})
#: What a refusal pauses a series for; others are about one message or one round.
PAUSES = {Scope.CHANNEL: PausedFor.CHANNEL, Scope.WORKSPACE: PausedFor.WORKSPACE}
#: Of what is refused for its own sake (what it replaces is gone, say), these are of no use later.
_FLEETING = frozenset({DeliveryKind.UPDATE, DeliveryKind.REMINDER, *PRIVATE})


def wait_before(attempt: int, retry_after: float | None) -> timedelta:
    """Say how long to wait after a failed attempt (counted from 1); never less than the platform asked for."""
    return max(_doubled(FIRST_WAIT, attempt, _LONGEST_WAIT), timedelta(seconds=retry_after or 0))


def _doubled(first: timedelta, attempt: int, longest: timedelta) -> timedelta:
    return min(first * (1 << min(attempt - 1, 16)), longest)


def undelivered(tx: Transaction, delivery: Delivery, error: DeliveryError, now: datetime) -> None:
    """Record a failed attempt: it is tried again, waits for its cause to go away, or was of no use any more.

    Nothing is recorded of an attempt whose claim another process has taken over.
    """
    log.warning("not delivered", delivery=delivery.id, kind=delivery.kind, error=str(error))
    stands = tx.deliveries.get(delivery.id)
    if stands is None or not tx.deliveries.is_own(delivery.id):
        return
    if stands.waits_for is not delivery.waits_for:  # it was let go while this was tried: the refusal may be of before
        tx.deliveries.mark_retry(delivery.id, now, now + wait_before(1, error.retry_after), str(error))
    elif not error.permanent:
        tx.deliveries.mark_retry(delivery.id, now, now + wait_before(delivery.attempts, error.retry_after), str(error))
    elif _can_wait(delivery, error.scope):
        probe = now + _doubled(FIRST_PROBE, delivery.attempts, LONGEST_PROBE)
        tx.deliveries.mark_waiting(delivery.id, error.scope, now, probe, str(error))
        _follow(tx, delivery, error, now)
    else:
        tx.deliveries.mark_failed(delivery.id, str(error))


def _can_wait(delivery: Delivery, scope: Scope) -> bool:
    if delivery.kind in PRIVATE:
        # A member's own channel does not come back by an event; who cannot be written to stays so.
        return scope in {Scope.WORKSPACE, Scope.MISTAKE}
    return delivery.kind not in _FLEETING or scope not in {Scope.MESSAGE, Scope.THREAD}


def _follow(tx: Transaction, delivery: Delivery, error: DeliveryError, now: datetime) -> None:
    """Pause the series whose channel or workspace refused, and tell its managers what is owed, once."""
    series = series_of(tx, delivery)
    if series is None:
        return
    if delivery.kind in PRIVATE:
        is_news = error.scope is Scope.MISTAKE and delivery.channel not in series.settings.managers
    else:
        cause = cause_of(series, delivery.channel, error)
        is_paused = cause is not None and pause(tx, series, str(error), cause, now)
        is_news = is_paused or error.scope is Scope.MISTAKE or delivery.kind in _AWAITED
    # What waits already was told of when it began to.
    if is_news and delivery.waits_for is None:
        card = owed_notice(tx.series.get(series.id) or series, delivery, day_of(tx, delivery), str(error))
        tell_managers(tx, series, card, code=moment_code("p", delivery.id, now), now=now)


def cause_of(series: Series, channel: str, error: DeliveryError) -> PausedFor | None:
    """Say what a refusal pauses a series for; None: it is about less, or about a channel that the series has left."""
    is_its_own = error.scope is Scope.WORKSPACE or channel == series.channel
    return PAUSES.get(error.scope) if is_its_own else None


def series_of(tx: Transaction, delivery: Delivery) -> Series | None:
    """Give whose message it is; counts of answers name nothing but their round."""
    if delivery.series_id is not None:
        return tx.series.get(delivery.series_id)
    played = tx.rounds.get(delivery.round_id) if delivery.round_id is not None else None
    return tx.series.get(played.series_id) if played else None


def day_of(tx: Transaction, delivery: Delivery) -> date | None:
    """Give the day of the question that a message is about; None: it is about none."""
    played = tx.rounds.get(delivery.round_id) if delivery.round_id is not None else None
    return played.day if played else None


def pause(tx: Transaction, series: Series, reason: str, paused_for: PausedFor, now: datetime) -> bool:
    """Pause a series, and say whether it asked until now."""
    is_new = series.state is SeriesState.ACTIVE
    if not tx.series.pause(series.id, reason, paused_for):
        return False
    tx.series.set_next(series.id, None, None)
    if is_new:
        _note(tx, series, "pause", now, f"{SeriesState.PAUSED}: {reason}")
    return is_new


def _note(tx: Transaction, series: Series, action: str, now: datetime, state: str) -> None:
    """Keep in the audit what no person did."""
    was = f"{series.state}: {series.pause_reason}" if series.pause_reason else str(series.state)
    before, after = {"state": was}, {"state": state}
    tx.audit.add(series.workspace, ITSELF, action, series.name, now, series_id=series.id, before=before, after=after)


def wake(tx: Transaction, workspace: str, scope: Scope, now: datetime, *, channel: str | None = None) -> list[Series]:
    """Let go on what waited for a workspace, or for a channel of it, and give the series that ask again.

    Series that a manager paused, or that wait for something else, stay paused.
    """
    tx.rounds.release_waiting(workspace, channel=channel)
    release(tx, (one for one in tx.deliveries.waiting(workspace) if _waited(one, scope, channel)), now)
    causes = {PAUSES[scope], PausedFor.UNKNOWN}
    woken = []
    for series in tx.series.of_workspace(workspace):
        is_there = channel is None or series.channel == channel
        if is_there and series.state is SeriesState.PAUSED and series.paused_for in causes:
            tx.series.activate(series.id)
            _note(tx, series, "resume", now, SeriesState.ACTIVE)
            arm(tx, tx.series.get(series.id) or series, now)
            woken.append(tx.series.get(series.id) or series)
    return woken


def _waited(delivery: Delivery, scope: Scope, channel: str | None) -> bool:
    return delivery.waits_for is scope and channel in {None, delivery.channel}


def release(tx: Transaction, waiting: Iterable[Delivery], now: datetime) -> None:
    """Let deliveries that wait go at once."""
    for delivery in waiting:
        tx.deliveries.release(delivery.id, now, delivery.channel)


def owed(tx: Transaction, series: Series) -> list[Delivery]:
    """Give what a series owes and cannot send as things are, oldest first."""
    return [
        one
        for one in tx.deliveries.waiting(series.workspace)
        if (whose := series_of(tx, one)) and whose.id == series.id
    ]


def release_owed(tx: Transaction, series: Series, now: datetime) -> tuple[list[Delivery], int]:
    """Let all that a series owes go at once; what was for a channel that it has left goes to its channel now.

    Its closes that wait are tried, too. Gives what is sent, and how many closes are tried.
    """
    closes = tx.rounds.release_waiting(series.workspace, series_id=series.id)
    waiting = owed(tx, series)
    for delivery in waiting:
        tx.deliveries.release(delivery.id, now, series.channel if delivery.kind in _MOVES else delivery.channel)
    return waiting, closes


def proven(tx: Transaction, delivery: Delivery, now: datetime) -> None:
    """Take a message that was sent for the end of what others wait for."""
    series = tx.series.get(delivery.series_id) if delivery.series_id is not None else None
    if delivery.waits_for is Scope.WORKSPACE:
        wake(tx, delivery.workspace, Scope.WORKSPACE, now)
    if series is None or delivery.channel != series.channel:
        return
    is_shown = delivery.kind in TO_CHANNEL and series.paused_for is PausedFor.CHANNEL
    if is_shown or delivery.waits_for is Scope.CHANNEL:
        wake(tx, series.workspace, Scope.CHANNEL, now, channel=series.channel)
