from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise, takewhile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calendar.localtime import local_day, local_time, resolve
from bot.domain.calendar.schedule import (
    CloseAfter,
    CloseAt,
    CloseOnNextSlot,
    CloseSameDay,
    Closing,
    Schedule,
    closing_instant,
    is_eligible,
    next_slot,
    preview,
    slot_instant,
    slots,
)

BERLIN = Schedule("Europe/Berlin", time(9))
FRIDAY = date(2026, 11, 20)
EVERY_DAY = frozenset(range(7))


def first_days(schedule: Schedule, since: date, number: int, skipped: frozenset[date] = frozenset()) -> list[date]:
    return [slot.day for slot in islice(slots(schedule, since, skipped), number)]


@pytest.mark.parametrize(
    ("schedule", "day", "expected"),
    [
        (BERLIN, FRIDAY, True),
        (BERLIN, FRIDAY + timedelta(days=1), False),
        (replace(BERLIN, holidays="DE"), date(2026, 12, 25), False),
        (replace(BERLIN, holidays="DE"), date(2027, 1, 6), True),
        (replace(BERLIN, holidays="DE-BY"), date(2027, 1, 6), False),
        (replace(BERLIN, holidays="US"), date(2021, 12, 31), False),
        (replace(BERLIN, skip_dates=frozenset({FRIDAY})), FRIDAY, False),
        (replace(BERLIN, paused_until=date(2026, 11, 23)), FRIDAY, False),
        (replace(BERLIN, paused_until=FRIDAY), FRIDAY, True),
        (replace(BERLIN, every_weeks=2, anchor=date(2026, 11, 22)), date(2026, 11, 16), True),
        (replace(BERLIN, every_weeks=2, anchor=date(2026, 11, 22)), date(2026, 11, 23), False),
        (replace(BERLIN, every_weeks=3, anchor=date(2026, 12, 7)), date(2026, 11, 20), True),
        (Schedule("Pacific/Apia", time(9), EVERY_DAY), date(2011, 12, 30), False),
        (Schedule("Pacific/Apia", time(9), EVERY_DAY), date(2011, 12, 31), True),
    ],
)
def test_is_eligible_by_rule(schedule: Schedule, day: date, expected: bool) -> None:
    assert is_eligible(schedule, day) is expected


def test_slots_leave_out_weekends_and_skipped_days() -> None:
    days = first_days(BERLIN, FRIDAY, 3, skipped=frozenset({date(2026, 11, 23)}))

    assert days == [FRIDAY, date(2026, 11, 24), date(2026, 11, 25)]


def test_slots_go_over_a_date_the_zone_skipped() -> None:
    days = first_days(Schedule("Pacific/Apia", time(9), EVERY_DAY), date(2011, 12, 29), 3)

    assert days == [date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)]


def test_slots_of_a_long_pause_begin_after_it() -> None:
    assert first_days(replace(BERLIN, paused_until=date(2040, 1, 1)), FRIDAY, 1) == [date(2040, 1, 2)]


def test_slots_of_a_schedule_that_never_asks_end() -> None:
    never = replace(BERLIN, weekdays=frozenset())

    assert list(slots(never, FRIDAY)) == []
    assert next_slot(never, datetime(2026, 11, 20, tzinfo=UTC)) is None
    assert preview(never, datetime(2026, 11, 20, tzinfo=UTC), 3) == ()


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (datetime(2026, 11, 20, 7, 59, 59, tzinfo=UTC), FRIDAY),
        (datetime(2026, 11, 20, 8, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), date(2026, 11, 23)),
    ],
)
def test_next_slot_is_strictly_later(after: datetime, expected: date) -> None:
    assert next_slot(BERLIN, after) == (expected, slot_instant(BERLIN, expected))


def test_next_slot_that_a_gap_moved_to_the_next_date() -> None:
    # Clocks in Nuuk go from 22:00 to 23:00 on a Saturday until 2023, and from 23:00 to midnight since 2024.
    nuuk = Schedule("America/Nuuk", time(23, 30), EVERY_DAY)
    saturday = date(2025, 3, 29)
    after = datetime(2025, 3, 30, 0, 59, 59, tzinfo=UTC)

    assert next_slot(nuuk, after) == (saturday, datetime(2025, 3, 30, 1, tzinfo=UTC))


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_slots_end_with_the_calendar(zone: str) -> None:
    paused = Schedule(zone, time(23), weekdays=frozenset(range(7)), paused_until=date(9999, 12, 28))

    days = [day for day, _ in preview(paused, datetime(2026, 12, 7, tzinfo=UTC), 5)]

    assert days == [date(9999, 12, 28), date(9999, 12, 29)]
    assert next_slot(replace(paused, paused_until=date.max), datetime(2026, 12, 7, tzinfo=UTC)) is None


