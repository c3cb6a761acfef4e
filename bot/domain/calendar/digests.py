"""The weekly digest that a manager asked for: on which day and hour it comes."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.domain.calendar.schedule import Schedule, next_slot

#: When it comes unless a manager says otherwise: before the first question of the week.
MONDAY, AT = 0, time(8)
#: A digest that is later than this, because nothing ran at its hour, is left out.
GRACE = timedelta(hours=12)
#: So long a digest that waits for its turn is worth reading.
LASTS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Digest:
    """A manager's wish to hear of one series once a week."""

    #: 0 before it is stored.
    id: int
    workspace: str
    member: str
    series_id: int
    #: Monday is 0.
    weekday: int
    #: Local to `zone`, an IANA name.
    at: time
    zone: str
    #: Aware UTC; None: never again.
    next_due: datetime | None = None


def next_due(digest: Digest, after: datetime) -> datetime | None:
    """Give the first instant after another at which it comes."""
    schedule = Schedule(digest.zone, digest.at, frozenset({digest.weekday}))
    found = next_slot(schedule, after)
    return None if found is None else found[1]
