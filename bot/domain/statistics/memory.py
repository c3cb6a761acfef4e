"""What a team holds: questions that a member was asked in the last year and that are not due to be asked again.

A memory is what `domain/practice/memory.py` derives from a member's reviews. Who knew a question at once in a round has
none, since nothing needs to be brought back to them: theirs follows from those answers in the same way.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from itertools import compress

from bot.domain.practice.drills import rating_of
from bot.domain.practice.memory import Rating, Review, remembered
from bot.domain.scoring import UNITS
from bot.domain.statistics.floor import Group, Mean, share_met
from bot.domain.statistics.ledger import ScoredRound, Standing, pack_of

#: What was answered longer ago is no part of what a team was asked.
LOOK_BACK = timedelta(days=365)
#: Whoever holds this share of a topic's questions that they were asked has the topic, if they hold two of them.
HAS_FROM = 0.5
_FEWEST_HELD = 2
# How long something is held depends on the days between its answers alone: any day will do for the first of them.
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
#: Answers, each with its day and its `Rating` as a number, which are compared faster.
_Said = tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What of a topic is held on a day."""

    #: By pack, as groups: who was asked, how much, and how much of it they hold.
    groups: tuple[Group, ...] = ()
    #: People who have the topic.
    having: int = 0

    def share(self, floor: int) -> Mean:
        """Give the share that is held."""
        return share_met(self.groups, floor)

    @property
    def count(self) -> int:
        """Give how many pairs of a member and a question are held."""
        return sum(group.met for group in self.groups)


def standings(
    recalls: Mapping[str, Mapping[str, Standing]], rounds: Iterable[ScoredRound]
) -> dict[str, dict[str, Standing]]:
    """Say until when who holds what: by question, by member.

    Args:
        recalls: the memories that are kept.
        rounds: what was answered in rounds; only that counts of which no memory is kept.
    """
    found = {ref: dict(people) for ref, people in recalls.items()}
    unkept: dict[str, dict[str, _Said]] = {}
    ratings = cache(_rating)
    for _, ref, closed_on, units in rounds:
        kept, there = recalls.get(ref, {}), unkept.setdefault(ref, {})
        for member, earned in units.items():
            if member not in kept:
                there[member] = (*there.get(member, ()), (closed_on, ratings(earned)))
    standing = cache(_standing)
    for ref, members in unkept.items():
        found.setdefault(ref, {}).update({member: standing(said) for member, said in members.items()})
    return {ref: people for ref, people in found.items() if people}


def _standing(said: _Said) -> Standing:
    """Say what follows from answers."""
    first, last = min(said)[0], max(said)[0]
    return Standing(first + _held_for(tuple(sorted(((day - first).days, rating) for day, rating in said))), last)


def _rating(units: int) -> int:
    return int(rating_of(units / UNITS))


# FSRS takes long, and few answers follow each other in a way of their own.
@lru_cache(maxsize=4096)
def _held_for(answered: tuple[tuple[int, int], ...]) -> timedelta:
    """Say for how long after the first of some answers it is held; each is so many days after that."""
    log = [
        Review("", str(number), Rating(rating), _FIRST + timedelta(days=after))
        for number, (after, rating) in enumerate(answered)
    ]
    return remembered("", log).due_at - _FIRST


@dataclass(slots=True)
class _Cell:
    """One topic of one pack."""

    people: set[str] = field(default_factory=set)
    pairs: int = 0
    held: int = 0


@dataclass(slots=True)
class _Topic:
    """One topic of all packs: how many questions there are, and how many of them each member was asked and holds."""

    refs: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)

    def count(self, members: Iterable[str], are_held: Iterable[bool]) -> None:
        """Take in a question."""
        self.refs += 1
        self.asked.update(members)
        self.held.update(compress(members, are_held))

    @property
    def having(self) -> int:
        """Give how many people have it."""
        fewest = min(_FEWEST_HELD, self.refs)
        return sum(self.held[member] >= max(fewest, HAS_FROM * asked) for member, asked in self.asked.items())


def held_by_topic(
    pairs: Mapping[str, Mapping[str, Standing]], topics: Mapping[str, str], departed: Mapping[str, date], day: date
) -> dict[str, Held]:
    """Give what is held of each topic on a day (UTC).

    Args:
        pairs: all that counts, as `standings` gives it.
        topics: the main topic by question.
        departed: by `cell_name`, the last day on which somebody who was among its people erased their data. Until
            enough others have answered since, the share is not shown: less the one of before it would be theirs.
        day: a question whose day has come is not held any more.
    """
    cells: dict[tuple[str, str], _Cell] = {}
    whole: dict[str, _Topic] = {}
    for ref, people in pairs.items():
        topic, pack = topics.get(ref, ""), pack_of(ref)
        are_held = [due_on > day for due_on, _ in people.values()]
        cell = cells.setdefault((topic, pack), _Cell())
        cell.pairs += len(are_held)
        cell.held += sum(are_held)
        gone = departed.get(cell_name(pack, topic))
        cell.people.update(
            people if gone is None else [member for member, (_, last_on) in people.items() if last_on > gone]
        )
        whole.setdefault(topic, _Topic()).count(people.keys(), are_held)
    groups: dict[str, list[Group]] = {}
    for (topic, _), cell in sorted(cells.items()):
        groups.setdefault(topic, []).append(Group(lookers=len(cell.people), looked=cell.pairs, met=cell.held))
    return {topic: Held(tuple(there), whole[topic].having) for topic, there in groups.items()}


def cell_name(pack: str, topic: str) -> str:
    """Name what a pack's questions of a topic are remembered by."""
    return f"memory:{pack}:{topic}"
