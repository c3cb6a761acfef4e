"""When members are reminded."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.domain.calendar.schedule import Schedule
from bot.domain.practice.nudges import Nudge, due_day, is_day_off, next_due
from tests.worlds.builders import WORKSPACE, schedule

BERLIN = Nudge(0, WORKSPACE, "ana", time(9), "Europe/Berlin", holidays="DE")
MONDAY = date(2026, 12, 7)


@pytest.mark.parametrize(
    ("nudge", "after", "due"),
    [
        (BERLIN, datetime(2026, 12, 7, 7, 59, tzinfo=UTC), datetime(2026, 12, 7, 8, tzinfo=UTC)),
        (BERLIN, datetime(2026, 12, 7, 8, tzinfo=UTC), datetime(2026, 12, 8, 8, tzinfo=UTC)),
        (BERLIN, datetime(2026, 7, 3, 12, tzinfo=UTC), datetime(2026, 7, 6, 7, tzinfo=UTC)),
        (BERLIN, datetime(2026, 12, 24, 9, tzinfo=UTC), datetime(2026, 12, 28, 8, tzinfo=UTC)),
        (replace(BERLIN, holidays=""), datetime(2026, 12, 24, 9, tzinfo=UTC), datetime(2026, 12, 25, 8, tzinfo=UTC)),
        (
            replace(BERLIN, weekdays=frozenset({6}), zone="Asia/Jerusalem"),
            datetime(2026, 12, 7, tzinfo=UTC),
            datetime(2026, 12, 13, 7, tzinfo=UTC),
        ),
    ],
)
def test_next_due(nudge: Nudge, after: datetime, due: datetime) -> None:
    assert next_due(nudge, after) == due


def test_next_due_after_the_end_of_the_calendar() -> None:
    assert next_due(BERLIN, datetime(9999, 12, 30, tzinfo=UTC)) is None


def test_due_day_is_the_local_one() -> None:
    tokyo = replace(BERLIN, zone="Asia/Tokyo")

    assert due_day(tokyo, datetime(2026, 12, 6, 23, tzinfo=UTC)) == MONDAY


@pytest.mark.parametrize(
    ("schedules", "off"),
    [
        ([], False),
        ([schedule()], False),
        ([schedule(weekdays=frozenset({4}))], False),
        ([schedule(skip_dates=frozenset({MONDAY}))], True),
        ([schedule(paused_until=date(2026, 12, 8))], True),
        ([schedule(paused_until=MONDAY)], False),
        ([schedule(skip_dates=frozenset({MONDAY})), schedule()], False),
    ],
)
def test_day_off_is_one_of_all_series(schedules: list[Schedule], *, off: bool) -> None:
    assert is_day_off(MONDAY, schedules) is off


def test_holiday_of_all_series_is_a_day_off() -> None:
    assert is_day_off(date(2026, 12, 25), [schedule(holidays="DE")])
