"""Points and boards: what grades are worth, and who stands where."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import product
from typing import NamedTuple

from bot.domain.calendar.periods import period_keys

#: Scores are added up as whole numbers of this part of 1: sums of integers do not depend on their order.
UNITS = 10**12

#: The scope of sums that count all series of a workspace; any other scope is a series' id.
WHOLE_WORKSPACE = 0


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
    #: Which key points the answer has, in the question's order; empty: no grader looked for them.
    met: tuple[bool, ...] = ()
    #: It was chosen, and not written.
    is_quick: bool = False


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


class Sums(NamedTuple):
    """What a board is made of; as a difference, what that grows by."""

    points: int = 0
    #: Answers to rounds: a drill can earn points, and is none.
    answered: int = 0
    #: Answers that have a score.
    scored: int = 0
    #: The scores added up, in steps of 1e-12.
    units: int = 0

    @property
    def mean_score(self) -> float | None:
        """Give the mean of the scores, 0..1; None: nothing was scored."""
        return self.units / UNITS / self.scored if self.scored else None


class SumKey(NamedTuple):
    """What one row of sums is about."""

    #: A series' id, or `WHOLE_WORKSPACE`.
    scope: int
    #: See `period_keys`.
    period: str
    member: str


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


def worth(earned: Points | DrillPoints) -> Sums:
    """Give what sums grow by when somebody earns this."""
    if isinstance(earned, DrillPoints):
        return Sums(earned.points)
    if earned.score is None:
        return Sums(earned.points, answered=1)
    return Sums(earned.points, answered=1, scored=1, units=units_of(earned.score))


def units_of(score: float) -> int:
    """Give a score, 0..1, as the whole number by which scores are added up; half up, as databases round."""
    return int(score * UNITS + 0.5)


def difference(before: Points | DrillPoints | None, after: Points | DrillPoints) -> Sums:
    """Give what sums grow by when a member's points of a round or drill change, or are new."""
    new = worth(after)
    return new if before is None else Sums(*(now - then for now, then in zip(new, worth(before), strict=True)))


def spread(series_id: int, day: date, growths: Mapping[str, Sums]) -> Iterator[tuple[SumKey, Sums]]:
    """Give by how much which sums grow when members, each named once, earn this in one series on one day.

    The same as `shift` gives, in the order of the keys; rows of a round with thousands of answers come fast.
    """
    grown = sorted((member, growth) for member, growth in growths.items() if any(growth))
    for scope, period in sorted(_counted_in(series_id, day)):
        for member, growth in grown:
            yield SumKey(scope, period, member), growth


def _counted_in(series_id: int, day: date) -> tuple[tuple[int, str], ...]:
    """Give the scopes and periods that a day of a series counts in."""
    return tuple(product((series_id, WHOLE_WORKSPACE), period_keys(day)))


def shift(changes: Iterable[tuple[Points | DrillPoints, Sums]]) -> Mapping[SumKey, Sums]:
    """Give by how much which sums of a workspace grow; those that stay as they are, are left out."""
    # Called for all that a workspace ever earned: a day is worked out once, and sums are plain lists meanwhile.
    keys = cache(_counted_in)
    totals: dict[tuple[int, str, str], list[int]] = {}
    for earned, growth in changes:
        points_, answered, scored, units = growth
        for scope, period in keys(earned.series_id, earned.day):
            total = totals.setdefault((scope, period, earned.member), [0, 0, 0, 0])
            total[0] += points_
            total[1] += answered
            total[2] += scored
            total[3] += units
    return {SumKey(*key): Sums(*total) for key, total in totals.items() if any(total)}
