"""How people write days: dates, weekdays, and ranges of dates."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.domain.text import straightened
from bot.errors import InputError

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEARS = range(2000, 2200)
_HINT = "Write year-month-day, like 2030-12-24."
#: What is a day only together with the one on which it is said; so are weekdays.
_SAID_FROM_TODAY = frozenset({"today", "tomorrow", "yesterday"})
_HINT_FROM_TODAY = "Write year-month-day, like 2030-12-24, or a weekday."
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ]?(\d{1,2})[-/. ]?(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})")
_SLASHES = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")
#: "24 December 2030", "24. Dec 2030", "December 24, 2030"
_DAY_AND_MONTH = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?\s*([a-z]{3,9})\.?,?\s*(\d{4})")
_MONTH_AND_DAY = re.compile(r"([a-z]{3,9})\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_RANGE = re.compile(r"(\d{4}-\d\d-\d\d) ?(?:-|\.{2,3}|to|until) ?(\d{4}-\d\d-\d\d)")
_LONGEST_RANGE = 366
_MONTHS_IN_YEAR = 12


def weekday(text: str) -> int | None:
    """Give a weekday by how its name begins, Monday being 0; None: it is none, or not one alone."""
    matches = [number for number, name in enumerate(DAYS) if f"{name}s".startswith(text)]
    return matches[0] if len(matches) == 1 else None


def parse_day(text: str, today: date | None = None) -> date:
    """Read a date like "2030-12-24" or "24 December 2030"; with `today` also "monday" and "tomorrow", always after it.

    Raises:
        InputError: it is none, it can be read as two, or it is not within this century and the next.
    """
    typed = straightened(text)
    said = typed.casefold()
    if today and said == "today":
        raise InputError(f"{typed!r} has begun already.", hint="Name a day after it, like tomorrow.")
    found = (today and _coming(said, today)) or _written(said, typed)
    if found is None and not today and (said in _SAID_FROM_TODAY or _weekday_said(said) is not None):
        raise InputError(f"{typed!r} is another day each time it is read.", hint=_HINT)
    if found is None:
        trouble = "is in no calendar" if _has_form(said) else "is no date"
        raise InputError(f"{typed!r} {trouble}.", hint=_HINT_FROM_TODAY if today else _HINT)
    if found.year not in _YEARS:
        raise InputError(f"{typed!r} lies too far away.", hint="Dates are between 2000-01-01 and 2199-12-31.")
    return found


def parse_days(text: str) -> Iterator[date]:
    """Read a date, or a range of up to a year like "2030-12-24..2031-01-02".

    Raises:
        InputError: it is none of these.
    """
    match = _RANGE.fullmatch(straightened(text).casefold())
    if not match:
        yield parse_day(text)
        return
    first, last = parse_day(match[1]), parse_day(match[2])
    if not 0 <= (last - first).days < _LONGEST_RANGE:
        raise InputError(f"{text!r} is no range of up to a year.", hint="Write the earlier day first.")
    yield from (first + timedelta(days=number) for number in range((last - first).days + 1))


def _coming(said: str, today: date) -> date | None:
    if said == "tomorrow":
        return today + timedelta(days=1)
    number = _weekday_said(said)
    if number is None:
        return None
    return today + timedelta(days=(number - today.weekday() - 1) % len(DAYS) + 1)


def _weekday_said(said: str) -> int | None:
    return weekday(said.removeprefix("next ").removeprefix("on "))


def _written(said: str, text: str) -> date | None:
    if match := _YEAR_FIRST.fullmatch(said):
        return _date(match[1], match[2], match[3])
    if match := _DAY_FIRST.fullmatch(said):
        return _date(match[3], match[2], match[1])
    if match := _SLASHES.fullmatch(said):
        return _either_way(match[1], match[3], match[4], text)
    if match := _DAY_AND_MONTH.fullmatch(said):
        return _date(match[3], _month(match[2]), match[1])
    if match := _MONTH_AND_DAY.fullmatch(said):
        return _date(match[3], _month(match[1]), match[2])
    return None


def _has_form(said: str) -> bool:
    """Say whether it is written as a date is, whatever its numbers are."""
    if match := _DAY_AND_MONTH.fullmatch(said):
        return _month(match[2]) > 0
    if match := _MONTH_AND_DAY.fullmatch(said):
        return _month(match[1]) > 0
    return any(form.fullmatch(said) for form in (_YEAR_FIRST, _DAY_FIRST, _SLASHES))


def _month(name: str) -> int:
    short = name[:3]
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _either_way(first: str, second: str, year: str, text: str) -> date | None:
    """Read a date whose day may stand before its month or after it."""
    if max(int(first), int(second)) <= _MONTHS_IN_YEAR and first != second:
        ways = [one.isoformat() for one in (_date(year, first, second), _date(year, second, first)) if one]
        raise InputError(f"{text!r} can be read as two dates.", hint=f"Write {' or '.join(ways)}.")
    return _date(year, first, second) or _date(year, second, first)


def _date(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
