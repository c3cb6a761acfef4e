"""The schedule against every zone of the tz database; zones whose clocks agree over the years are looked at once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.domain.calendar.localtime import local_time
from bot.domain.calendar.schedule import Schedule, slot_instant, slots

pytestmark = pytest.mark.repeats

FIRST, LAST = date(2025, 1, 1), date(2035, 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
EVERY_DAY = frozenset(range(7))

#: From when on a clock shows which offset from UTC; ordered.
Clock = tuple[tuple[datetime, timedelta], ...]


#: Noon of every date and of a few more on either side.
NOONS = [datetime.combine(FIRST, time(12)) + timedelta(days=n) for n in range(-3, len(DAYS) + 3)]


def changes(zone: ZoneInfo) -> Iterator[tuple[datetime, timedelta]]:
    """Give each stretch of constant offset, found by looking at every noon and then closing in."""
    offsets = [zone.utcoffset(noon) or timedelta() for noon in NOONS]
    yield NOONS[0].replace(tzinfo=UTC) - offsets[0], offsets[0]
    for number in range(1, len(NOONS)):
        if offsets[number] != offsets[number - 1]:
            low, high = (NOONS[n].replace(tzinfo=UTC) - offsets[n] for n in (number - 1, number))
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
                low, high = (low, middle) if middle.astimezone(zone).utcoffset() == offsets[number] else (middle, high)
            yield high, offsets[number]


@cache
def clocks() -> dict[Clock, str]:
    return {tuple(changes(ZoneInfo(name))): name for name in sorted(available_timezones())}


def expected_instant(clock: Clock, wall: datetime) -> datetime:
    """Go through the stretches: the first one that shows the wall time, or begins past it, decides."""
    ends = [start for start, _ in clock[1:]] + [datetime.max.replace(tzinfo=UTC)]
    for (start, offset), end in zip(clock, ends, strict=True):
        instant = wall.replace(tzinfo=UTC) - offset
        if instant < end:
            return max(instant, start)
    raise AssertionError("the last stretch has no end")


def test_every_zone_has_exactly_one_slot_per_date_in_order() -> None:
    for zone in clocks().values():
        schedule = Schedule(zone, time(9), EVERY_DAY)
        parts = (slots(schedule, start) for start in (FIRST, date(2030, 1, 1), date(2035, 1, 1)))
        until = (date(2029, 12, 31), date(2034, 12, 31), LAST)
        days = [slot.day for part, last in zip(parts, until, strict=True) for slot in part if slot.day <= last]
        instants = [slot_instant(schedule, day) for day in days]

        assert days == DAYS, zone
        assert all(earlier < later for earlier, later in pairwise(instants)), zone


@pytest.mark.parametrize("at", [time(0), time(0, 30), time(2, 30), time(23, 45)])
def test_every_zone_asks_at_the_right_instant_around_clock_changes(at: time) -> None:
    for clock, zone in clocks().items():
        schedule = Schedule(zone, at, EVERY_DAY)
        nearby = {local_time(start, zone).date() + timedelta(days=n) for start, _ in clock[1:] for n in (-1, 0, 1)}
        for day in sorted(nearby | set(DAYS[::97])):
            assert slot_instant(schedule, day) == expected_instant(clock, datetime.combine(day, at)), (zone, day)
