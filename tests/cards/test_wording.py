# ruff: noqa: RUF001 - what phones and other keyboards write is what is read here

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.cards.wording import (
    check_holidays,
    describe,
    parse_closing,
    parse_duration,
    parse_time,
    parse_weekdays,
    rhythm,
)
from bot.domain.calendar.localtime import local_time
from bot.domain.calendar.schedule import (
    CloseAfter,
    CloseAt,
    CloseOnNextSlot,
    CloseSameDay,
    Closing,
    Schedule,
    closing_instant,
    slot_instant,
)
from bot.errors import InputError


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("DE", "DE"),
        (" de-by ", "DE-BY"),
        ("de-augsburg", "DE-Augsburg"),
        ("UK", "GB"),
        ("uk-sct", "GB-SCT"),
        ("Germany", "DE"),
        ("USA", "US"),
        ("United Kingdom", "GB"),
        ("England", "GB-ENG"),
        ("de–by", "DE-BY"),
        ("DE_BY", "DE-BY"),
        ("Germany, Bayern", "DE-BY"),
        ("United States - California", "US-CA"),
        ("ＤＥ", "DE"),
        ("Guinea-Bissau", "GW"),
    ],
)
def test_check_holidays_spells_it_as_the_library_does(code: str, expected: str) -> None:
    assert check_holidays(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("", "There are no holidays for ''. Use a country code, like DE, US or DE-BY."),
        ("EU", "There are no holidays for 'EU'. Use a country code, like DE, US or DE-BY."),
        ("GB-LON", "GB has no region 'LON'. Regions: ENG, NIR, SCT, WLS."),
        ("FJ-1", "FJ has no region '1'. Leave the region out."),
    ],
)
def test_check_holidays_that_there_are_not(code: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        check_holidays(code)

    assert str(caught.value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("Mon - Fri", {0, 1, 2, 3, 4}),
        ("mon,wed,fri", {0, 2, 4}),
        ("monday, Tuesday", {0, 1}),
        ("sun-thu", {6, 0, 1, 2, 3}),
        ("mon–fri", {0, 1, 2, 3, 4}),
        ("mon — wed", {0, 1, 2}),
        ("mon\u2011wed", {0, 1, 2}),
        ("Monday to Friday", {0, 1, 2, 3, 4}),
        ("mon..wed", {0, 1, 2}),
        ("Mondays and Wednesdays", {0, 2}),
        ("mon/wed;fri", {0, 2, 4}),
        ("ｍｏｎ，\u3000ｗｅｄ", {0, 2}),
        ("every day", {0, 1, 2, 3, 4, 5, 6}),
        ("tu thu", {1, 3}),
        ("weekdays", {0, 1, 2, 3, 4}),
        ("weekends", {5, 6}),
        ("daily", {0, 1, 2, 3, 4, 5, 6}),
    ],
)
def test_parse_weekdays(text: str, expected: set[int]) -> None:
    assert parse_weekdays(text) == frozenset(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "At least one weekday is needed. For example mon-fri."),
        ("moon", "'moon' is no weekday. Write mon, tue, wed, thu, fri, sat or sun, like mon-fri."),
        ("t", "'t' is no weekday. Write mon, tue, wed, thu, fri, sat or sun, like mon-fri."),
        ("mon-", "'' is no weekday. Write mon, tue, wed, thu, fri, sat or sun, like mon-fri."),
    ],
)
def test_parse_weekdays_that_are_none(text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_weekdays(text)

    assert str(caught.value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:00", time(9)),
        ("9:05", time(9, 5)),
        ("17.30", time(17, 30)),
        ("9am", time(9)),
        ("12 AM", time(0)),
        ("12:15pm", time(12, 15)),
        ("00:00", time(0)),
        ("9", time(9)),
        ("17", time(17)),
        ("9.00", time(9)),
        ("0900", time(9)),
        ("930", time(9, 30)),
        ("9 a.m.", time(9)),
        ("9:30\u202fPM", time(21, 30)),
        ("9h", time(9)),
        ("9h30", time(9, 30)),
        ("9 Uhr", time(9)),
        ("9 o’clock", time(9)),
        ("09:00:00", time(9)),
        ("noon", time(12)),
        ("０９：３０", time(9, 30)),
        ("09\u200b:00", time(9)),
    ],
)
def test_parse_time(text: str, expected: time) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize(
    "text", ["", "24:00", "24", "09:60", "13pm", "0am", "nine", "9:0", "-1:00", "09000", "09:00:30"]
)
def test_parse_time_that_is_none(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_time(text)

    assert str(caught.value) == f"{text!r} is no time of day. Write 24-hour time, like 09:00 or 17:30."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8h", timedelta(hours=8)),
        ("90m", timedelta(minutes=90)),
        ("90 min", timedelta(minutes=90)),
        ("1h30m", timedelta(minutes=90)),
        ("1d 2h", timedelta(hours=26)),
        ("14d", timedelta(days=14)),
        ("2 weeks", timedelta(days=14)),
        ("8 hours", timedelta(hours=8)),
        ("90\xa0minutes", timedelta(minutes=90)),
        ("1 day 2 hrs", timedelta(hours=26)),
    ],
)
def test_parse_duration(text: str, expected: timedelta) -> None:
    assert parse_duration(text) == expected


