"""When a series asks, and when its rounds close. How that is typed and said stands in `bot.cards.wording`."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Literal

from bot.domain.calendar.holidays import is_holiday
from bot.domain.calendar.localtime import exists, local_day, resolve

#: How far ahead slots are looked for, so that the search for one that never comes ends.
HORIZON_DAYS = 5 * 366
#: When a question of the same day closes, so that its reveal finds people at work.
SAME_DAY_AT = time(16, 30)
#: What opens later than this closes on the next slot's date, at `MORNING_AT`: the afternoon would be too short.
LATE_FROM, MORNING_AT = time(13), time(10)
#: A round opens a moment after its slot, and is late only after this.
_A_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class CloseAfter:
    """Close a fixed time after opening."""

    duration: timedelta
    kind: Literal["after"] = "after"


@dataclass(frozen=True, slots=True)
class CloseAt:
    """Close at a local time on the slot's own date."""

    at: time
    kind: Literal["at"] = "at"


@dataclass(frozen=True, slots=True)
class CloseOnNextSlot:
    """Close at a local time on the date of the next slot; None means when that slot opens."""

    at: time | None = None
    kind: Literal["next"] = "next"


@dataclass(frozen=True, slots=True)
class CloseSameDay:
    """Close in the afternoon of the slot's own date; what opens late, in the morning of the next slot's date."""

    kind: Literal["same day"] = "same day"


Closing = CloseAfter | CloseAt | CloseOnNextSlot | CloseSameDay


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a series asks: all dates and times are local to `zone`."""

    #: IANA name, for example "Europe/Berlin".
    zone: str
    at: time
    #: Monday is 0; never empty.
    weekdays: frozenset[int] = frozenset(range(5))
    #: Ask every n-th week, counted from the week of `anchor` (Monday to Sunday).
    every_weeks: int = 1
    anchor: date = date(2024, 1, 1)
    closes: Closing = field(default_factory=CloseOnNextSlot)
    #: ISO 3166 country, optionally with a subdivision ("DE", "DE-BY"); empty: holidays are ignored.
    holidays: str = ""
    skip_dates: frozenset[date] = frozenset()
    #: The first local date that asks again after a pause; None: not paused.
    paused_until: date | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One scheduled occurrence."""

    #: Local date: the slot's identity within its series.
    day: date


def is_eligible(schedule: Schedule, day: date) -> bool:
    """Say whether the series asks on a local date."""
    return _is_planned(schedule, day) and (schedule.paused_until is None or day >= schedule.paused_until)


def _is_planned(schedule: Schedule, day: date) -> bool:
    """Say whether the series would ask on that date if it were not paused."""
    weeks = (_monday(day) - _monday(schedule.anchor)).days // 7
    return (
        day.weekday() in schedule.weekdays
        and weeks % schedule.every_weeks == 0
        and day not in schedule.skip_dates
        and not is_holiday(schedule.holidays, day)
        and exists(day, schedule.zone)
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def slot_instant(schedule: Schedule, day: date) -> datetime:
    """Give the instant (UTC) at which the slot of a date opens."""
    return resolve(day, schedule.at, schedule.zone)


def slots(schedule: Schedule, since: date, skipped: frozenset[date] = frozenset()) -> Iterator[Slot]:
    """Give the slots from a local date on, in order, until the horizon of five years."""
    start = max(since, schedule.paused_until) if schedule.paused_until else since
    # The calendar's last days have no instant in every zone.
    for number in range(min(HORIZON_DAYS, (date.max - start).days - 1)):
        day = start + timedelta(days=number)
        if day not in skipped and is_eligible(schedule, day):
            yield Slot(day)


def _after(schedule: Schedule, instant: datetime, skipped: frozenset[date]) -> Iterator[tuple[date, datetime]]:
    # A day earlier than the local date: a slot that was moved out of a gap can lie on the next one.
    since = local_day(instant, schedule.zone) - timedelta(days=1)
    for slot in slots(schedule, since, skipped):
        due = slot_instant(schedule, slot.day)
        if due > instant:
            yield slot.day, due


def next_slot(
    schedule: Schedule, after: datetime, skipped: frozenset[date] = frozenset()
) -> tuple[date, datetime] | None:
    """Give the first slot that opens after the instant; None if there is none within the horizon."""
    return next(_after(schedule, after, skipped), None)


def preview(
    schedule: Schedule, after: datetime, count: int, skipped: frozenset[date] = frozenset()
) -> tuple[tuple[date, datetime], ...]:
    """Give the next slots, each with its local date and the instant (UTC) at which it opens."""
    return tuple(islice(_after(schedule, after, skipped), count))


def closing_instant(schedule: Schedule, day: date, opened_at: datetime) -> datetime | None:
    """Say when the round of a slot closes; None if that is not after its opening, or there is no next slot.

    The next slot is looked for as if the series were not paused: a pause never keeps a round open.
    """
    return next((instant for instant in _closings(schedule, day, opened_at) if instant > opened_at), None)


def _closings(schedule: Schedule, day: date, opened_at: datetime) -> Iterator[datetime]:
    """Give when the round of a slot may close, the first choice first."""
    rule = schedule.closes
    if isinstance(rule, CloseAfter):
        yield opened_at + rule.duration
    elif isinstance(rule, CloseAt):
        yield resolve(day, rule.at, schedule.zone)
    elif isinstance(rule, CloseOnNextSlot):
        yield from islice(_following(schedule, day, rule.at or schedule.at), 1)
    elif opened_at < resolve(day, LATE_FROM, schedule.zone) + _A_MOMENT:
        yield resolve(day, SAME_DAY_AT, schedule.zone)
    else:
        # What opens a whole day late has missed the first of the mornings.
        yield from _following(schedule, day, MORNING_AT)


def _following(schedule: Schedule, day: date, at: time) -> Iterator[datetime]:
    """Give a local time on the dates of the slots after a date."""
    planned = slots(replace(schedule, paused_until=None), day + timedelta(days=1))
    return (resolve(slot.day, at, schedule.zone) for slot in planned)
