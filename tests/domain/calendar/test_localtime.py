from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calendar.localtime import exists, local_day, local_time, resolve


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("Europe/Berlin", date(2026, 11, 20), time(9), datetime(2026, 11, 20, 8, tzinfo=UTC)),
        ("Europe/Berlin", date(2026, 7, 20), time(9), datetime(2026, 7, 20, 7, tzinfo=UTC)),
        # In a gap: the first instant after it.
        ("America/New_York", date(2026, 3, 8), time(2, 30), datetime(2026, 3, 8, 7, tzinfo=UTC)),
        ("Asia/Beirut", date(2026, 3, 29), time(0), datetime(2026, 3, 28, 22, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
        ("Pacific/Apia", date(2011, 12, 30), time(12), datetime(2011, 12, 30, 10, tzinfo=UTC)),
        # Twice: the first one.
        ("America/New_York", date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), datetime(2026, 4, 4, 14, 45, tzinfo=UTC)),
    ],
)
def test_resolve_around_clock_changes(zone: str, day: date, at: time, expected: datetime) -> None:
    assert resolve(day, at, zone) == expected


def test_resolve_of_a_skipped_midnight_shows_one_o_clock() -> None:
    instant = resolve(date(2026, 3, 29), time(0), "Asia/Beirut")

    assert local_time(instant, "Asia/Beirut") == datetime(2026, 3, 29, 1, tzinfo=ZoneInfo("Asia/Beirut"))
    assert instant.tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("Pacific/Apia", date(2011, 12, 29), True),
        ("Pacific/Apia", date(2011, 12, 30), False),
        ("Pacific/Apia", date(2011, 12, 31), True),
        ("Pacific/Kwajalein", date(1993, 8, 21), False),
        ("Pacific/Kiritimati", date(1994, 12, 31), False),
        ("Asia/Beirut", date(2026, 3, 29), True),
    ],
)
def test_exists_where_zones_crossed_the_date_line(zone: str, day: date, expected: bool) -> None:
    assert exists(day, zone) is expected


@pytest.mark.parametrize(
    ("zone", "expected"), [("Pacific/Auckland", date(2026, 11, 21)), ("America/Los_Angeles", date(2026, 11, 20))]
)
def test_local_day_on_either_side_of_the_date_line(zone: str, expected: date) -> None:
    assert local_day(datetime(2026, 11, 20, 20, tzinfo=UTC), zone) == expected


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2035, 12, 31)),  # noqa: DTZ001 - a wall time
    st.sampled_from(["Europe/Berlin", "America/Havana", "Africa/Casablanca", "Antarctica/Troll", "America/Santiago"]),
)
@settings(max_examples=200)
def test_resolve_gives_the_first_instant_that_shows_the_wall_time_or_a_later_one(wall: datetime, zone: str) -> None:
    wall = wall.replace(microsecond=0)

    instant = resolve(wall.date(), wall.time(), zone)

    shown = local_time(instant, zone).replace(tzinfo=None)
    just_before = local_time(instant - timedelta(seconds=1), zone).replace(tzinfo=None)
    assert shown >= wall > just_before or (shown == wall and just_before < shown)
