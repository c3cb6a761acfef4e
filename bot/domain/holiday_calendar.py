"""Public holidays by country and region; the calendars are those of the `holidays` library."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

import holidays


def known_calendars() -> Mapping[str, Sequence[str]]:
    """Give the countries that have a calendar (ISO 3166-1 alpha-2), each with its regions."""
    return holidays.list_supported_countries(include_aliases=False)


@lru_cache(maxsize=4096)
def _calendar(country: str, region: str | None, year: int) -> frozenset[date]:
    # Frozen: the library's own objects fill in years while they are asked, which threads must not do at once.
    return frozenset(holidays.country_holidays(country, subdiv=region, years=year, expand=False))


def is_holiday(code: str, day: date) -> bool:
    """Say whether a date is a public holiday in a country ("DE") or region ("DE-BY"); never for an empty code."""
    if not code:
        return False
    country, _, region = code.partition("-")
    return day in _calendar(country, region or None, day.year)
