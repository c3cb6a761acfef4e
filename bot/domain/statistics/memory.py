"""What a team holds: questions that a member was asked in the last year and that are not due to be asked again.

A memory is what `domain/practice/memory.py` derives from a member's reviews. Who knew a question at once in a round has
none, since nothing needs to be brought back to them: theirs follows from those answers in the same way.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple

from bot.domain.practice.drills import rating_of
from bot.domain.practice.memory import Rating, Review, remembered
from bot.domain.scoring import UNITS
from bot.domain.statistics.floor import Group, Mean, share_met
from bot.domain.statistics.ledger import KnownAtOnce, Recall, pack_of

#: What was answered longer ago is no part of what a team was asked.
LOOK_BACK = timedelta(days=365)
#: Whoever holds this share of a topic's questions that they were asked has the topic, if they hold two of them.
HAS_FROM = 0.5
_FEWEST_HELD = 2


class Pair(NamedTuple):
    """A member and a question that they were asked."""

    member: str
    ref: str


class Standing(NamedTuple):
    """Until when a member holds a question, and when they answered it last (UTC)."""

    due_on: date
    last_on: date


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


def standings(recalls: Iterable[Recall], known: Iterable[KnownAtOnce]) -> dict[Pair, Standing]:
    """Say until when who holds what."""
    found = {Pair(one.member, one.ref): Standing(one.due_on, one.last_on) for one in recalls}
    unkept: dict[Pair, list[tuple[date, Rating]]] = {}
    ratings = cache(_rating)
    for one in known:
        unkept.setdefault(Pair(one.member, one.ref), []).append((one.closed_on, ratings(one.units)))
    derived = cache(_due_on)
    return found | {pair: Standing(derived(tuple(sorted(said))), max(said)[0]) for pair, said in unkept.items()}


def _rating(units: int) -> Rating:
    return rating_of(units / UNITS)


def _due_on(answered: tuple[tuple[date, Rating], ...]) -> date:
    log = [
        Review("", str(number), rating, datetime.combine(day, time.min, UTC))
        for number, (day, rating) in enumerate(answered)
    ]
    return remembered("", log).due_at.date()


@dataclass(slots=True)
class _Cell:
    """One topic of one pack."""

    people: set[str] = field(default_factory=set)
    pairs: int = 0
    held: int = 0


def held_by_topic(
    pairs: Mapping[Pair, Standing], topics: Mapping[str, str], departed: Mapping[str, date], day: date
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
    members: dict[str, dict[str, list[bool]]] = {}
    refs: dict[str, set[str]] = {}
    for (member, ref), (due_on, last_on) in pairs.items():
        topic, is_held = topics.get(ref, ""), due_on > day
        cell = cells.setdefault((topic, pack_of(ref)), _Cell())
        cell.pairs += 1
        cell.held += is_held
        gone = departed.get(cell_name(pack_of(ref), topic)) if departed else None
        if gone is None or last_on > gone:
            cell.people.add(member)
        members.setdefault(topic, {}).setdefault(member, []).append(is_held)
        refs.setdefault(topic, set()).add(ref)
    groups: dict[str, list[Group]] = {}
    for (topic, _), cell in sorted(cells.items()):
        groups.setdefault(topic, []).append(Group(lookers=len(cell.people), looked=cell.pairs, met=cell.held))
    return {topic: Held(tuple(there), _having(members[topic], refs[topic])) for topic, there in groups.items()}


def cell_name(pack: str, topic: str) -> str:
    """Name what a pack's questions of a topic are remembered by."""
    return f"memory:{pack}:{topic}"


def _having(members: Mapping[str, Sequence[bool]], refs: AbstractSet[str]) -> int:
    fewest = min(_FEWEST_HELD, len(refs))
    return sum(sum(said) >= max(fewest, HAS_FROM * len(said)) for said in members.values())
