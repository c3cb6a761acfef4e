"""The periods that boards and reports are counted in; all are of slots' local dates."""

import re
from calendar import month_name, monthrange
from datetime import date, timedelta

from bot.domain.calendar.dates import parse_day
from bot.errors import InputError

ALL_TIME = "all"
#: Those that `parse_period` knows by name, to be suggested; "this week" is `week`.
NAMED_PERIODS = ("week", "last week", "month", "last month", "quarter", "last quarter", ALL_TIME)

_WEEK = re.compile(r"(2[01]\d\d)-w(\d\d?)", re.ASCII | re.IGNORECASE)
_MONTH = re.compile(r"(2[01]\d\d)-(\d\d?)", re.ASCII)
_QUARTER = re.compile(r"(2[01]\d\d)-q([1-4])", re.ASCII | re.IGNORECASE)
_SINCE = re.compile(r"since (\d{4}-\d\d-\d\d)", re.ASCII)
_HINT = "For example `week`, `last month`, `quarter`, `all`, `2026-W47`, `2026-11` or `2026-Q4`."
_HINT_OF_DAYS = f"{_HINT.removesuffix('.')}; or `since 2026-11-02`."


def week_key(day: date) -> str:
    """Name the ISO week of a date, like "2026-W47"; around New Year its year can differ from the date's."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def month_key(day: date) -> str:
    """Name the month of a date, like "2026-11"."""
    return f"{day:%Y-%m}"


def quarter_key(day: date) -> str:
    """Name the quarter of a date, like "2026-Q4"."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def period_keys(day: date) -> tuple[str, str, str, str]:
    """Name the week, month and quarter of a date, and all time."""
    return week_key(day), month_key(day), quarter_key(day), ALL_TIME


def parse_period(text: str, today: date) -> str:
    """Read a period as people say it.

    Raises:
        InputError: it is not understood, or not within this century and the next.
    """
    key = _period_key(text, today)
    if key is None:
        raise InputError(f"{text!r} is no period.", hint=_HINT)
    return key


def _period_key(text: str, today: date) -> str | None:
    said = " ".join(text.casefold().split())
    last_month = today.replace(day=1) - timedelta(days=1)
    quarter_start = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    named = {
        "": week_key(today),
        "week": week_key(today),
        "this week": week_key(today),
        "last week": week_key(today - timedelta(days=7)),
        "month": month_key(today),
        "this month": month_key(today),
        "last month": month_key(last_month),
        "quarter": quarter_key(today),
        "this quarter": quarter_key(today),
        "last quarter": quarter_key(quarter_start - timedelta(days=1)),
        "all": ALL_TIME,
        "all time": ALL_TIME,
    }
    return named.get(said) or _parse_key(said)


def parse_days(text: str, today: date) -> str:
    """Read a period, or "since 2026-10-01", which only boards do not have.

    Raises:
        InputError: it is not understood, or that day has not come yet.
    """
    word, _, day = " ".join(text.split()).partition(" ")
    if word.casefold() != "since":
        key = _period_key(text, today)
        if key is None:
            raise InputError(f"{text!r} is no period.", hint=_HINT_OF_DAYS)
        return key
    since = parse_day(day)
    if since > today:
        raise InputError(f"{day} has not come yet.", hint="Name a day that is over, like `since 2026-10-01`.")
    return f"since {since.isoformat()}"


def _parse_key(said: str) -> str | None:
    try:
        first, _ = period_range(said)
    except ValueError:  # a week 54 or a month 13
        return None
    if first is None or _SINCE.fullmatch(said):
        return None
    if _WEEK.fullmatch(said):
        return week_key(first)
    return month_key(first) if _MONTH.fullmatch(said) else quarter_key(first)


def period_range(key: str) -> tuple[date | None, date | None]:
    """Give the first and the last date of a period; None: it has no end there. Of all time both are None."""
    if match := _WEEK.fullmatch(key):
        first = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return first, first + timedelta(days=6)
    if match := _MONTH.fullmatch(key):
        return _months(int(match[1]), int(match[2]), int(match[2]))
    if match := _QUARTER.fullmatch(key):
        return _months(int(match[1]), int(match[2]) * 3 - 2, int(match[2]) * 3)
    if match := _SINCE.fullmatch(key):
        return date.fromisoformat(match[1]), None
    return None, None


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def period_before(key: str) -> str:
    """Name the period before one, of its own kind; all time has none, and stays as it is."""
    first, _ = period_range(key)
    if first is None:
        return key
    kinds = ((_WEEK, week_key), (_MONTH, month_key), (_QUARTER, quarter_key))
    return next(name(first - timedelta(days=1)) for form, name in kinds if form.fullmatch(key))


def period_title(key: str) -> str:
    """Say a period as a heading does."""
    if match := _WEEK.fullmatch(key):
        return f"Week {int(match[2])} of {match[1]}"
    if match := _MONTH.fullmatch(key):
        return f"{month_name[int(match[2])]} {match[1]}"
    if match := _QUARTER.fullmatch(key):
        return f"Quarter {match[2]} of {match[1]}"
    if match := _SINCE.fullmatch(key):
        day = date.fromisoformat(match[1])
        return f"Since {day.day} {month_name[day.month]} {day.year}"
    return "All time"
