"""Public holidays by country and region; the calendars are those of the `holidays` library.

It is imported with the first calendar that is asked for: it takes 4 MB, and most series keep no holidays.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache


def known_calendars() -> Mapping[str, Sequence[str]]:
    """Give the countries that have a calendar (ISO 3166-1 alpha-2), each with its regions."""
    import holidays  # noqa: PLC0415 - see above

    return holidays.list_supported_countries(include_aliases=False)


@cache
def _countries() -> Mapping[str, str]:
    """Give codes of calendars by all that a country, or one of the United Kingdom's, is called, in small letters."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - see above

    known = known_calendars()
    named: dict[str, str] = {}
    for words, (class_name, code, *others) in COUNTRIES.items():
        if code in known:
            spellings = (words.replace("_", " "), class_name, code, *others)
            named |= {spelling.casefold(): code for spelling in spellings}
    # People say "England" as they say "France".
    own = {name: f"GB-{code}" for code, names in _regions("GB").items() for name in names}
    return {**{name.casefold(): code for name, code in own.items()}, **named}


@cache
def _regions(country: str) -> Mapping[str, Sequence[str]]:
    import holidays  # noqa: PLC0415 - see above

    calendar = holidays.country_holidays(country)
    return calendar.get_subdivision_aliases()


def country_code(name: str) -> str:
    """Give the calendar of a country by its code or name ("UK", "Germany", "England"); empty: there is none."""
    return _countries().get(" ".join(re.split(r"[-_ ]+", name.casefold())).strip(), "")


def region_code(country: str, name: str) -> str:
    """Give a region of a country by its code or name ("by", "Bayern"); empty: there is none."""
    wanted = name.strip().casefold()
    names = {one.casefold(): code for code, called in _regions(country).items() for one in (*called, code)}
    return names.get(wanted, "")


@lru_cache(maxsize=4096)
def _calendar(country: str, region: str | None, year: int) -> frozenset[date]:
    import holidays  # noqa: PLC0415 - see above

    # Frozen: the library's own objects fill in years while they are asked, which threads must not do at once.
    return frozenset(holidays.country_holidays(country, subdiv=region, years=year, expand=False))


def is_holiday(code: str, day: date) -> bool:
    """Say whether a date is a public holiday in a country ("DE") or region ("DE-BY"); never for an empty code."""
    if not code:
        return False
    country, _, region = code.partition("-")
    return day in _calendar(country, region or None, day.year)
