"""The periods that boards and reports are counted in; all are of slots' local dates."""

import re
from calendar import month_name, monthrange
from datetime import date, timedelta

from bot.errors import InputError

ALL_TIME = "all"

_WEEK = re.compile(r"(\d{4})-w(\d{1,2})")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_QUARTER = re.compile(r"(\d{4})-q([1-4])")
_HINT = "For example `week`, `last month`, `quarter`, `all`, `2026-W47`, `2026-11` or `2026-Q4`."


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
        InputError: it is not understood.
    """
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
    key = named.get(said) or _parse_key(said)
    if key is None:
        raise InputError(f"{text!r} is no period.", hint=_HINT)
    return key


def _parse_key(said: str) -> str | None:
    try:
        if match := _WEEK.fullmatch(said):
            return week_key(date.fromisocalendar(int(match[1]), int(match[2]), 1))
        if match := _MONTH.fullmatch(said):
            return month_key(date(int(match[1]), int(match[2]), 1))
        if match := _QUARTER.fullmatch(said):
            return quarter_key(date(int(match[1]), int(match[2]) * 3, 1))
    except ValueError:
        return None
    return None


def period_range(key: str) -> tuple[date | None, date | None]:
    """Give the first and the last date of a period; None is without end."""
    lower = key.casefold()
    if match := _WEEK.fullmatch(lower):
        first = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return first, first + timedelta(days=6)
    if match := _QUARTER.fullmatch(lower):
        year, last_month = int(match[1]), int(match[2]) * 3
        return date(year, last_month - 2, 1), date(year, last_month, monthrange(year, last_month)[1])
    if match := _MONTH.fullmatch(lower):
        year, month = int(match[1]), int(match[2])
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return None, None


def period_title(key: str) -> str:
    """Say a period as a heading does."""
    lower = key.casefold()
    if match := _WEEK.fullmatch(lower):
        return f"week {int(match[2])} of {match[1]}"
    if match := _QUARTER.fullmatch(lower):
        return f"quarter {match[2]} of {match[1]}"
    if match := _MONTH.fullmatch(lower):
        return f"{month_name[int(match[2])]} {match[1]}"
    return "all time"
