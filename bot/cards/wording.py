"""How people write times, days and durations, and how Askaday says a schedule."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta

from bot.domain.calendar.dates import DAYS, weekday
from bot.domain.calendar.holidays import country_code, known_calendars, region_code
from bot.domain.calendar.localtime import local_time
from bot.domain.calendar.schedule import (
    LATE_FROM,
    MORNING_AT,
    SAME_DAY_AT,
    CloseAfter,
    CloseAt,
    CloseOnNextSlot,
    CloseSameDay,
    Closing,
    Schedule,
    closing_instant,
)
from bot.domain.calendar.zones import say_zone
from bot.domain.text import count, listing, straightened
from bot.errors import InputError

_NAMED_DAYS: Mapping[str, range] = {
    "weekdays": range(5),
    "workdays": range(5),
    "daily": range(7),
    "everyday": range(7),
    "weekends": range(5, 7),
}
#: "0900" is read from the end, for its minutes are the last two digits.
_TIME = re.compile(r"(\d{1,2}?)(?:[:.h]?(\d{2}))?(?::00)?\s*(?:([ap])\.?\s?m\.?)?")
_OCLOCK = re.compile(r"(?<=\d)\s*(?:h|hrs|uhr|o'?clock)$")
_NAMED_TIMES: Mapping[str, str] = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_DURATION = re.compile(
    r"(?:(\d{1,4})\s*w(?:eeks?)?)?\s*(?:(\d{1,4})\s*d(?:ays?)?)?\s*"
    r"(?:(\d{1,4})\s*h(?:rs?|ours?)?)?\s*(?:(\d{1,5})\s*m(?:ins?|inutes?)?)?"
)
_SAME_DAY = frozenset({"same day", "same-day", "sameday", "the same day"})
_NOON = 12
_LONGEST_ROUND = timedelta(days=14)
_DAYS_SAID = 3


def say_day(day: date) -> str:
    """Say a day: "Monday 7 December"."""
    return f"{day:%A} {day.day} {day:%B}"


#: What stands between a country and its region.
_SIGNS = re.compile(r"[-_/, ]+")
#: No country is called anything longer, by far: a text is not tried as one at each of its thousands of spaces.
_LONGEST_COUNTRY = 100


def check_holidays(code: str) -> str:
    """Give the code of a holiday calendar, like "DE" or "DE-BY"; countries and regions may be named in words.

    Raises:
        InputError: there is none for that country or region.
    """
    said = straightened(code)
    if whole := country_code(said):
        return whole
    country, name = _country_and_region(said)
    if not country:
        raise InputError(f"There are no holidays for {said!r}.", hint="Use a country code, like DE, US or DE-BY.")
    if region := region_code(country, name):
        return f"{country}-{region}"
    regions = known_calendars()[country]
    hint = f"Regions: {', '.join(regions)}." if regions else "Leave the region out."
    raise InputError(f"{country} has no region {name.upper()!r}.", hint=hint)


def _country_and_region(said: str) -> tuple[str, str]:
    """Split at the first sign behind a country; names of countries have such signs themselves."""
    for sign in _SIGNS.finditer(said, 0, _LONGEST_COUNTRY):
        if country := country_code(said[: sign.start()]):
            return country, said[sign.end() :]
    return "", ""


def parse_time(text: str) -> time:
    """Read a local time like "9:00", "17.30", "9am", "0900" or "9".

    Raises:
        InputError: it is none.
    """
    typed = straightened(text)
    said = _OCLOCK.sub("", typed.casefold())
    match = _TIME.fullmatch(_NAMED_TIMES.get(said, said))
    if match:
        hour, minute = int(match[1]), int(match[2] or 0)
        if match[3]:
            hour = hour % _NOON + (_NOON if match[3] == "p" else 0) if 1 <= hour <= _NOON else 99
        if hour < 24 and minute < 60:  # noqa: PLR2004 - hours and minutes
            return time(hour, minute)
    raise InputError(f"{typed!r} is no time of day.", hint="Write 24-hour time, like 09:00 or 17:30.")


def parse_duration(text: str) -> timedelta:
    """Read a duration of up to two weeks like "8h", "90 minutes", "1h30m" or "2d".

    Raises:
        InputError: it is none, is nothing, or is longer.
    """
    typed = straightened(text)
    match = _DURATION.fullmatch(typed.casefold())
    weeks, days, hours, minutes = (int(part or 0) for part in match.groups()) if match else (0, 0, 0, 0)
    duration = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    if not timedelta() < duration <= _LONGEST_ROUND:
        raise InputError(f"{typed!r} is no duration of up to 14 days.", hint="Write 8h, 90m, 1h30m or 2d.")
    return duration


def parse_weekdays(text: str) -> frozenset[int]:
    """Read weekdays like "mon-fri", "Monday to Friday", "mon,wed,fri", "sun-thu", "weekdays" or "daily"; Monday is 0.

    Raises:
        InputError: a word is no weekday, or there is none.
    """
    said = re.sub(r"\bevery ?day\b", "daily", straightened(text).casefold())
    ranges = re.sub(r"\s*(?:-|\.{2,3}|\bto\b|\bthrough\b|\buntil\b)\s*", "-", said)
    parts = re.sub(r"[,;/&+]|\band\b", " ", ranges).split()
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
    return ((start + step) % len(DAYS) for step in range((end - start) % len(DAYS) + 1))


def _weekday(text: str) -> int:
    number = weekday(text)
    if number is None:
        raise InputError(f"{text!r} is no weekday.", hint="Write mon, tue, wed, thu, fri, sat or sun, like mon-fri.")
    return number


def parse_closing(text: str) -> Closing:
    """Read when a round closes: "same day", "next", "next 08:30", "at 17:00" or "after 8h".

    Raises:
        InputError: it is none of these.
    """
    typed = straightened(text)
    said = " ".join(typed.casefold().split())
    if said in _SAME_DAY:
        return CloseSameDay()
    rule, _, rest = said.partition(" ")
    readers: dict[str, Callable[[str], Closing]] = {
        "next": lambda said: CloseOnNextSlot(parse_time(said.removeprefix("at ")) if said else None),
        "at": lambda said: CloseAt(parse_time(said)),
        "after": lambda said: CloseAfter(parse_duration(said)),
    }
    if rule not in readers:
        hint = "Write `same day`, `next`, `next 08:30`, `at 17:00` or `after 8h`."
        raise InputError(f"{typed!r} does not say when a question closes.", hint=hint)
    return readers[rule](rest)


def closing_text(closing: Closing) -> str:
    """Give a closing rule as `parse_closing` reads it."""
    if isinstance(closing, CloseAfter):
        return f"after {duration_text(closing.duration)}"
    if isinstance(closing, CloseAt):
        return f"at {closing.at:%H:%M}"
    if isinstance(closing, CloseSameDay):
        return closing.kind
    return f"next {closing.at:%H:%M}" if closing.at else "next"


def duration_text(duration: timedelta) -> str:
    """Give a duration as `parse_duration` reads it."""
    minutes = duration // timedelta(minutes=1)
    parts = ((minutes // 1440, "d"), (minutes // 60 % 24, "h"), (minutes % 60, "m"))
    return "".join(f"{number}{unit}" for number, unit in parts if number)


def describe(schedule: Schedule) -> str:
    """Say a schedule in a sentence without its full stop."""
    said = f"{say_weekdays(schedule.weekdays)} at {schedule.at:%H:%M} ({say_zone(schedule.zone)})"
    if schedule.every_weeks > 1:
        said = f"Every {schedule.every_weeks} weeks, {said}"
    if excepted := say_exceptions(schedule):
        said += f", except {excepted}"
    if schedule.paused_until:
        said += f", paused until {schedule.paused_until}"
    return f"{said}; closes {_say_closing(schedule)}"


def rhythm(schedule: Schedule, day: date, due: datetime) -> str:
    """Say when a day's question is asked and revealed: "asked 09:00, revealed 16:30"."""
    said, end = f"asked {schedule.at:%H:%M}", closing_instant(schedule, day, due)
    if end is None:
        return said
    closing = local_time(end, schedule.zone)
    days = (closing.date() - day).days
    when = "" if days == 0 else " the next day" if days == 1 else f" on {closing:%A}"
    return f"{said}, revealed {closing:%H:%M}{when}"


