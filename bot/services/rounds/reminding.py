"""Reminding people that a question closes soon: all in its thread, or privately those who usually answer."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.cards.notices import private_reminder_card, reminder_card
from bot.domain.answers import taking_part
from bot.domain.calendar.localtime import local_day
from bot.domain.deliveries import DeliveryKind, Urgency
from bot.domain.rounds import Round, RoundState
from bot.domain.series import PrivateReminder, Series
from bot.domain.streaks import LATEST, regulars, to_remind
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.deliveries.owing import owe_for_round, tell_members
from bot.services.rounds.answering import answers_of, count_answers

#: What is older says nothing of what anybody does now.
_LOOK_BACK = timedelta(days=366)


def remind(tx: Transaction, clock: Clock, round_id: int) -> bool:
    """Owe the reminder of a round if it is due, once; a round nobody has seen yet gets none."""
    now = clock.now()
    played = tx.rounds.get(round_id)
    series = tx.series.get(played.series_id) if played else None
    if played is None or series is None or played.remind_at is None or played.remind_at > now:
        return False
    tx.rounds.save(replace(played, remind_at=None))
    if played.thread is None:
        return False
    if isinstance(series.settings.remind_before, PrivateReminder):
        return _remind_privately(tx, series, played, now)
    card = reminder_card(series, played, count_answers(tx, played, now))
    owe_for_round(tx, series, played, DeliveryKind.REMINDER, card, now=now)
    return True


def _remind_privately(tx: Transaction, series: Series, played: Round, now: datetime) -> bool:
    """Owe those who usually answer and have not a private word, unless at least half of them have.

    Who is away counts neither as usual nor as missing: today, or on the day of the question, which may be yesterday.
    """
    today = local_day(now, series.settings.schedule.zone)
    away = tx.absences.away(series.workspace, today) | tx.absences.away(series.workspace, played.day)
    answered = {answer.member for answer in taking_part(answers_of(tx, played, now))}
    missing = to_remind(usual_members(tx, series, played) - away, answered)
    card = private_reminder_card(series, played)
    tell_members(
        tx,
        series,
        missing,
        card,
        code=f"m{played.id}",
        now=now,
        round_id=played.id,
        urgency=Urgency.REMINDER,
        lapses_at=played.closes_at,
        kind=DeliveryKind.PRIVATE_REMINDER,
    )
    return bool(missing)


def usual_members(tx: Transaction, series: Series, played: Round) -> frozenset[str]:
    """Give who usually answers in a series, by its rounds that were over before one."""
    closed = tx.rounds.of_series(series.id, since=played.day - _LOOK_BACK, until=played.day)
    latest = [one for one in closed if one.state is RoundState.CLOSED and one.id != played.id][-LATEST:]
    answered = [frozenset(tx.standings.points_of(one.id)) for one in latest]
    away = [tx.absences.away(series.workspace, one.day) for one in latest]
    known = tx.standings.streaks(series.id)
    earlier = {
        member for member, streak in known.items() if streak.answered > sum(member in present for present in answered)
    }
    return regulars(answered, earlier, away)
