"""Between a zone's wall clock and instants; instants are aware UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def resolve(day: date, at: time, zone: str) -> datetime:
    """Give the instant at which a zone's wall clock shows a date and time.

    A local time that the clocks skip gives the first instant after the gap; one that they show twice, the first one.

    Args:
        day: the local date.
        at: the local time, without a time zone of its own.
        zone: IANA name.
    """
    wall = datetime.combine(day, at.replace(fold=0))
    # fold=0 reads an ambiguous time as the first of the two, and one in a gap by the offset before the gap:
    # https://peps.python.org/pep-0495/#conversion-from-naive-to-aware
    instant = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if _wall(instant, zone) == wall:
        return instant
    return _end_of_gap(wall, zone, instant)


def _end_of_gap(wall: datetime, zone: str, after: datetime) -> datetime:
    """Give the instant at which the clocks moved past a wall time that never was; `after` is later than that."""
    before = wall.replace(tzinfo=ZoneInfo(zone), fold=1).astimezone(UTC)
    while after - before > timedelta(seconds=1):  # zones change at whole seconds
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (before, middle) if _wall(middle, zone) > wall else (middle, after)
    return after


def _wall(instant: datetime, zone: str) -> datetime:
    return local_time(instant, zone).replace(tzinfo=None)


def local_time(instant: datetime, zone: str) -> datetime:
    """Give an instant as the zone's wall clock shows it, aware of the zone."""
    return instant.astimezone(ZoneInfo(zone))


def local_day(instant: datetime, zone: str) -> date:
    """Give the date that the zone has at an instant."""
    return local_time(instant, zone).date()


def exists(day: date, zone: str) -> bool:
    """Say whether a zone has a date: Samoa, crossing the date line, had no 2011-12-30."""
    return local_day(resolve(day, time.min, zone), zone) == day