def say_weekdays(weekdays: frozenset[int]) -> str:
    """Say weekdays, Monday being 0: "Every day", "Monday to Friday", "Monday and Friday"."""
    if len(weekdays) == len(DAYS):
        return "Every day"
    # A run may go over the end of the week: it starts at the one day whose eve is not in it.
    starts = [day for day in sorted(weekdays) if (day - 1) % len(DAYS) not in weekdays]
    if len(starts) == 1 and len(weekdays) > 2:  # noqa: PLR2004 - "Monday to Tuesday" is no shorter
        last = (starts[0] + len(weekdays) - 1) % len(DAYS)
        return f"{DAYS[starts[0]].capitalize()} to {DAYS[last].capitalize()}"
    return listing([DAYS[day].capitalize() for day in sorted(weekdays)])


def say_exceptions(schedule: Schedule) -> str:
    """Say on which days there is no question; empty where there are none."""
    holidays = [f"holidays in {schedule.holidays}"] if schedule.holidays else []
    days = [day.isoformat() for day in sorted(schedule.skip_dates)]
    return listing(holidays + (days if len(days) <= _DAYS_SAID else [count(len(days), "single day")]))


def _say_closing(schedule: Schedule) -> str:
    closing = schedule.closes
    if isinstance(closing, CloseSameDay):
        is_late = schedule.at > LATE_FROM
        return _on_next_day(MORNING_AT) if is_late else f"at {SAME_DAY_AT:%H:%M} the same day"
    if isinstance(closing, CloseAfter):
        return f"after {_say_duration(closing.duration)}"
    if isinstance(closing, CloseAt):
        return f"at {closing.at:%H:%M} the same day"
    if closing.at is None:
        return "when the next question opens"
    return _on_next_day(closing.at)


def _on_next_day(at: time) -> str:
    return f"at {at:%H:%M} on the day of the next question"


def _say_duration(duration: timedelta) -> str:
    minutes = duration // timedelta(minutes=1)
    days, hours = divmod(minutes // 60, 24)
    parts = ((days, "day"), (hours, "hour"), (minutes % 60, "minute"))
    return " ".join(count(number, unit) for number, unit in parts if number)


#: In minutes.
_HOUR, _DAY = 60, 1440


def time_off(ahead: timedelta) -> str:
    """Say "9 hours ahead", "3 days behind"."""
    minutes = round(abs(ahead) / timedelta(minutes=1))
    if minutes < 2 * _HOUR:
        said = count(minutes, "minute")
    elif minutes < 2 * _DAY:
        said = count(round(minutes / _HOUR), "hour")
    else:
        said = count(round(minutes / _DAY), "day")
    return f"{said} {'ahead' if ahead > timedelta() else 'behind'}"
