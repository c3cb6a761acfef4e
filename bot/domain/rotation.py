"""Which question comes next: the queue first, then what was not asked yet, then what the team should see again."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import fsum
from statistics import fmean
from typing import TypeVar

from bot.domain.question import Level

K = TypeVar("K", bound=str)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a series asked once."""

    ref: str
    day: date
    #: Mean effective score of the round; None: open still, or nothing was scored.
    mean_score: float | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be asked."""

    ref: str
    level: Level
    #: The first is the main one.
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a series wants of its rotation."""

    #: Shares on any scale; topics not named count 1. A question with several topics counts for each in part.
    topic_weights: Mapping[str, float] = field(default_factory=dict)
    #: Shares on any scale; levels not named count 0. Empty: as the pool has them.
    level_mix: Mapping[Level, float] = field(default_factory=dict)
    #: How many rounds must pass before a question returns.
    cool_down: int = 20


@dataclass(frozen=True, slots=True)
class Pick:
    """The choice, and what it says about the pool."""

    ref: str
    from_queue: bool
    #: Whether the series has asked it before.
    repeat: bool
    #: Questions of the pool that were never asked and still are not, after this one.
    unused_left: int


#: Where a question without a score stands among those that come again.
_UNKNOWN_SCORE = 0.5
#: Shares are kept over this many of the last rounds, so that a changed wish shows within weeks, not years.
_ROUNDS_REMEMBERED = 100


def choose(
    pool: Sequence[Candidate], asked: Sequence[Asked], queue: Sequence[str], wishes: Wishes, *, seed: int, day: date
) -> Pick | None:
    """Choose the question of a day; None if the pool is empty.

    1. The first of the queue that is in the pool.
    2. Otherwise a question that the series never asked: the one it is owed most by the wished shares.
    3. Otherwise one that rested for the cool-down: the one that went worst when it was last scored.
    4. Otherwise the one asked longest ago.

    In 2 and 3, questions of topics or levels with weight 0 come only where no others are left. The same seed, day and
    history give the same choice, in whatever order the pool comes.

    Args:
        pool: the questions that may be asked at all.
        asked: what the series asked, oldest first.
        queue: refs that go ahead, next one first.
        wishes: what the series wants.
        seed: decides between equals, with the day.
        day: the slot's local date.
    """
    if not pool:
        return None
    refs = {candidate.ref for candidate in pool}
    used = {entry.ref for entry in asked}
    ref = next((ref for ref in queue if ref in refs), None)
    chosen = ref or _from_rotation(pool, asked, wishes, f"{seed} {day}")
    return Pick(chosen, ref is not None, chosen in used, len(refs - used - {chosen}))


def pool_warning(unused_left: int, low_pool: int) -> str:
    """Say how the pool stands: "dry", "low", or "" while there is enough."""
    if unused_left <= 0:
        return "dry"
    return "low" if unused_left <= low_pool else ""


def _from_rotation(pool: Sequence[Candidate], asked: Sequence[Asked], wishes: Wishes, seed: str) -> str:
    last = {entry.ref: number for number, entry in enumerate(asked)}
    fresh = [candidate for candidate in pool if candidate.ref not in last]
    rested = [candidate for candidate in pool if last.get(candidate.ref, -1) < len(asked) - wishes.cool_down]
    if not fresh and not rested:
        return min((candidate.ref for candidate in pool), key=last.__getitem__)
    tier = fresh or rested
    tier = [candidate for candidate in tier if _is_wanted(candidate, wishes)] or tier
    owed = _owed(tier, pool, asked, wishes)
    scores = {} if fresh else _last_scores(asked)

    def order(candidate: Candidate) -> tuple[float, float, str]:
        score = scores.get(candidate.ref, _UNKNOWN_SCORE)
        return score, -owed[candidate.ref], _draw(seed, candidate.ref)

    return min(tier, key=order).ref


def _draw(seed: str, ref: str) -> str:
    return hashlib.sha256(f"{seed} {ref}".encode()).hexdigest()


def _last_scores(asked: Sequence[Asked]) -> Mapping[str, float]:
    return {entry.ref: entry.mean_score for entry in asked if entry.mean_score is not None}


def _is_wanted(candidate: Candidate, wishes: Wishes) -> bool:
    """Say whether neither the main topic nor the level is one that was weighted 0."""
    by_topic = wishes.topic_weights.get(candidate.topics[0], 1) if candidate.topics else 1
    by_level = wishes.level_mix.get(candidate.level, 0) if wishes.level_mix else 1
    return by_topic > 0 and by_level > 0


def _owed(
    tier: Sequence[Candidate], pool: Sequence[Candidate], asked: Sequence[Asked], wishes: Wishes
) -> Mapping[str, float]:
    """Say for each candidate how many rounds its topics and its level are behind their wished shares."""
    by_ref = {candidate.ref: candidate for candidate in pool}
    had = [by_ref[entry.ref] for entry in asked[-_ROUNDS_REMEMBERED:] if entry.ref in by_ref]
    level_mix = wishes.level_mix or Counter(candidate.level for candidate in pool)
    topics = _behind({t: wishes.topic_weights.get(t, 1) for c in tier for t in c.topics}, _topic_counts(had))
    levels = _behind({c.level: level_mix.get(c.level, 0) for c in tier}, Counter(c.level for c in had))

    def owed(candidate: Candidate) -> float:
        by_topic = fmean(topics[topic] for topic in candidate.topics) if candidate.topics else 0
        # Rounded: what differs only by the order of a sum is equal, and left to the draw.
        return round(by_topic + levels[candidate.level], 6)

    return {candidate.ref: owed(candidate) for candidate in tier}


def _topic_counts(had: Iterable[Candidate]) -> Mapping[str, float]:
    """Count topics; a question with several counts for each in part."""
    counts: dict[str, float] = defaultdict(float)
    for candidate in had:
        for topic in candidate.topics:
            counts[topic] += 1 / len(candidate.topics)
    return counts


def _behind(weights: Mapping[K, float], had: Mapping[K, float]) -> Mapping[K, float]:
    """Say how many rounds each kind lacks to its share of all rounds so far and the next one."""
    total = fsum(weights.values()) or 1
    rounds = fsum(had.get(kind, 0) for kind in weights) + 1
    return {kind: weight / total * rounds - had.get(kind, 0) for kind, weight in weights.items()}
