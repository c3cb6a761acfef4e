"""When a member is reminded of the questions that are due for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.calendar.holidays import is_holiday
from bot.domain.calendar.localtime import local_day
from bot.domain.calendar.schedule import Schedule, next_slot

WORKDAYS = frozenset(range(5))
#: A reminder that is later than this is left out.
GRACE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Nudge:
    """A reminder that a member asked for."""

    #: 0 before it is stored.
    id: int
    workspace: str
    member: str
    #: Local to `zone`, an IANA name.
    at: time
    zone: str
    #: Monday is 0; never empty.
    weekdays: frozenset[int] = WORKDAYS
    #: The member's own calendar, "DE" or "DE-BY"; empty: none.
    holidays: str = ""
    #: Aware UTC; None: never again.
    next_due: datetime | None = None


def next_due(nudge: Nudge, after: datetime) -> datetime | None:
    """Give the first instant after another at which the member wants to be reminded; holidays have none."""
    schedule = Schedule(nudge.zone, nudge.at, nudge.weekdays, holidays=nudge.holidays)
    found = next_slot(schedule, after)
    return None if found is None else found[1]


def is_day_off(day: date, schedules: Sequence[Schedule]) -> bool:
    """Say whether nobody is asked anything on a date because all series have a holiday or a day off then.

    A weekday on which a series never asks is no day off, nor is a week in between.
    """
    return bool(schedules) and all(
        day in schedule.skip_dates
        or is_holiday(schedule.holidays, day)
        or (schedule.paused_until is not None and day < schedule.paused_until)
        for schedule in schedules
    )


def due_day(nudge: Nudge, due: datetime) -> date:
    """Give the local date of a due instant."""
    return local_day(due, nudge.zone)