def test_preview_gives_the_next_slots() -> None:
    given_slots = preview(BERLIN, datetime(2026, 11, 20, 12, tzinfo=UTC), 2, frozenset({date(2026, 11, 24)}))

    assert given_slots == (
        (date(2026, 11, 23), datetime(2026, 11, 23, 8, tzinfo=UTC)),
        (date(2026, 11, 25), datetime(2026, 11, 25, 8, tzinfo=UTC)),
    )


@pytest.mark.parametrize(
    ("closes", "expected"),
    [
        (CloseAfter(timedelta(minutes=90)), datetime(2026, 11, 20, 9, 40, tzinfo=UTC)),
        (CloseAt(time(17)), datetime(2026, 11, 20, 16, tzinfo=UTC)),
        (CloseAt(time(9, 5)), None),
        (CloseOnNextSlot(), datetime(2026, 11, 23, 8, tzinfo=UTC)),
        (CloseOnNextSlot(time(0)), datetime(2026, 11, 22, 23, tzinfo=UTC)),
        (CloseOnNextSlot(time(8, 30)), datetime(2026, 11, 23, 7, 30, tzinfo=UTC)),
    ],
)
def test_closing_instant_by_rule(closes: Closing, expected: datetime | None) -> None:
    opened_at = datetime(2026, 11, 20, 8, 10, tzinfo=UTC)

    assert closing_instant(replace(BERLIN, closes=closes), FRIDAY, opened_at) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda s: replace(s, paused_until=date(2027, 3, 1)), datetime(2026, 11, 23, 8, tzinfo=UTC)),
        (lambda s: replace(s, skip_dates=frozenset({date(2026, 11, 23)})), datetime(2026, 11, 24, 8, tzinfo=UTC)),
        (lambda s: replace(s, weekdays=frozenset()), None),
    ],
)
def test_closing_instant_on_the_next_slot_of_the_schedule_itself(
    change: Callable[[Schedule], Schedule], expected: datetime | None
) -> None:
    opened_at = datetime(2026, 11, 20, 8, tzinfo=UTC)

    assert closing_instant(change(BERLIN), FRIDAY, opened_at) == expected


def test_closing_instant_that_has_passed_when_opened_late() -> None:
    opened_at = datetime(2026, 11, 23, 8, tzinfo=UTC)

    assert closing_instant(BERLIN, FRIDAY, opened_at) is None


SATURDAY, MONDAY = date(2026, 11, 21), date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "opened", "expected"),
    [
        # At its slot, late, and by hand before it.
        (FRIDAY, datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 20, 16, 30, tzinfo=UTC)),
        (FRIDAY, datetime(2026, 11, 20, 13, 0, 59, tzinfo=UTC), datetime(2026, 11, 20, 16, 30, tzinfo=UTC)),
        (FRIDAY, datetime(2026, 11, 20, 6, tzinfo=UTC), datetime(2026, 11, 20, 16, 30, tzinfo=UTC)),
        # After one in the afternoon, also after the close of the day, and a day late.
        (FRIDAY, datetime(2026, 11, 20, 13, 1, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=UTC)),
        (FRIDAY, datetime(2026, 11, 20, 23, 59, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=UTC)),
        (FRIDAY, datetime(2026, 11, 21, 8, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=UTC)),
        (FRIDAY, datetime(2026, 11, 23, 10, tzinfo=UTC), datetime(2026, 11, 24, 10, tzinfo=UTC)),
        # By hand on a day without a slot.
        (SATURDAY, datetime(2026, 11, 21, 11, tzinfo=UTC), datetime(2026, 11, 21, 16, 30, tzinfo=UTC)),
        (SATURDAY, datetime(2026, 11, 21, 15, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=UTC)),
    ],
)
def test_same_day_closes_in_the_afternoon_and_what_opens_late_on_the_next_slots_morning(
    day: date, opened: datetime, expected: datetime
) -> None:
    schedule = replace(BERLIN, closes=CloseSameDay())
    hour = timedelta(hours=1)

    # Berlin is an hour ahead; what stands above is what its clocks show.
    assert closing_instant(schedule, day, opened - hour) == expected - hour


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda s: s, MONDAY),
        (lambda s: replace(s, skip_dates=frozenset({MONDAY})), date(2026, 11, 24)),
        (lambda s: replace(s, paused_until=date(2027, 3, 1)), MONDAY),
        (lambda s: replace(s, weekdays=frozenset({4})), date(2026, 11, 27)),
        (lambda s: replace(s, weekdays=frozenset({2, 3, 4})), date(2026, 11, 25)),
        (lambda s: replace(s, weekdays=frozenset()), None),
    ],
)
def test_what_opens_late_goes_by_the_days_on_which_the_series_asks(
    change: Callable[[Schedule], Schedule], expected: date | None
) -> None:
    schedule = change(replace(BERLIN, at=time(15), closes=CloseSameDay()))

    closes = closing_instant(schedule, FRIDAY, slot_instant(schedule, FRIDAY))

    assert closes == (None if expected is None else datetime.combine(expected, time(9), UTC))


