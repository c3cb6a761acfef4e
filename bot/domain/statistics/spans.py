"""Which days a period of statistics has, and what its trend compares."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.calendar.periods import ALL_TIME, period_before, period_range

#: Of all time the trend compares the last so many days with as many before them.
_QUARTER = timedelta(days=91)


@dataclass(frozen=True, slots=True)
class Span:
    """Some days in a row, both ends included; None: without an end."""

    since: date | None = None
    until: date | None = None

    def __contains__(self, day: date) -> bool:
        """Say whether a day is one of them."""
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Spans:
    """A period, and the two times whose difference is its trend."""

    #: As `domain/calendar/periods.py` names it.
    key: str
    period: Span
    recent: Span
    earlier: Span

    @property
    def since(self) -> date | None:
        """Give the first day that is needed for all of it; None: all that there is."""
        return self.earlier.since if self.period.since is not None else None


def spans_of(key: str, today: date) -> Spans:
    """Give the days of a period, and what its trend compares.

    That is the period before it; since some day, as many days before that; and of all time two quarters.
    """
    period = Span(*period_range(key))
    if key == ALL_TIME:
        middle = today - _QUARTER
        recent = Span(middle + timedelta(days=1), today)
        return Spans(key, period, recent, Span(middle - _QUARTER + timedelta(days=1), middle))
    if period.since is not None and period.until is None:
        lasting = today - period.since + timedelta(days=1)
        return Spans(key, period, period, Span(period.since - lasting, period.since - timedelta(days=1)))
    return Spans(key, period, period, Span(*period_range(period_before(key))))
