from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar.periods import parse_days, parse_period, period_keys, period_range, period_title
from bot.errors import InputError

TODAY = date(2026, 11, 21)
days = st.dates(date(2000, 1, 3), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (TODAY, ("2026-W47", "2026-11", "2026-Q4", "all")),
        # Around New Year a week belongs to the year of its Thursday.
        (date(2027, 1, 1), ("2026-W53", "2027-01", "2027-Q1", "all")),
        (date(2024, 12, 30), ("2025-W01", "2024-12", "2024-Q4", "all")),
    ],
)
def test_period_keys_of_a_day(day: date, expected: tuple[str, str, str, str]) -> None:
    assert period_keys(day) == expected


@pytest.mark.parametrize(
    ("text", "today", "expected"),
    [
        ("", TODAY, "2026-W47"),
        ("week", TODAY, "2026-W47"),
        (" Last  Week ", TODAY, "2026-W46"),
        ("month", TODAY, "2026-11"),
        ("last month", date(2026, 1, 31), "2025-12"),
        ("quarter", TODAY, "2026-Q4"),
        ("last quarter", TODAY, "2026-Q3"),
        ("last quarter", date(2026, 3, 31), "2025-Q4"),
        ("all", TODAY, "all"),
        ("all time", TODAY, "all"),
        ("2026-w46", TODAY, "2026-W46"),
        ("2026-W6", TODAY, "2026-W06"),
        ("2026-10", TODAY, "2026-10"),
        ("2026-q3", TODAY, "2026-Q3"),
    ],
)
def test_parse_period(text: str, today: date, expected: str) -> None:
    assert parse_period(text, today) == expected


@pytest.mark.parametrize(
    ("text", "expected", "title"),
    [
        ("since 2026-10-01", "since 2026-10-01", "Since 1 October 2026"),
        (" Since  1 October 2026", "since 2026-10-01", "Since 1 October 2026"),
        ("since 2026-11-21", "since 2026-11-21", "Since 21 November 2026"),
        ("last week", "2026-W46", "Week 46 of 2026"),
    ],
)
def test_days_may_begin_anywhere(text: str, expected: str, title: str) -> None:
    key = parse_days(text, TODAY)

    assert (key, period_title(key), parse_days(key, TODAY)) == (expected, title, expected)


def test_since_has_no_end() -> None:
    assert period_range("since 2026-10-01") == (date(2026, 10, 1), None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("since", "'' is no date."),
        ("since monday", "'monday' is another day each time it is read."),
        ("since 2026-11-22", "2026-11-22 has not come yet."),
        ("since 2026-11-31", "'2026-11-31' is in no calendar."),
        ("fortnight", "'fortnight' is no period."),
    ],
)
def test_days_that_are_none(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_days(text, TODAY)

    assert str(caught.value).startswith(said)


def test_boards_have_no_days_since() -> None:
    with pytest.raises(InputError) as caught:
        parse_period("since 2026-10-01", TODAY)

    assert str(caught.value).startswith("'since 2026-10-01' is no period.")


@pytest.mark.parametrize("text", ["fortnight", "2026", "2026-13", "2026-00", "2025-W53", "2026-Q5", "9999-W52"])
def test_parse_period_that_is_none(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_period(text, TODAY)

    assert str(caught.value) == (
        f"{text!r} is no period. "
        "For example `week`, `last month`, `quarter`, `all`, `2026-W47`, `2026-11` or `2026-Q4`."
    )


@pytest.mark.parametrize(
    ("key", "first", "last", "title"),
    [
        ("2026-W47", date(2026, 11, 16), date(2026, 11, 22), "Week 47 of 2026"),
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 4), "Week 1 of 2026"),
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30), "November 2026"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "Quarter 4 of 2026"),
        ("all", None, None, "All time"),
    ],
)
def test_period_range_and_title(key: str, first: date | None, last: date | None, title: str) -> None:
    assert period_range(key) == (first, last)
    assert period_title(key) == title


@given(days)
def test_a_day_lies_in_each_of_its_periods_and_its_neighbours_outside_do_not(day: date) -> None:
    for key in period_keys(day)[:3]:
        first, last = period_range(key)
        assert first is not None
        assert last is not None
        assert first <= day <= last
        assert key not in period_keys(first - timedelta(days=1)) + period_keys(last + timedelta(days=1))


@given(days)
def test_keys_of_a_day_are_read_back(day: date) -> None:
    assert tuple(parse_period(key, TODAY) for key in period_keys(day)) == period_keys(day)
