"""Reminding people that a question closes soon: all in its thread, or privately those who usually answer."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import structlog

from bot.cards.notices.rounds import private_reminder_card, reminder_card
from bot.domain.answers import taking_part
from bot.domain.calendar.localtime import local_day
from bot.domain.calendar.schedule import closing_instant
from bot.domain.deliveries import DeliveryKind, Urgency
from bot.domain.members import platform_of
from bot.domain.rounds import Round, RoundState
from bot.domain.series import PrivateReminder, Series, SeriesState
from bot.domain.streaks import LATEST, regulars, to_remind
from bot.errors import DeliveryError
from bot.ports.clock import Clock
from bot.ports.messenger import Messenger
from bot.ports.store import Store, Transaction
from bot.services.deliveries.owing import owe_for_round, tell_members
from bot.services.rounds.answering import answers_of, count_answers

log = structlog.get_logger()

#: So long a platform may take to say who is still there.
_PATIENCE = timedelta(seconds=20)
#: What is older says nothing of what anybody does now.
_LOOK_BACK = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Reminding:
    """Reminds of rounds, privately only those who can still read their channel: platforms are asked before."""

    store: Store
    clock: Clock
    messengers: Mapping[str, Messenger]
    #: What is being looked at: no tick begins anew with it.
    _under_way: set[int] = field(default_factory=set)

    async def remind(self, round_id: int) -> bool:
        """Owe the reminder of a round if it is due, once; a round nobody has seen yet gets none."""
        if round_id in self._under_way:
            return False
        self._under_way.add(round_id)
        try:
            usual = await self.store.call(self._usual, round_id)
            there = await self._readers(usual) if usual and usual.members else frozenset[str]()
            return await self.store.call(self._remind, round_id, there)
        finally:
            self._under_way.discard(round_id)

    async def _readers(self, usual: "_Usual") -> frozenset[str]:
        """Give who can still read the channel; where the platform does not say, they are taken to be there."""
        messenger = self.messengers.get(platform_of(usual.workspace))
        if messenger is None:
            return usual.members
        try:
            async with asyncio.timeout(_PATIENCE.total_seconds()):
                return await messenger.people.readers(usual.workspace, usual.channel, usual.members)
        except (DeliveryError, TimeoutError) as error:
            log.warning("who is still there could not be looked up", workspace=usual.workspace, error=str(error))
            return usual.members

    def _usual(self, tx: Transaction, round_id: int) -> "_Usual | None":
        """Give who would be reminded privately, or count for it; None: nobody is."""
        now = self.clock.now()
        played, series = _due(tx, round_id, now)
        if played is None or series is None or played.thread is None:
            return None
        if not isinstance(series.settings.remind_before, PrivateReminder):
            return None
        # Today, or on the day of the question, which may be yesterday.
        today = local_day(now, series.settings.schedule.zone)
        away = tx.absences.away(series.workspace, today) | tx.absences.away(series.workspace, played.day)
        return _Usual(series.workspace, series.channel, usual_members(tx, series, played.day, played.id) - away)

    def _remind(self, tx: Transaction, round_id: int, there: frozenset[str]) -> bool:
        now = self.clock.now()
        played, series = _due(tx, round_id, now)
        if played is None or series is None:
            return False
        tx.rounds.save(replace(played, remind_at=None))
        if played.thread is None:
            return False
        if isinstance(series.settings.remind_before, PrivateReminder):
            return _remind_privately(tx, series, played, there, now)
        card = reminder_card(series, played, count_answers(tx, played, now))
        owe_for_round(tx, series, played, DeliveryKind.REMINDER, card, now=now)
        return True


@dataclass(frozen=True, slots=True)
class _Usual:
    """Who usually answers in a series and is not away."""

    workspace: str
    channel: str
    members: frozenset[str]


def _due(tx: Transaction, round_id: int, now: datetime) -> tuple[Round | None, Series | None]:
    """Give a round whose reminder is due, and its series; None: it is not, or there is no such round."""
    played = tx.rounds.get(round_id)
    if played is None or played.remind_at is None or played.remind_at > now:
        return None, None
    return played, tx.series.get(played.series_id)


def _remind_privately(tx: Transaction, series: Series, played: Round, usual: frozenset[str], now: datetime) -> bool:
    """Owe those who usually answer and have not a private word, unless at least half of them have.

    Who is away or has left is not among the usual ones: they count neither as such nor as missing.
    """
    answered = {answer.member for answer in taking_part(answers_of(tx, played, now))}
    missing = to_remind(usual, answered)
    tell_members(
        tx,
        series,
        missing,
        private_reminder_card(series, played),
        code=f"m{played.id}",
        now=now,
        round_id=played.id,
        urgency=Urgency.REMINDER,
        lapses_at=played.closes_at,
        kind=DeliveryKind.PRIVATE_REMINDER,
    )
    return bool(missing)


def planned_reminder(tx: Transaction, member: str, workspace: str, now: datetime, zone: str) -> datetime | None:
    """Give when later today, in a zone, a member may be reminded privately; None: nothing is planned for them.

    It is planned for who usually answers and has not, in a round that is open or that opens today.
    """
    planned = [
        at
        for series in tx.series.of_workspace(workspace)
        if isinstance(series.settings.remind_before, PrivateReminder) and series.state is SeriesState.ACTIVE
        for at, played in _reminders_of(tx, series, now)
        if at > now and local_day(at, zone) == local_day(now, zone) and _is_awaited(tx, series, played, member, now)
    ]
    return min(planned, default=None)


def _reminders_of(tx: Transaction, series: Series, now: datetime) -> Iterator[tuple[datetime, Round | None]]:
    """Give when reminders are planned, of open rounds and, without one, of that which opens next."""
    for played in tx.rounds.open_in(series.workspace):
        if played.series_id == series.id and played.remind_at is not None:
            yield played.remind_at, played
    lead, due, day = series.settings.reminder_lead, series.next_due, series.next_day
    if lead is not None and due is not None and day is not None and due > now:
        closes_at = closing_instant(series.settings.schedule, day, due)
        if closes_at is not None and closes_at - lead > due:
            yield closes_at - lead, None


def _is_awaited(tx: Transaction, series: Series, played: Round | None, member: str, now: datetime) -> bool:
    today = local_day(now, series.settings.schedule.zone)
    if member not in usual_members(tx, series, played.day if played else today, played.id if played else 0):
        return False
    answers = taking_part(answers_of(tx, played, now)) if played else ()
    return all(answer.member != member for answer in answers)


def usual_members(tx: Transaction, series: Series, day: date, round_id: int) -> frozenset[str]:
    """Give who usually answers in a series, by its rounds up to a day that are over, without the one of that number."""
    closed = tx.rounds.of_series(series.id, since=day - _LOOK_BACK, until=day)
    latest = [one for one in closed if one.state is RoundState.CLOSED and one.id != round_id][-LATEST:]
    answered = [frozenset(tx.standings.points_of(one.id)) for one in latest]
    away = [tx.absences.away(series.workspace, one.day) for one in latest]
    known = tx.standings.streaks(series.id)
    earlier = {
        member for member, streak in known.items() if streak.answered > sum(member in present for present in answered)
    }
    # Of who left tracking nobody knows whether they have answered.
    usual = regulars(answered, earlier, away)
    return frozenset(member for member in usual if tx.members.is_tracked(series.workspace, member))
