"""How questions do: what is asked, met, doubted and corrected, and which ones need a look."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import zip_longest
from typing import NamedTuple

from bot.domain.statistics.floor import Group, Mean, mean_score, share_met
from bot.domain.statistics.ledger import AskedRound, PointsFound, ScoredRound

#: Whether a question is too hard or too easy is seen from so many answers within so many days.
_FEWEST_ANSWERS = 10
_RECENT = timedelta(days=90)
_TOO_HARD_BELOW, _TOO_EASY_ABOVE = 0.10, 0.95
_COMPLAINTS = 3
#: A grader is not fit for a question if reviewers changed more than this share of its grades.
_REGRADED_ABOVE = 1 / 3


class Mark(StrEnum):
    """Why a question needs a look."""

    TOO_HARD = "hardly anybody meets it"
    TOO_EASY = "nearly everybody meets it"
    COMPLAINTS = "complaints"
    REGRADED = "reviewers change its grades"


@dataclass(frozen=True, slots=True)
class Regrades:
    """How many answers to a question were graded by itself, and of how many a person changed that."""

    graded: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """How many were decided on, and how many were upheld."""

    decided: int = 0
    upheld: int = 0


class Wording(NamedTuple):
    """Words that a reviewer accepted for a key point: another wording of it, for whoever writes the pack."""

    point: str
    words: str


@dataclass(frozen=True, slots=True)
class Reactions:
    """What people said of a question."""

    good: int = 0
    bad: int = 0
    flags: int = 0
    #: "I said that" of a key point, and doubts about whole grades.
    claims: Settled = Settled()
    disputes: Settled = Settled()
    #: People who flagged it, found it bad or doubted a grade of it.
    complaints: int = 0
    regrades: Regrades = Regrades()
    wordings: tuple[Wording, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionHealth:
    """How one question does in a series or a workspace."""

    ref: str
    topic: str
    #: Closed rounds that asked it, and the answers to them.
    asked: int
    answered: int
    mean_score: Mean
    met: Mean
    #: Key points that nobody met, by name; none where the share met may not be shown.
    unmet: tuple[str, ...]
    reactions: Reactions
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """How the questions of a period do; those that need a look first."""

    series: str
    period: str
    lines: tuple[QuestionHealth, ...]
    floor: int

    @property
    def marked(self) -> tuple[QuestionHealth, ...]:
        """Give those that need a look."""
        return tuple(one for one in self.lines if one.marks)


_NO_REMARKS, _NO_REGRADES = Reactions(), Regrades()


class Signs(NamedTuple):
    """All that says how one question does."""

    #: The rounds of the period, the last one last.
    rounds: Sequence[AskedRound]
    #: What answers of the last 90 days came to, whatever the period, private ones included.
    lately: Sequence[Group]
    #: What people said of it.
    remarks: Reactions
    regrades: Regrades
    #: Names of the key points that nobody met.
    unmet: Sequence[str]


def signs_of_questions(
    rounds: Iterable[AskedRound],
    recent: Iterable[AskedRound],
    drilled: Mapping[str, Group],
    *,
    remarks: Mapping[str, Reactions],
    regraded: Mapping[str, Regrades],
    unmet: Mapping[str, Sequence[str]],
) -> dict[str, Signs]:
    """Put together what there is of each question of a period, by `pack/id`.

    Args:
        rounds: those of the period.
        recent: those of the last 90 days, whatever the period.
        drilled: private answers of the last 90 days by question.
        remarks: what people said, by question.
        regraded: by question.
        unmet: names of the key points that nobody met, by question.
    """
    lately = _by_ref(recent)
    return {
        ref: Signs(
            there,
            [*(one.group for one in lately.get(ref, ())), drilled.get(ref, Group())],
            remarks.get(ref, _NO_REMARKS),
            regraded.get(ref, _NO_REGRADES),
            unmet.get(ref, ()),
        )
        for ref, there in _by_ref(rounds).items()
    }


def _by_ref(rounds: Iterable[AskedRound]) -> dict[str, list[AskedRound]]:
    found: dict[str, list[AskedRound]] = {}
    for played in rounds:
        if played.ref:
            found.setdefault(played.ref, []).append(played)
    return found


def health(signs: Signs, floor: int) -> QuestionHealth:
    """Say how a question does; an average needs as many people as the floor says."""
    rounds, last = signs.rounds, signs.rounds[-1]
    said = replace(signs.remarks, regrades=signs.regrades)
    met = share_met((played.group for played in rounds), floor)
    return QuestionHealth(
        ref=last.ref,
        topic=last.topic,
        asked=len(rounds),
        answered=sum(played.answers for played in rounds),
        mean_score=mean_score((played.group for played in rounds), floor),
        met=met,
        # What nobody met of one answer is what its author lacks.
        unmet=tuple(signs.unmet) if met.value is not None else (),
        reactions=said,
        marks=tuple(_marks(signs.lately, said, floor)),
    )


def by_need(lines: Iterable[QuestionHealth]) -> tuple[QuestionHealth, ...]:
    """Put those with marks first, then by name."""
    return tuple(sorted(lines, key=lambda line: (not line.marks, -len(line.marks), line.ref)))


def regrades(rounds: Iterable[ScoredRound], changed: AbstractSet[tuple[int, str]]) -> Mapping[str, Regrades]:
    """Count by question how many answers have a score, and of how many of them a reviewer changed it.

    Args:
        rounds: those that are meant.
        changed: the answers that a reviewer gave another score than the grader, of any round: (round, member).
    """
    by_round: dict[int, list[str]] = {}
    for round_id, member in changed:
        by_round.setdefault(round_id, []).append(member)
    graded, regraded = Counter[str](), Counter[str]()
    for played in rounds:
        graded[played.ref] += len(played.units)
        regraded[played.ref] += sum(member in played.units for member in by_round.get(played.id, ()))
    return {ref: Regrades(count, regraded[ref]) for ref, count in graded.items()}


class Missed(NamedTuple):
    """Key points of a question that nobody met."""

    #: The snapshot of the question that was asked last.
    snapshot: str
    #: Where they stand in it, from 0.
    places: tuple[int, ...]


def missed(rounds: Sequence[tuple[date, PointsFound]]) -> Missed:
    """Give the key points of a question that nobody met in some rounds of it (with their days).

    Those count that it had when it was asked last.
    """
    _, snapshot = max((day, one.snapshot) for day, one in rounds)
    found = zip_longest(*(one.found for _, one in rounds if one.snapshot == snapshot), fillvalue=False)
    return Missed(snapshot, tuple(place for place, there in enumerate(found) if not any(there)))


def _marks(lately: Sequence[Group], said: Reactions, floor: int) -> Iterable[Mark]:
    share = share_met(lately, floor).value
    if share is not None and sum(group.answers for group in lately if group.shows_share(floor)) >= _FEWEST_ANSWERS:
        if share < _TOO_HARD_BELOW:
            yield Mark.TOO_HARD
        if share > _TOO_EASY_ABOVE:
            yield Mark.TOO_EASY
    if said.complaints >= _COMPLAINTS:
        yield Mark.COMPLAINTS
    if said.regrades.graded and said.regrades.changed / said.regrades.graded > _REGRADED_ABOVE:
        yield Mark.REGRADED


def recent_since(today: date) -> date:
    """Give the first of the days whose answers say whether a question is too hard or too easy."""
    return today - _RECENT + timedelta(days=1)
