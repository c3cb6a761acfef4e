"""How people write times, days and durations, and how Askaday says a schedule."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from bot.domain.holiday_calendar import known_calendars
from bot.domain.schedule import CloseAfter, CloseAt, CloseOnNextSlot, Closing, Schedule
from bot.domain.text import count, listing
from bot.errors import InputError

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAMED_DAYS: Mapping[str, range] = {
    "weekdays": range(5),
    "workdays": range(5),
    "daily": range(7),
    "everyday": range(7),
    "weekends": range(5, 7),
}
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?")
_DURATION = re.compile(r"(?:(\d{1,4})\s*d)?\s*(?:(\d{1,4})\s*h)?\s*(?:(\d{1,5})\s*m(?:in)?)?")
_NOON = 12
_LONGEST_ROUND = timedelta(days=14)
_YEARS = range(2000, 2200)
_DAYS_SAID = 3
#: Files of a machine's tz database that are no places.
_NO_ZONES = frozenset({"localtime", "Factory"})


@cache
def zone_names() -> Sequence[str]:
    """Give the names of all time zones, sorted; looked up once, for that reads a whole folder."""
    return sorted(available_timezones() - _NO_ZONES)


def check_zone(name: str) -> str:
    """Give the zone's name as the tz database spells it.

    Raises:
        InputError: there is no such zone; the hint names near ones.
    """
    zones = {zone.casefold(): zone for zone in zone_names()}
    wanted = "_".join(name.casefold().split())
    if wanted in zones:
        return zones[wanted]
    cities = {zone.rpartition("/")[2]: zone for zone in sorted(zones)}
    near = [zones[cities[city]] for city in get_close_matches(wanted.rpartition("/")[2], cities, n=3)]
    hint = f"Did you mean {listing(near, 'or')}?" if near else "For example Europe/Berlin or America/New_York."
    raise InputError(f"{name!r} is no time zone.", hint=hint)


def check_holidays(code: str) -> str:
    """Give the code of a holiday calendar, like "DE" or "DE-BY".

    Raises:
        InputError: there is none for that country or region.
    """
    country, dash, region = code.strip().upper().partition("-")
    calendars = known_calendars()
    if country not in calendars:
        raise InputError(f"There are no holidays for {code!r}.", hint="Use a country code, like DE, US or DE-BY.")
    regions = {name.upper(): name for name in calendars[country]}
    if not dash:
        return country
    if region not in regions:
        hint = f"Regions: {', '.join(calendars[country])}." if regions else "Leave the region out."
        raise InputError(f"{country} has no region {region!r}.", hint=hint)
    return f"{country}-{regions[region]}"


def parse_day(text: str) -> date:
    """Read a date like "2030-12-24".

    Raises:
        InputError: it is none, or not within this century and the next.
    """
    try:
        day = datetime.strptime(text.strip(), "%Y-%m-%d").date()  # noqa: DTZ007 - a date has no time zone
    except ValueError:
        raise InputError(f"{text!r} is no date.", hint="Write year-month-day, like 2030-12-24.") from None
    if day.year not in _YEARS:
        raise InputError(f"{text!r} lies too far away.", hint="Dates are between 2000-01-01 and 2199-12-31.")
    return day


def parse_time(text: str) -> time:
    """Read a local time like "9:00", "17.30" or "9am".

    Raises:
        InputError: it is none.
    """
    match = _TIME.fullmatch(text.strip().casefold())
    if match:
        hour, minute = int(match[1]), int(match[2] or 0)
        if match[3]:
            hour = hour % _NOON + (_NOON if match[3] == "pm" else 0) if 1 <= hour <= _NOON else 99
        if (match[2] or match[3]) and hour < 24 and minute < 60:  # noqa: PLR2004 - hours and minutes
            return time(hour, minute)
    raise InputError(f"{text!r} is no time of day.", hint="Write 24-hour time, like 09:00 or 17:30.")


def parse_duration(text: str) -> timedelta:
    """Read a duration of up to two weeks like "8h", "90m", "1h30m" or "2d".

    Raises:
        InputError: it is none, is nothing, or is longer.
    """
    match = _DURATION.fullmatch(text.strip().casefold())
    days, hours, minutes = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    duration = timedelta(days=days, hours=hours, minutes=minutes)
    if not timedelta() < duration <= _LONGEST_ROUND:
        raise InputError(f"{text!r} is no duration of up to 14 days.", hint="Write 8h, 90m, 1h30m or 2d.")
    return duration


def parse_weekdays(text: str) -> frozenset[int]:
    """Read weekdays like "mon-fri", "mon,wed,fri", "sun-thu", "weekdays" or "daily"; Monday is 0.

    Raises:
        InputError: a word is no weekday, or there is none.
    """
    parts = re.sub(r"\s*[-–]\s*", "-", text.casefold()).replace(",", " ").split()  # noqa: RUF001 - an en dash is meant
    days = frozenset(day for part in parts for day in _days_of(part))
    if not days:
        raise InputError("At least one weekday is needed.", hint="For example mon-fri.")
    return days


def _days_of(part: str) -> Iterable[int]:
    if part in _NAMED_DAYS:
        return _NAMED_DAYS[part]
    first, dash, last = part.partition("-")
    start = _weekday(first)
    end = _weekday(last) if dash else start
    return ((start + step) % len(_DAYS) for step in range((end - start) % len(_DAYS) + 1))


def _weekday(text: str) -> int:
    matches = [number for number, name in enumerate(_DAYS) if name.startswith(text)]
    if len(matches) != 1:
        raise InputError(f"{text!r} is no weekday.", hint="Write mon, tue, wed, thu, fri, sat or sun, like mon-fri.")
    return matches[0]


def parse_closing(text: str) -> Closing:
    """Read when a round closes: "next", "next 08:30", "at 17:00" or "after 8h".

    Raises:
        InputError: it is none of these.
    """
    rule, _, rest = text.strip().casefold().partition(" ")
    readers: dict[str, Callable[[str], Closing]] = {
        "next": lambda said: CloseOnNextSlot(parse_time(said) if said else None),
        "at": lambda said: CloseAt(parse_time(said)),
        "after": lambda said: CloseAfter(parse_duration(said)),
    }
    if rule not in readers:
        hint = "Write `next`, `next 08:30`, `at 17:00` or `after 8h`."
        raise InputError(f"{text!r} does not say when a question closes.", hint=hint)
    return readers[rule](rest.strip())


def closing_text(closing: Closing) -> str:
    """Give a closing rule as `parse_closing` reads it."""
    if isinstance(closing, CloseAfter):
        return f"after {duration_text(closing.duration)}"
    if isinstance(closing, CloseAt):
        return f"at {closing.at:%H:%M}"
    return f"next {closing.at:%H:%M}" if closing.at else "next"


def duration_text(duration: timedelta) -> str:
    """Give a duration as `parse_duration` reads it."""
    minutes = duration // timedelta(minutes=1)
    parts = ((minutes // 1440, "d"), (minutes // 60 % 24, "h"), (minutes % 60, "m"))
    return "".join(f"{number}{unit}" for number, unit in parts if number)


def describe(schedule: Schedule) -> str:
    """Say a schedule in a sentence without its full stop."""
    said = f"{say_weekdays(schedule.weekdays)} at {schedule.at:%H:%M} ({schedule.zone})"
    if schedule.every_weeks > 1:
        said = f"Every {schedule.every_weeks} weeks, {said}"
    if excepted := _say_exceptions(schedule):
        said += f", except {excepted}"
    if schedule.paused_until:
        said += f", paused until {schedule.paused_until}"
    return f"{said}; closes {_say_closing(schedule.closes)}"


def say_weekdays(weekdays: frozenset[int]) -> str:
    """Say weekdays, Monday being 0: "Every day", "Monday to Friday", "Monday and Friday"."""
    if len(weekdays) == len(_DAYS):
        return "Every day"
    # A run may go over the end of the week: it starts at the one day whose eve is not in it.
    starts = [day for day in sorted(weekdays) if (day - 1) % len(_DAYS) not in weekdays]
    if len(starts) == 1 and len(weekdays) > 2:  # noqa: PLR2004 - "Monday to Tuesday" is no shorter
        last = (starts[0] + len(weekdays) - 1) % len(_DAYS)
        return f"{_DAYS[starts[0]].capitalize()} to {_DAYS[last].capitalize()}"
    return listing([_DAYS[day].capitalize() for day in sorted(weekdays)])


def _say_exceptions(schedule: Schedule) -> str:
    holidays = [f"holidays in {schedule.holidays}"] if schedule.holidays else []
    days = [day.isoformat() for day in sorted(schedule.skip_dates)]
    return listing(holidays + (days if len(days) <= _DAYS_SAID else [count(len(days), "single day")]))


def _say_closing(closing: Closing) -> str:
    if isinstance(closing, CloseAfter):
        return f"after {_say_duration(closing.duration)}"
    if isinstance(closing, CloseAt):
        return f"at {closing.at:%H:%M} the same day"
    if closing.at is None:
        return "when the next question opens"
    return f"at {closing.at:%H:%M} on the day of the next question"


def _say_duration(duration: timedelta) -> str:
    minutes = duration // timedelta(minutes=1)
    days, hours = divmod(minutes // 60, 24)
    parts = ((days, "day"), (hours, "hour"), (minutes % 60, "minute"))
    return " ".join(count(number, unit) for number, unit in parts if number)