def test_what_opens_late_before_a_holiday_closes_after_it() -> None:
    schedule = replace(BERLIN, at=time(14), closes=CloseSameDay(), holidays="DE")
    christmas_eve = date(2026, 12, 24)

    closes = closing_instant(schedule, christmas_eve, slot_instant(schedule, christmas_eve))

    assert closes == datetime(2026, 12, 28, 9, tzinfo=UTC)


schedules = st.builds(
    Schedule,
    zone=st.sampled_from(["Europe/Berlin", "Pacific/Apia", "America/Santiago", "Asia/Beirut", "Australia/Lord_Howe"]),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    every_weeks=st.integers(1, 4),
    anchor=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    holidays=st.sampled_from(["", "DE-BY", "US"]),
    skip_dates=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 3, 1)), max_size=5),
    paused_until=st.none() | st.dates(date(2026, 1, 1), date(2026, 6, 1)),
)


@given(schedules, st.dates(date(2025, 12, 1), date(2026, 12, 1)))
@settings(max_examples=40, deadline=None)
def test_slots_are_the_eligible_days_in_order(schedule: Schedule, since: date) -> None:
    until = since + timedelta(days=120)

    days = [slot.day for slot in takewhile(lambda slot: slot.day < until, slots(schedule, since))]

    every_day = (since + timedelta(days=n) for n in range(120))
    assert days == [day for day in every_day if is_eligible(schedule, day)]
    assert all(slot_instant(schedule, a) < slot_instant(schedule, b) for a, b in pairwise(days))


@given(schedules, st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis adds the zone
@settings(max_examples=40, deadline=None)
def test_next_slot_repeated_is_the_preview(schedule: Schedule, after: datetime) -> None:
    expected = []
    instant = after
    for _ in range(5):
        day, instant = next_slot(schedule, instant) or pytest.fail("there is always a next slot")
        expected.append((day, instant))

    assert preview(schedule, after, 5) == tuple(expected)


@given(
    schedules,
    st.sampled_from(["UTC", "Pacific/Kiritimati", "America/Nuuk", "Africa/Casablanca", "Asia/Kathmandu"]),
    st.dates(date(2026, 1, 1), date(2026, 12, 1)),
    st.times(),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_same_day_closes_when_a_clock_on_the_wall_says_so(
    schedule: Schedule, other: str, day: date, opened: time, is_other: bool
) -> None:
    schedule = replace(schedule, closes=CloseSameDay(), zone=other if is_other else schedule.zone)
    opened_at = resolve(day, opened, schedule.zone)
    # Opening by hand is for the local date, whatever a gap made of the time.
    day = local_day(opened_at, schedule.zone)

    closes = closing_instant(schedule, day, opened_at) or pytest.fail("there is always a next slot")

    shown, said = local_time(closes, schedule.zone), local_time(opened_at, schedule.zone)
    is_late = (said.hour, said.minute) > (13, 0)
    assert closes > opened_at
    assert (shown.hour, shown.minute) == ((10, 0) if is_late else (16, 30))
    assert (shown.date() == day) is not is_late
    assert not is_late or is_eligible(replace(schedule, paused_until=None), shown.date())
