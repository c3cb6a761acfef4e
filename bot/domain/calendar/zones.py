"""Names of time zones, and what people write in their place: abbreviations, differences from UTC, cities."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.text import count, listing, straightened
from bot.errors import InputError

#: What people write who mean a place. Several places: it is not clear which, or whether summer time is meant.
_ABBREVIATIONS: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("est", "edt", "et"): ("America/New_York", "America/Toronto", "America/Panama (no summer time)"),
    ("cst", "cdt", "ct"): ("America/Chicago", "America/Mexico_City", "Asia/Shanghai"),
    ("mst", "mdt", "mt"): ("America/Denver", "America/Phoenix (no summer time)"),
    ("pst", "pdt", "pt"): ("America/Los_Angeles", "America/Vancouver", "Asia/Manila"),
    ("akst", "akdt"): ("America/Anchorage",),
    ("hst",): ("Pacific/Honolulu",),
    ("ast", "adt"): ("America/Halifax", "America/Puerto_Rico (no summer time)", "Asia/Riyadh"),
    ("gmt",): ("UTC", "Europe/London", "Africa/Accra"),
    ("bst",): ("Europe/London", "Asia/Dhaka"),
    ("ist",): ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    ("wet", "west"): ("Europe/Lisbon", "Atlantic/Canary"),
    ("cet", "cest", "met", "mez", "mesz"): ("Europe/Berlin", "Europe/Paris", "Africa/Algiers (no summer time)"),
    ("eet", "eest"): ("Europe/Helsinki", "Europe/Athens", "Africa/Tripoli (no summer time)"),
    ("msk",): ("Europe/Moscow",),
    ("trt",): ("Europe/Istanbul",),
    ("gst",): ("Asia/Dubai",),
    ("pkt",): ("Asia/Karachi",),
    ("ict",): ("Asia/Bangkok", "Asia/Ho_Chi_Minh"),
    ("wib",): ("Asia/Jakarta",),
    ("hkt",): ("Asia/Hong_Kong",),
    ("sgt",): ("Asia/Singapore",),
    ("jst",): ("Asia/Tokyo",),
    ("kst",): ("Asia/Seoul",),
    ("awst",): ("Australia/Perth",),
    ("acst", "acdt"): ("Australia/Adelaide", "Australia/Darwin (no summer time)"),
    ("aest", "aedt"): ("Australia/Sydney", "Australia/Brisbane (no summer time)"),
    ("nzst", "nzdt"): ("Pacific/Auckland",),
    ("brt",): ("America/Sao_Paulo",),
    ("art",): ("America/Argentina/Buenos_Aires",),
    ("wat",): ("Africa/Lagos",),
    ("cat",): ("Africa/Maputo",),
    ("sast",): ("Africa/Johannesburg",),
    ("eat",): ("Africa/Nairobi",),
}
#: Places that are offered for a difference from UTC, the best known of each first.
_PLACES = (  # noqa: SIM905 - one to a line they would fill a page
    "Pacific/Pago_Pago Pacific/Honolulu America/Anchorage America/Los_Angeles America/Phoenix America/Denver "
    "America/Chicago America/Mexico_City America/New_York America/Bogota America/Lima America/Halifax "
    "America/Caracas America/St_Johns America/Sao_Paulo America/Argentina/Buenos_Aires America/Noronha Atlantic/Azores "
    "Atlantic/Cape_Verde Africa/Accra Europe/London Europe/Lisbon Africa/Lagos Europe/Berlin Europe/Paris "
    "Africa/Johannesburg Europe/Helsinki Africa/Cairo Europe/Istanbul Europe/Moscow Africa/Nairobi Asia/Tehran "
    "Asia/Dubai Asia/Kabul Asia/Karachi Asia/Kolkata Asia/Kathmandu Asia/Dhaka Asia/Yangon Asia/Bangkok Asia/Jakarta "
    "Asia/Shanghai Asia/Singapore Australia/Perth Asia/Tokyo Asia/Seoul Australia/Adelaide Australia/Darwin "
    "Australia/Sydney Australia/Brisbane Pacific/Noumea Pacific/Auckland Pacific/Chatham Pacific/Tongatapu "
    "Pacific/Kiritimati"
).split()
#: A winter's and a summer's day; one of either half of the world is as good as another.
_WINTER, _SUMMER = datetime(2026, 1, 15), datetime(2026, 7, 15)  # noqa: DTZ001 - asked of each zone as its local time
_OFFSET = re.compile(r"(?:utc|gmt|z)?([+-])(\d{1,2})(?:[:.]?(\d{2}))?")
_FIXED = re.compile(r"Etc/GMT([+-])(\d{1,2})")
_FARTHEST = timedelta(hours=14)
_EXAMPLE = "For example Europe/Berlin or America/New_York."
_OFFERED = 4
#: Files of a machine's tz database that are no places, and abbreviations, which hide what becomes of summer time.
_NO_PLACES = frozenset({"localtime", "Factory", "posixrules"}) | {
    word.upper() for words in _ABBREVIATIONS for word in words
}


@cache
def zone_names() -> Sequence[str]:
    """Give the names of all time zones that can be chosen, sorted; looked up once, for that reads a whole folder."""
    return sorted(available_timezones() - _NO_PLACES)


def check_zone(name: str) -> str:
    """Give the zone's name as the tz database spells it; a city stands for its zone.

    Raises:
        InputError: there is no such zone, or not one alone; the hint names those that may be meant.
    """
    zones = {zone.casefold(): zone for zone in zone_names()}
    typed = straightened(name)
    said = typed.casefold()
    wanted = "_".join(said.replace("_", " ").split())
    if wanted in zones:
        return zones[wanted]
    known = next((places for words, places in _ABBREVIATIONS.items() if wanted in words), ())
    if len(known) == 1:
        return known[0]
    if known:
        raise InputError(f"{typed!r} is not clear as a time zone.", hint=f"Choose {listing(known, 'or')}.")
    if offset := _OFFSET.fullmatch("".join(said.split())):
        return _zone_at(typed, offset)
    cities = [zone for zone in zone_names() if zone.casefold().rpartition("/")[2] == wanted]
    if len(cities) == 1:
        return cities[0]
    raise InputError(f"{typed!r} is no time zone.", hint=_near(wanted, cities, zones))


def _near(wanted: str, cities: Sequence[str], zones: Mapping[str, str]) -> str:
    by_city = {zone.rpartition("/")[2]: zones[zone] for zone in sorted(zones)}
    close = get_close_matches(wanted.rpartition("/")[2], by_city, n=3, cutoff=0.75)
    near = cities or [by_city[city] for city in close]
    return f"Did you mean {listing(near, 'or')}?" if near else _EXAMPLE


def _zone_at(name: str, said: re.Match[str]) -> str:
    """Give UTC for no difference; for another one say which places have it, since a difference has no summer time."""
    offset = timedelta(hours=int(said[2]), minutes=int(said[3] or 0)) * (-1 if said[1] == "-" else 1)
    if not offset:
        return "UTC"
    shown = _shown(offset)
    places = list(_places_at(offset)) if abs(offset) <= _FARTHEST else []
    if not places:
        raise InputError(f"{name!r} is no time zone, and no place is known at {shown}.", hint=_EXAMPLE)
    hours, rest = divmod(abs(offset), timedelta(hours=1))
    # In these names the sign is turned round: https://data.iana.org/time-zones/tzdb/etcetera
    fixed = [] if rest else [f"Etc/GMT{'-' if offset > timedelta() else '+'}{hours} ({shown} all year)"]
    hint = f"Choose {listing([*places[:_OFFERED], *fixed], 'or')}."
    raise InputError(f"{name!r} does not say what becomes of summer time.", hint=hint)


def _places_at(offset: timedelta) -> Iterator[str]:
    offsets = {place: (_offset(place, _WINTER), _offset(place, _SUMMER)) for place in _PLACES}
    yield from (place for place, both in offsets.items() if both == (offset, offset))
    yield from (
        f"{place} ({_shown(both[0])} in January, {_shown(both[1])} in July)"
        for place, both in offsets.items()
        if offset in both and both[0] != both[1]
    )


def _offset(place: str, day: datetime) -> timedelta:
    return ZoneInfo(place).utcoffset(day) or timedelta()


def _shown(offset: timedelta) -> str:
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    return f"UTC{'-' if offset < timedelta() else '+'}{hours}" + (f":{minutes:02}" if minutes else "")


def say_zone(zone: str) -> str:
    """Give a zone's name, and of one that is named by its difference from UTC what it means."""
    fixed = _FIXED.fullmatch(zone)
    if not fixed:
        return zone
    side = "behind" if fixed[1] == "+" else "ahead of"
    return f"{zone}, {count(int(fixed[2]), 'hour')} {side} UTC"
