"""What the store hands out to make statistics of: rows that are added up as little as possible."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from bot.domain.calendar.periods import week_key
from bot.domain.statistics.floor import Group


@dataclass(frozen=True, slots=True)
class AskedRound:
    """A closed round, and what its answers came to."""

    id: int
    series_id: int
    #: Its slot's local date.
    day: date
    #: When it closed (UTC).
    closed_on: date
    #: The question's `pack/id` and main topic, as it was asked.
    ref: str
    topic: str
    #: How many took part, and how many of them by choosing.
    answers: int
    quick: int
    #: From opening to the first answer that counts; None: there is none.
    first_after: timedelta | None
    group: Group
    #: How many people were in its channel; None: nobody counted them, or the platform does not tell.
    audience: int | None = None


class Uncounted(NamedTuple):
    """An open round whose channel nobody has counted yet."""

    round_id: int
    workspace: str
    channel: str


class ScoredRound(NamedTuple):
    """The scored answers to a closed round."""

    id: int
    #: The question's `pack/id`.
    ref: str
    #: When the round closed (UTC).
    closed_on: date
    #: By member, in whole numbers (`scoring.units_of`).
    units: Mapping[str, int]


class TookPart(NamedTuple):
    """Who took part in a closed round."""

    round_id: int
    members: frozenset[str]


class PointsFound(NamedTuple):
    """Which key points of a closed round's question any of its answers has."""

    #: The question's `pack/id`, and the snapshot that was asked.
    ref: str
    snapshot: str
    found: tuple[bool, ...]


class DrillAnswer(NamedTuple):
    """A private question that was answered."""

    member: str
    #: The question's `pack/id` and main topic, as it was asked.
    ref: str
    topic: str
    #: When it was finished (UTC).
    day: date
    #: In whole numbers (`scoring.units_of`); None: it was not scored.
    units: int | None
    met: int
    looked: int


class GroupName(NamedTuple):
    """Which group private answers belong to: one topic of one pack in one ISO week (UTC)."""

    pack: str
    topic: str
    week: str

    def __str__(self) -> str:
        return f"drills:{self.pack}:{self.topic}:{self.week}"


class Standing(NamedTuple):
    """Until when a member holds a question, and when they answered it last (UTC)."""

    #: From when on the chance of recall is lower than it is wanted.
    due_on: date
    last_on: date


class FirstAnswer(NamedTuple):
    """When a member first took part in a series."""

    member: str
    day: date


def round_name(round_id: int) -> str:
    """Name the group of a round's answers."""
    return f"round:{round_id}"


def pack_of(ref: str) -> str:
    """Give the pack of a question's `pack/id`."""
    return ref.partition("/")[0]


def thursday_of(day: date) -> date:
    """Give the day by which a week belongs to a month, a quarter or a year, as ISO 8601 counts years."""
    return day + timedelta(days=3 - day.weekday())


def drill_groups(
    drills: Iterable[DrillAnswer], kept: Mapping[str, Group], today: date
) -> Iterator[tuple[GroupName, date, Group]]:
    """Put private answers together by pack, topic and week, with the Thursday of each; a week counts once it is over.

    Args:
        drills: all of some whole weeks.
        kept: by name what groups came to before somebody erased their data: it stays so.
        today: in UTC.
    """
    found: dict[tuple[str, str, date], list[DrillAnswer]] = {}
    packs, thursdays = cache(pack_of), cache(thursday_of)
    for drill in drills:
        found.setdefault((packs(drill.ref), drill.topic, thursdays(drill.day)), []).append(drill)
    for (pack, topic, thursday), answers in sorted(found.items()):
        if thursday >= thursday_of(today):
            continue
        name = GroupName(pack, topic, week_key(thursday))
        yield name, thursday, kept.get(str(name)) or together(answers)


def together(answers: Sequence[DrillAnswer]) -> Group:
    """Give private answers as one group."""
    scored, lookers = set[str](), set[str]()
    scores = units = looked = met = 0
    for one in answers:
        if one.units is not None:
            scored.add(one.member)
            scores += 1
            units += one.units
        if one.looked:
            lookers.add(one.member)
            looked += one.looked
            met += one.met
    return Group(len(scored), units, scores, len(lookers), looked, met)