@pytest.mark.parametrize("text", ["", "0m", "15d", "8", "-8h", "h", "99999m"])
def test_parse_duration_that_is_none(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_duration(text)

    assert str(caught.value) == f"{text!r} is no duration of up to 14 days. Write 8h, 90m, 1h30m or 2d."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("next", CloseOnNextSlot()),
        ("Next 8:30", CloseOnNextSlot(time(8, 30))),
        ("next at 8.30", CloseOnNextSlot(time(8, 30))),
        ("at noon", CloseAt(time(12))),
        ("after\xa08\xa0hours", CloseAfter(timedelta(hours=8))),
        ("at 17:00", CloseAt(time(17))),
        ("after 8h", CloseAfter(timedelta(hours=8))),
        ("Same  day", CloseSameDay()),
        ("sameday", CloseSameDay()),
    ],
)
def test_parse_closing(text: str, expected: Closing) -> None:
    assert parse_closing(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "17:00",
            (
                "'17:00' does not say when a question closes. "
                "Write `same day`, `next`, `next 08:30`, `at 17:00` or `after 8h`."
            ),
        ),
        ("at dusk", "'dusk' is no time of day. Write 24-hour time, like 09:00 or 17:30."),
        ("after", "'' is no duration of up to 14 days. Write 8h, 90m, 1h30m or 2d."),
    ],
)
def test_parse_closing_that_is_none(text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_closing(text)

    assert str(caught.value) == expected


WORKDAYS = Schedule("Europe/Berlin", time(9))
THREE = frozenset({date(2026, 12, 24), date(2026, 12, 31), date(2027, 1, 4)})


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (
            replace(WORKDAYS, holidays="DE-BY"),
            "Monday to Friday at 09:00 (Europe/Berlin), except holidays in DE-BY; closes when the next question opens",
        ),
        (
            replace(WORKDAYS, zone="Etc/GMT-2"),
            "Monday to Friday at 09:00 (Etc/GMT-2, 2 hours ahead of UTC); closes when the next question opens",
        ),
        (
            replace(WORKDAYS, weekdays=frozenset({6, 0, 1, 2, 3}), closes=CloseAt(time(17))),
            "Sunday to Thursday at 09:00 (Europe/Berlin); closes at 17:00 the same day",
        ),
        (
            replace(WORKDAYS, at=time(13), closes=CloseSameDay()),
            "Monday to Friday at 13:00 (Europe/Berlin); closes at 16:30 the same day",
        ),
        (
            replace(WORKDAYS, at=time(13, 1), closes=CloseSameDay()),
            "Monday to Friday at 13:01 (Europe/Berlin); closes at 10:00 on the day of the next question",
        ),
        (
            replace(WORKDAYS, weekdays=frozenset(range(7)), closes=CloseAfter(timedelta(hours=25, minutes=1))),
            "Every day at 09:00 (Europe/Berlin); closes after 1 day 1 hour 1 minute",
        ),
        (
            replace(WORKDAYS, weekdays=frozenset({0, 1, 3}), every_weeks=2, closes=CloseOnNextSlot(time(8, 30))),
            (
                "Every 2 weeks, Monday, Tuesday and Thursday at 09:00 (Europe/Berlin); "
                "closes at 08:30 on the day of the next question"
            ),
        ),
        (
            replace(WORKDAYS, weekdays=frozenset({4}), skip_dates=THREE, paused_until=date(2026, 12, 1)),
            (
                "Friday at 09:00 (Europe/Berlin), except 2026-12-24, 2026-12-31 and 2027-01-04, "
                "paused until 2026-12-01; closes when the next question opens"
            ),
        ),
        (
            replace(WORKDAYS, holidays="US", skip_dates=THREE | {date(2027, 2, 1)}),
            (
                "Monday to Friday at 09:00 (Europe/Berlin), except holidays in US and 4 single days; "
                "closes when the next question opens"
            ),
        ),
    ],
)
def test_describe_says_the_schedule(schedule: Schedule, expected: str) -> None:
    assert describe(schedule) == expected


@pytest.mark.parametrize("at", [time(0), time(9), time(13), time(13, 1), time(16, 30), time(23, 59)])
def test_what_is_said_of_the_same_day_is_when_a_round_of_that_slot_closes(at: time) -> None:
    schedule = replace(WORKDAYS, at=at, closes=CloseSameDay())
    monday = date(2026, 12, 7)
    opened = slot_instant(schedule, monday)

    closes = closing_instant(schedule, monday, opened)

    assert closes is not None
    there = local_time(closes, schedule.zone)
    is_same_day = there.date() == monday
    said = "16:30 the same day" if is_same_day else "10:00 on the day of the next question"
    assert (describe(schedule).rpartition("closes at ")[2], f"{there:%H:%M}") == (said, said[:5])
    revealed = f"revealed {there:%H:%M}" + ("" if is_same_day else " the next day")
    assert rhythm(schedule, monday, opened) == f"asked {at:%H:%M}, {revealed}"
