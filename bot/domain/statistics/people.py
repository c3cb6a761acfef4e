"""Named people: who takes part, and how well they know what, in levels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from bot.domain.scoring import UNITS

#: From so many scored answers on, a level is said.
FEWEST_ANSWERS = 5
#: From these mean scores on.
SOLID_FROM, STRONG_FROM = 0.5, 0.8


class KnowledgeLevel(StrEnum):
    """How well somebody answers, as a manager reads it."""

    TOO_EARLY = "too early"
    WEAK = "weak"
    SOLID = "solid"
    STRONG = "strong"


class TopicSum(NamedTuple):
    """What a member's scored answers on a main topic add up to, in rounds and drills."""

    member: str
    topic: str
    answers: int
    #: In whole numbers (`scoring.units_of`).
    units: int


@dataclass(frozen=True, slots=True)
class TopicLevel:
    """How well somebody knows a topic."""

    topic: str
    level: KnowledgeLevel
    answers: int


@dataclass(frozen=True, slots=True)
class Person:
    """What managers see of a member, and the member too."""

    member: str
    name: str
    #: Closed rounds of the period, from their first answer in the series on, and how many of these they answered.
    rounds: int
    answered: int
    streak: int
    #: Their latest answer in the series, whatever the period; None: what was answered is not kept.
    last_seen: datetime | None
    #: Over all that they ever answered; a level each of the topics with enough answers is in `topics`.
    level: KnowledgeLevel
    topics: tuple[TopicLevel, ...]
    #: They are away until this day; None: they are not.
    away: date | None = None
    #: Mean score of the period, 0..1, where the reader may see it; None: nothing was scored, or it is not for them.
    score: float | None = None

    @property
    def rate(self) -> float:
        """Give the share of rounds answered, 0..1."""
        return self.answered / self.rounds if self.rounds else 0.0

    @property
    def strong(self) -> tuple[str, ...]:
        """Give the topics that they know well."""
        return tuple(one.topic for one in self.topics if one.level is KnowledgeLevel.STRONG)

    @property
    def weak(self) -> tuple[str, ...]:
        """Give the topics that are worth another look."""
        return tuple(one.topic for one in self.topics if one.level is KnowledgeLevel.WEAK)


@dataclass(frozen=True, slots=True)
class People:
    """The people of a series over a period."""

    series: str
    period: str
    #: Everybody who ever took part, by name.
    lines: tuple[Person, ...]
    #: Whether `Person.score` may be seen by who asked.
    has_scores: bool

    @property
    def absent(self) -> tuple[Person, ...]:
        """Give who could have answered in the period, is not away, and did not."""
        return tuple(one for one in self.lines if one.rounds and not one.answered and one.away is None)


class ScoreSum(NamedTuple):
    """Scored answers added up: how many, and their scores in whole numbers (`scoring.units_of`)."""

    answers: int
    units: int


_NOTHING = ScoreSum(0, 0)


def sums_by_member(scored: Iterable[tuple[str, int]]) -> dict[str, ScoreSum]:
    """Add up scored answers, each with its member and units."""
    answers: dict[str, int] = {}
    units: dict[str, int] = {}
    for member, earned in scored:
        answers[member] = answers.get(member, 0) + 1
        units[member] = units.get(member, 0) + earned
    return {member: ScoreSum(count, units[member]) for member, count in answers.items()}


def topic_sums(topic: str, *sums: Mapping[str, ScoreSum]) -> Mapping[str, TopicSum]:
    """Put several sums of a topic, each by member, together."""
    found: dict[str, TopicSum] = {}
    for members in sums:
        for member, one in members.items():
            before = found.get(member) or _NOTHING
            found[member] = TopicSum(member, topic, one.answers + before.answers, one.units + before.units)
    return found


def by_member(topics: Mapping[str, Mapping[str, TopicSum]]) -> Mapping[str, Sequence[TopicSum]]:
    """Turn sums by topic and member into those of each member."""
    found: dict[str, list[TopicSum]] = {}
    for members in topics.values():
        for member, one in members.items():
            found.setdefault(member, []).append(one)
    return found


def latest(rounds: Iterable[Mapping[str, datetime]]) -> dict[str, datetime]:
    """Give of each member the latest of some instants."""
    found: dict[str, datetime] = {}
    for members in rounds:
        for member, at in members.items():
            before = found.get(member)
            if before is None or before < at:
                found[member] = at
    return found


def level_of(answers: int, units: int) -> KnowledgeLevel:
    """Give the level of so many scored answers whose scores add up to `units`."""
    if answers < FEWEST_ANSWERS:
        return KnowledgeLevel.TOO_EARLY
    mean = units / UNITS / answers
    if mean >= STRONG_FROM:
        return KnowledgeLevel.STRONG
    return KnowledgeLevel.SOLID if mean >= SOLID_FROM else KnowledgeLevel.WEAK


#: A member's level over all topics, and that of each, by topic.
Levels = tuple[KnowledgeLevel, tuple[TopicLevel, ...]]


def levels(sums: Iterable[TopicSum]) -> Levels:
    """Give a member's level over all topics, and that of each, by topic."""
    known = sorted(sums, key=lambda one: one.topic)
    whole = level_of(sum(one.answers for one in known), sum(one.units for one in known))
    return whole, tuple(TopicLevel(one.topic, level_of(one.answers, one.units), one.answers) for one in known)
