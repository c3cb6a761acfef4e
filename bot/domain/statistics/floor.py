"""How many people an average is made of before it is shown, so that it tells of nobody alone.

An average is made of whole groups: the answers to one round, or a week's private answers to one topic of one pack. A
group counts in it only if enough people are in it, and counts whole. So what is left when one average is taken off
another is made of whole groups, too, and never is the score of one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.scoring import UNITS
from bot.domain.series import BEST_SHOWN, Results

#: So many people, unless a workspace chooses another of `FLOORS`; with 0 there is none.
DEFAULT_FLOOR = 3
FLOORS = (3, 5, 0)
#: What people write for none.
NO_FLOOR = "none"


class PeopleShown(StrEnum):
    """What managers see of how named people did."""

    LEVELS = "levels"
    SCORES = "scores"


@dataclass(frozen=True, slots=True)
class ViewRules:
    """What an administrator chose for all views of a workspace."""

    floor: int = DEFAULT_FLOOR
    people: PeopleShown = PeopleShown.LEVELS


@dataclass(frozen=True, slots=True)
class Group:
    """What the answers of some people came to, each of whom is counted once."""

    #: People whose answers have a score, and their scores added up in whole numbers (`scoring.units_of`).
    scored: int = 0
    units: int = 0
    #: Answers that have a score; None: one each.
    scores: int | None = None
    #: People in whose answers key points were looked for; how many points were looked for, and how many met.
    lookers: int = 0
    looked: int = 0
    met: int = 0
    #: Of how many of those with a score the points were published by name.
    published: int = 0

    @property
    def answers(self) -> int:
        """Give how many answers have a score."""
        return self.scored if self.scores is None else self.scores

    def shows_score(self, floor: int) -> bool:
        """Say whether enough people are in it for their mean score.

        Those who chose have a score and no key points: what was met is known, too, so that of few the score would be.
        """
        chose = self.scored - self.lookers
        return self._shows(self.scored, floor) and (not chose or chose >= floor)

    def shows_share(self, floor: int) -> bool:
        """Say whether enough people are in it for the share of key points that they met."""
        return self._shows(self.lookers, floor)

    def _shows(self, people: int, floor: int) -> bool:
        """Say whether so many are enough, those not counted whose points were published.

        Where everybody with a score was named, and not the best alone, an average says nothing that does not stand
        there.
        """
        if people < max(floor, 1):
            return False
        if not floor or (self.published >= self.scored > BEST_SHOWN):
            return True
        return people - self.published >= floor


@dataclass(frozen=True, slots=True)
class Mean:
    """A share or an average, 0..1, as far as it may be shown."""

    #: None: there is nothing to show, or it may not be shown.
    value: float | None = None
    #: Groups that were left out, because too few people are in them.
    left_out: int = 0

    @property
    def is_withheld(self) -> bool:
        """Say whether there is an average that nobody may see."""
        return self.value is None and self.left_out > 0


def mean_score(groups: Iterable[Group], floor: int) -> Mean:
    """Give the mean score of the groups that are large enough."""
    there = [group for group in groups if group.scored]
    shown = [group for group in there if group.shows_score(floor)]
    answers = sum(group.answers for group in shown)
    value = sum(group.units for group in shown) / UNITS / answers if answers else None
    return Mean(value, len(there) - len(shown))


def share_met(groups: Iterable[Group], floor: int) -> Mean:
    """Give the share of key points met in the groups that are large enough."""
    looked = met = left_out = 0
    for group in groups:
        if group.looked:
            if group.shows_share(floor):
                looked += group.looked
                met += group.met
            else:
                left_out += 1
    return Mean(met / looked if looked else None, left_out)


def published(results: Results, named: int) -> int:
    """Say of how many members a reveal names the points, of so many who may be named."""
    return {Results.NONE: 0, Results.TOP: min(named, BEST_SHOWN), Results.ALL: named}[results]
