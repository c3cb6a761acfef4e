"""Time zones: what is taken, and what is offered in place of what is none."""
# ruff: noqa: RUF001 - what phones and other keyboards write is what is read here

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendar.zones import check_zone, say_zone, zone_names
from bot.domain.text import straightened
from bot.errors import InputError


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (" europe/berlin ", "Europe/Berlin"),
        ("america/new york", "America/New_York"),
        ("Europe\u2009/\u200bBerlin", None),
        ("Berlin", "Europe/Berlin"),
        ("new\xa0york", "America/New_York"),
        ("Port–au–Prince", "America/Port-au-Prince"),
        ("utc", "UTC"),
        ("UTC+0", "UTC"),
        ("GMT-00:00", "UTC"),
        ("JST", "Asia/Tokyo"),
        ("nzdt", "Pacific/Auckland"),
        ("etc/gmt-2", "Etc/GMT-2"),
        ("EST5EDT", "EST5EDT"),
    ],
)
def test_check_zone_spells_it_as_the_database_does(name: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(InputError):
            check_zone(name)
    else:
        assert check_zone(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Europe/Munchen", "'Europe/Munchen' is no time zone. For example Europe/Berlin or America/New_York."),
        ("qqqqqqq", "'qqqqqqq' is no time zone. For example Europe/Berlin or America/New_York."),
        ("localtime", "'localtime' is no time zone. For example Europe/Berlin or America/New_York."),
        ("Europe/Berln", "'Europe/Berln' is no time zone. Did you mean Europe/Berlin?"),
        (
            "utc+99",
            "'utc+99' is no time zone, and no place is known at UTC+99. For example Europe/Berlin or America/New_York.",
        ),
    ],
)
def test_check_zone_that_is_none(name: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        check_zone(name)

    assert str(caught.value) == expected


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("EST", "America/New_York, America/Toronto or America/Panama (no summer time)"),
        ("MST", "America/Denver or America/Phoenix (no summer time)"),
        ("PST", "America/Los_Angeles, America/Vancouver or Asia/Manila"),
        ("CST", "America/Chicago, America/Mexico_City or Asia/Shanghai"),
        ("IST", "Asia/Kolkata, Europe/Dublin or Asia/Jerusalem"),
        ("BST", "Europe/London or Asia/Dhaka"),
        ("cet", "Europe/Berlin, Europe/Paris or Africa/Algiers (no summer time)"),
        ("GMT", "UTC, Europe/London or Africa/Accra"),
    ],
)
def test_check_zone_abbreviation_is_answered_with_places(name: str, choices: str) -> None:
    with pytest.raises(InputError) as caught:
        check_zone(name)

    assert str(caught.value) == f"{name!r} is not clear as a time zone. Choose {choices}."


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("utc+2", ("Africa/Johannesburg, Europe/Berlin (UTC+1 in January, UTC+2 in July), "
         "Europe/Paris (UTC+1 in January, UTC+2 in July), Europe/Helsinki (UTC+2 in January, UTC+3 in July) or "
         "Etc/GMT-2 (UTC+2 all year)")),
        ("GMT+5:30", "Asia/Kolkata"),
        ("+0545", "Asia/Kathmandu"),
        ("UTC−7", ("America/Phoenix, America/Los_Angeles (UTC-8 in January, UTC-7 in July), "
         "America/Denver (UTC-7 in January, UTC-6 in July) or Etc/GMT+7 (UTC-7 all year)")),
        ("ＧＭＴ＋９", "Asia/Tokyo, Asia/Seoul or Etc/GMT-9 (UTC+9 all year)"),
    ],
)  # fmt: skip
def test_check_zone_difference_from_utc_is_answered_with_places_that_have_it(name: str, choices: str) -> None:
    with pytest.raises(InputError) as caught:
        check_zone(name)

    assert str(caught.value) == f"{straightened(name)!r} does not say what becomes of summer time. Choose {choices}."


@pytest.mark.parametrize("hours", [-11, -7, 2, 9])
def test_what_is_offered_for_all_year_is_that_difference(hours: int) -> None:
    with pytest.raises(InputError) as caught:
        check_zone(f"UTC{hours:+}")

    fixed = caught.value.hint.rpartition("Etc/")[2].partition(" ")[0]
    offset = datetime(2026, 7, 1, tzinfo=ZoneInfo(f"Etc/{fixed}")).utcoffset()
    assert offset is not None
    assert offset.total_seconds() == hours * 3600


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("Etc/GMT-2", "Etc/GMT-2, 2 hours ahead of UTC"),
        ("Etc/GMT+1", "Etc/GMT+1, 1 hour behind UTC"),
    ],
)
def test_zone_whose_sign_is_turned_round_is_explained(zone: str, said: str) -> None:
    assert say_zone(zone) == said


def test_names_to_choose_from_have_no_abbreviations() -> None:
    assert {"EST", "MST", "HST", "GMT", "CET", "MET", "EET", "WET", "localtime"} & set(zone_names()) == set()
