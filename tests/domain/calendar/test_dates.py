"""Days as people write them."""
# ruff: noqa: RUF001 - what phones and other keyboards write is what is read here

from datetime import date, timedelta

import pytest

from bot.domain.calendar.dates import parse_day, parse_days
from bot.errors import InputError

#: A Monday.
TODAY = date(2026, 12, 7)


@pytest.mark.parametrize(
    "text",
    [
        " 2026-12-24 ",
        "2026–12–24",
        "2026‑12‑24",
        "2026/12/24",
        "20261224",
        "２０２６－１２－２４",
        "24.12.2026",
        "24/12/2026",
        "12/24/2026",
        "24 December 2026",
        "24. Dec 2026",
        "Dec\xa024, 2026",
        "december 24th 2026",
    ],
)
def test_day_that_can_be_read_in_one_way_alone(text: str) -> None:
    assert parse_day(text) == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("monday", date(2026, 12, 14)),
        ("Mon", date(2026, 12, 14)),
        ("next Monday", date(2026, 12, 14)),
        ("on friday", date(2026, 12, 11)),
        ("sunday", date(2026, 12, 13)),
        ("tomorrow", date(2026, 12, 8)),
        ("2026-12-24", date(2026, 12, 24)),
    ],
)
def test_day_that_is_said_from_today(text: str, expected: date) -> None:
    assert parse_day(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-02-30", "'2026-02-30' is in no calendar. Write year-month-day, like 2030-12-24."),
        ("31.11.2026", "'31.11.2026' is in no calendar. Write year-month-day, like 2030-12-24."),
        ("29 February 2026", "'29 February 2026' is in no calendar. Write year-month-day, like 2030-12-24."),
        ("April 31, 2026", "'April 31, 2026' is in no calendar. Write year-month-day, like 2030-12-24."),
        ("monday", "'monday' is another day each time it is read. Write year-month-day, like 2030-12-24."),
        ("tomorrow", "'tomorrow' is another day each time it is read. Write year-month-day, like 2030-12-24."),
        ("next fri", "'next fri' is another day each time it is read. Write year-month-day, like 2030-12-24."),
        ("t", "'t' is no date. Write year-month-day, like 2030-12-24."),
        ("24 Foo 2026", "'24 Foo 2026' is no date. Write year-month-day, like 2030-12-24."),
        ("9999-12-31", "'9999-12-31' lies too far away. Dates are between 2000-01-01 and 2199-12-31."),
        ("5/12/2026", "'5/12/2026' can be read as two dates. Write 2026-05-12 or 2026-12-05."),
        ("05-06-2026", "'05-06-2026' can be read as two dates. Write 2026-05-06 or 2026-06-05."),
    ],
)
def test_day_that_is_none(text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_day(text)

    assert str(caught.value) == expected


@pytest.mark.parametrize(
    ("text", "trouble"),
    [("t", "is no date"), ("s", "is no date"), ("2026-12-32", "is in no calendar")],
)
def test_day_that_is_none_also_with_today(text: str, trouble: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_day(text, TODAY)

    assert str(caught.value) == f"{text!r} {trouble}. Write year-month-day, like 2030-12-24, or a weekday."


@pytest.mark.parametrize("text", ["2026-12-24..2027-01-02", "2026–12–24 – 2027–01–02", "2026-12-24 to 2027-01-02"])
def test_range_of_days(text: str) -> None:
    assert list(parse_days(text)) == [date(2026, 12, 24) + timedelta(days=number) for number in range(10)]


def test_single_day_is_a_range_of_one() -> None:
    assert list(parse_days("2026-12-24")) == [date(2026, 12, 24)]


@pytest.mark.parametrize("text", ["2027-01-02..2026-12-24", "2026-12-24..2027-12-25"])
def test_range_that_is_none(text: str) -> None:
    with pytest.raises(InputError) as caught:
        list(parse_days(text))

    assert str(caught.value) == f"{text!r} is no range of up to a year. Write the earlier day first."


def test_today_is_no_day_to_come() -> None:
    with pytest.raises(InputError) as caught:
        parse_day("Today", TODAY)

    assert str(caught.value) == "'Today' has begun already. Name a day after it, like tomorrow."
