"""Which question comes next: the queue first, then what was not asked yet, then what the team should see again."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
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
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a series wants of its rotation; see `SeriesSettings`."""

    topic_weights: Mapping[str, float] = field(default_factory=dict)
    level_mix: Mapping[Level, float] = field(default_factory=dict)
    cool_down: int = 20


@dataclass(frozen=True, slots=True)
class Pick:
    """The choice, and what it says about the pool."""

    ref: str
    from_queue: bool
    #: Whether the series has asked it before.
    is_repeat: bool
    #: Questions of the pool that were never asked and still are not, after this one.
    unused_left: int


#: Where a question without a score stands among those that come again.
_UNKNOWN_SCORE = 0.5


def choose(
    pool: Sequence[Candidate], asked: Sequence[Asked], queue: Sequence[str], wishes: Wishes, *, seed: int, day: date
) -> Pick | None:
    """Choose the question of a day; None if the pool is empty.

    The same seed, day and history give the same choice, in whatever order the pool comes.
    """
    by_ref = {candidate.ref: candidate for candidate in pool}
    if not by_ref:
        return None
    used = {entry.ref for entry in asked}
    unused = [candidate for candidate in by_ref.values() if candidate.ref not in used]
    queued = next((ref for ref in queue if ref in by_ref), None)
    if queued is not None:
        ref = queued
    elif unused:
        ref = _fresh(unused, list(by_ref.values()), asked, wishes, f"{seed} {day}")
    else:
        ref = _again(list(by_ref), asked, wishes.cool_down, f"{seed} {day}")
    return Pick(ref, queued is not None, ref in used, len(unused) - (ref not in used))


def pool_warning(unused_left: int, low_pool: int) -> str:
    """Say how the pool stands: "dry", "low", or "" while there is enough."""
    if unused_left <= 0:
        return "dry"
    return "low" if unused_left <= low_pool else ""


def _draw(seed: str, ref: str) -> str:
    return hashlib.sha256(f"{seed} {ref}".encode()).hexdigest()


def _again(refs: list[str], asked: Sequence[Asked], cool_down: int, seed: str) -> str:
    """Choose among questions that were all asked: rested ones, the worst answered first."""
    last = {entry.ref: number for number, entry in enumerate(asked)}
    scores = {entry.ref: entry.mean_score for entry in asked}
    rested = [ref for ref in refs if last[ref] < len(asked) - cool_down]
    if not rested:
        return min(refs, key=last.__getitem__)

    def order(ref: str) -> tuple[float, str]:
        score = scores[ref]
        return _UNKNOWN_SCORE if score is None else score, _draw(seed, ref)

    return min(rested, key=order)


def _fresh(
    unused: list[Candidate], pool: list[Candidate], asked: Sequence[Asked], wishes: Wishes, seed: str
) -> str:
    """Choose the question of which the series has had least, measured against what it asked for."""
    by_ref = {candidate.ref: candidate for candidate in pool}
    had = [by_ref[entry.ref] for entry in asked if entry.ref in by_ref]
    topics = _shares([t for c in unused for t in c.topics], wishes.topic_weights)
    mix = wishes.level_mix or Counter(candidate.level for candidate in pool)
    levels = _shares([c.level for c in unused], mix, unnamed=0.0 if wishes.level_mix else 1.0)
    topic_counts = _topic_counts(had)
    level_counts = Counter(candidate.level for candidate in had)
    turn = len(had) + 1

    def owed(candidate: Candidate) -> float:
        by_topic = sum(topics[t] * turn - topic_counts[t] for t in candidate.topics) / len(candidate.topics)
        return by_topic + levels[candidate.level] * turn - level_counts[candidate.level]

    def order(candidate: Candidate) -> tuple[bool, float, str]:
        unwanted = levels[candidate.level] == 0 or all(topics[topic] == 0 for topic in candidate.topics)
        return unwanted, -owed(candidate), _draw(seed, candidate.ref)

    return min(unused, key=order).ref


def _shares(kinds: list[K], weights: Mapping[K, float], unnamed: float = 1.0) -> dict[K, float]:
    """Give each kind its wanted share; the shares add up to 1."""
    raw = {kind: weights.get(kind, unnamed) for kind in kinds}
    total = sum(raw.values()) or 1.0
    return {kind: weight / total for kind, weight in raw.items()}


def _topic_counts(had: list[Candidate]) -> dict[str, float]:
    """Count topics; a question with several counts for each in part."""
    counts: dict[str, float] = defaultdict(float)
    for candidate in had:
        for topic in candidate.topics:
            counts[topic] += 1 / len(candidate.topics)
    return counts
