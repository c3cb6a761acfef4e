"""Points and boards: what grades are worth, and who stands where."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class PointRules:
    """How grades turn into points. There is no bonus for speed, ever."""

    taking_part: int = 2
    #: Points at a score of 1.0; smaller scores get their share, rounded half up.
    full_score: int = 8
    best_answer: int = 2


@dataclass(frozen=True, slots=True)
class Points:
    """What one member earned in one round; derived from grades, never edited."""

    round_id: int
    series_id: int
    workspace: str
    #: The slot's local date: it decides the periods the points count in.
    day: date
    member: str
    points: int
    #: The effective score, 0..1; None: not scored.
    score: float | None
    is_best: bool


@dataclass(frozen=True, slots=True)
class DrillPoints:
    """What one member earned by a private question, where a series gives points for them."""

    series_id: int
    workspace: str
    #: The local date in the series' zone.
    day: date
    member: str
    #: The question; it earns points once a day.
    ref: str
    points: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of a board."""

    rank: int
    member: str
    name: str
    points: int
    answered: int
    mean_score: float | None
    streak: int


@dataclass(frozen=True, slots=True)
class Board:
    """The best of a period."""

    period: str
    lines: tuple[Standing, ...]
    #: How many members appear on it in all.
    members: int
    #: The line of who asked, wherever it is; None: they have none, or nobody asked.
    own: Standing | None = None


def points(rules: PointRules, score: float | None, *, is_best: bool) -> int:
    """Give what an answer earns; one that was not scored counts as taking part."""
    return rules.taking_part + share_of(rules.full_score, score) + (rules.best_answer if is_best else 0)


def share_of(full: int, score: float | None) -> int:
    """Give the share of so many points that a score is worth, rounded half up."""
    # Decimal: 0.145 of 100 is 14.5 to people and 14.499999999999998 to floats; round() would give 2.5 as 2.
    return int((Decimal(str(score or 0)) * full).to_integral_value(ROUND_HALF_UP))
