"""The one place a day for private messages that nobody asked for: which of those that wait is sent, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cards.notices.notice import together
from bot.domain.calendar.localtime import local_day
from bot.domain.deliveries import EVEN_UNASKED, Delivery, Urgency, morning_after, morning_of, queue_of
from bot.domain.members import platform_of
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.members.zones import zone_of_member
from bot.services.rounds.reminding import planned_reminder

#: How often it is looked whether a place is still to be kept free.
_LOOK_AGAIN = timedelta(hours=1)
_LAPSED = "it came too late to be of use"
_UNWANTED = "they want to be left alone"
#: What goes out in one message where several wait.
_TOGETHER = frozenset({Urgency.NOTICE, Urgency.DECISION})


@dataclass(frozen=True, slots=True)
class Queueing:
    """Gives places: what was sent is kept in the same transaction, so that no crash sends two."""

    clock: Clock
    #: Platforms on which the same person has the same id in all workspaces.
    shared: frozenset[str] = frozenset()

    def place_due(self, tx: Transaction, delivery_id: int) -> bool:
        """Look at the queue of a message, and say whether one of it goes out now.

        To somebody who is away nothing goes out: what is of use later waits for their first morning back. Otherwise a
        member's queue sends the most urgent one of those that wait and leaves the others to the next morning. Notices
        to a manager of one series go out together, and so do decisions on a member's claims: they come by the dozen,
        and would keep all that is less urgent waiting for as many days.
        """
        now = self.clock.now()
        first = tx.deliveries.get(delivery_id)
        if first is None or first.turn is None:
            return False
        queues = self._queues_of(tx, first)
        waiting = self._of_use(tx, [one for queue in queues for one in tx.deliveries.queued(queue)], now)
        zone = zone_of(tx, first)
        ready = _present(tx, [one for one in waiting if one.turn and one.turn.look_at <= now], now, zone)
        if not ready:
            return False
        last = max((at for queue in queues if (at := tx.deliveries.last_placed(queue))), default=None)
        if last is not None and local_day(last, zone) == local_day(now, zone):
            _postpone(tx, ready, morning_after(now, zone))
            return False
        most_urgent = min(_urgency(one) for one in ready)
        chosen = [one for one in ready if _urgency(one) is most_urgent]
        if most_urgent not in _TOGETHER:
            chosen = chosen[:1]
        if (until := _kept_free_until(tx, chosen[0], now, zone)) is not None:
            _postpone(tx, ready, until)
            return False
        _send_together(tx, chosen, now)
        _postpone(tx, [one for one in ready if one not in chosen], morning_after(now, zone))
        return True

    def _queues_of(self, tx: Transaction, first: Delivery) -> list[str]:
        """Give the queues that share one place a day: a person's of all their workspaces, where ids say who that is."""
        own = first.turn.queue if first.turn else ""
        platform = platform_of(first.workspace)
        if _urgency(first) is Urgency.NOTICE or platform not in self.shared:
            return [own]
        places = {*tx.contacts.places(platform, first.channel), *tx.members.places(platform, first.channel)}
        return sorted({own, *(queue_of(place, first.channel, _urgency(first), None) for place in places)})

    def _of_use(self, tx: Transaction, waiting: Sequence[Delivery], now: datetime) -> list[Delivery]:
        """Leave out what is of no use any more, or not wanted any more."""
        kept = []
        for one in waiting:
            is_late = one.turn is not None and one.turn.lapses_at is not None and one.turn.lapses_at < now
            if is_late or _is_unwanted(tx, one):
                tx.deliveries.mark_failed(one.id, _LAPSED if is_late else _UNWANTED)
            else:
                kept.append(one)
        return kept


def _urgency(one: Delivery) -> Urgency:
    return one.turn.urgency if one.turn else Urgency.NOTICE


def _present(tx: Transaction, ready: Sequence[Delivery], now: datetime, zone: str) -> list[Delivery]:
    """Give those messages whose members are there, and let the others wait for the first morning back."""
    present = []
    for one in ready:
        absence = tx.absences.of_member(one.workspace, one.channel, local_day(now, zone))
        if absence is None or _urgency(one) in EVEN_UNASKED:
            present.append(one)
        else:
            _postpone(tx, [one], morning_of(absence.until, zone))
    return present


def _kept_free_until(tx: Transaction, chosen: Delivery, now: datetime, zone: str) -> datetime | None:
    """Say until when the place of a day is kept for a reminder that is planned for later that day; None: it is not.

    It is looked at each hour: who answers meanwhile needs no reminder. What has waited for a day already goes out.
    """
    is_new = local_day(chosen.due_at, zone) == local_day(now, zone)
    if not is_new or _urgency(chosen) <= Urgency.REMINDER:
        return None
    planned = planned_reminder(tx, chosen.channel, chosen.workspace, now, zone)
    return None if planned is None else min(planned, now + _LOOK_AGAIN)


def _is_unwanted(tx: Transaction, one: Delivery) -> bool:
    if one.turn is None or one.turn.urgency in EVEN_UNASKED:
        return False
    contact = tx.contacts.of_member(one.workspace, one.channel)
    return contact is not None and contact.is_quiet


def _postpone(tx: Transaction, waiting: Sequence[Delivery], until: datetime) -> None:
    for one in waiting:
        if one.turn and one.turn.lapses_at is not None and one.turn.lapses_at <= until:
            tx.deliveries.mark_failed(one.id, _LAPSED)
        else:
            tx.deliveries.postpone(one.id, until)


def _send_together(tx: Transaction, chosen: Sequence[Delivery], now: datetime) -> None:
    first, *others = chosen
    if others:
        tx.deliveries.restate(first.id, together([one.card for one in chosen]))
    for one in others:
        tx.deliveries.mark_sent(one.id, "")
    tx.deliveries.place(first.id, now)


def zone_of(tx: Transaction, delivery: Delivery) -> str:
    """Give the zone that says which day it is for whom a message goes to."""
    series = tx.series.get(delivery.series_id) if delivery.series_id is not None else None
    return zone_of_member(tx, delivery.workspace, delivery.channel, series)
