"""Which question comes next: the queue first, then what was not asked yet, then what the team should see again."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from math import fsum
from typing import TypeVar

from bot.domain.question import Level

K = TypeVar("K", bound=str)
#: Rounds that a level, and topics, are behind: the level decides first, so that each comes every week.
Owed = tuple[float, float]


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
    #: Marks that it shares with its relatives and with nothing else.
    kin: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a series wants of its rotation."""

    #: Times the share that the pool has of a topic, on any scale; topics not named count 1. A question with several
    #: topics counts for each in part.
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
    #: Questions of the pool that were never asked and still are not, after this one.
    unused_left: int


class Pool(StrEnum):
    """How the questions of a series stand; what managers are told of each stands in `cards/notices/questions.py`."""

    ENOUGH = ""
    LOW = "low"
    #: Every question was asked: they come again.
    DRY = "dry"
    #: None may be asked: no question comes.
    EMPTY = "empty"


#: Where a question without a score stands among those that come again.
_UNKNOWN_SCORE = 0.5
#: Shares are kept over this many of the last rounds, so that a changed wish shows within weeks, not years.
_ROUNDS_REMEMBERED = 100
#: How much less a large topic's rounds count than a small one's: its share to this power. Of 0.2, 0.3, 0.4 and 0.5 this
#: let the fewest topics of the shipped pack wait too long in ten simulated years (tests/content/test_year.py).
_SMALL_FIRST = 0.3
#: So many rounds lie between relatives, where the pool allows it.
ROUNDS_BETWEEN_RELATIVES = 20
#: A series begins gently: of so many rounds at most so many are of the highest level, unless its wishes name levels;
#: of the first half of them at most half as many, so that both weeks have one.
GENTLE_ROUNDS = 10
MOST_HARD = 2


def choose(
    pool: Sequence[Candidate],
    asked: Sequence[Asked],
    queue: Sequence[str],
    wishes: Wishes,
    *,
    seed: int,
    day: date,
    retired: Iterable[Candidate] = (),
) -> Pick | None:
    """Choose the question of a day; None if the pool is empty.

    1. The first of the queue that is in the pool.
    2. Otherwise a question that the series never asked: the one it is owed most by the wished shares.
    3. Otherwise one that rested for the cool-down: the one that went worst when it was last scored.
    4. Otherwise the one asked longest ago.

    In 2 and 3, questions of topics or levels with weight 0 come only where no others are left; then, of these, too many
    hard ones in the first rounds; then, of these, relatives of what was asked lately. The same seed, day and history
    give the same choice, in whatever order the pool comes.

    Args:
        pool: the questions that may be asked at all.
        asked: what the series asked, oldest first.
        queue: refs that go ahead, next one first.
        wishes: what the series wants.
        seed: decides between equals, with the day.
        day: the slot's local date.
        retired: questions that may not be asked now, but may have been: their relatives wait all the same.
    """
    if not pool:
        return None
    refs = {candidate.ref for candidate in pool}
    used = {entry.ref for entry in asked}
    ref = next((ref for ref in queue if ref in refs), None)
    known = {candidate.ref: candidate for candidate in (*retired, *pool)}
    chosen = ref or _from_rotation(pool, asked, wishes, f"{seed} {day}", known)
    return Pick(chosen, ref is not None, len(refs - used - {chosen}))


def standing(pick: Pick | None, low_pool: int) -> Pool:
    """Say how the pool stands after a choice; without one there was nothing to choose from."""
    if pick is None:
        return Pool.EMPTY
    if pick.unused_left <= 0:
        return Pool.DRY
    return Pool.LOW if pick.unused_left <= low_pool else Pool.ENOUGH


def _from_rotation(
    pool: Sequence[Candidate], asked: Sequence[Asked], wishes: Wishes, seed: str, known: Mapping[str, Candidate]
) -> str:
    last = {entry.ref: number for number, entry in enumerate(asked)}
    fresh = [candidate for candidate in pool if candidate.ref not in last]
    rested = [candidate for candidate in pool if last.get(candidate.ref, -1) < len(asked) - wishes.cool_down]
    if not fresh and not rested:
        return min((candidate.ref for candidate in pool), key=last.__getitem__)
    tier = fresh or rested
    wanted = _wanted(tier, wishes) or tier
    apart = _apart(_gentle(wanted, asked, wishes, known), asked, known)
    now = _pressing(apart, wanted if fresh else ())
    owed = _owed(now, pool, asked, wishes)
    scores = {} if fresh else _last_scores(asked)

    def order(candidate: Candidate) -> tuple[float, float, float]:
        by_level, by_topic = owed[candidate.ref]
        return scores.get(candidate.ref, _UNKNOWN_SCORE), -by_level, -by_topic

    orders = {candidate.ref: order(candidate) for candidate in now}
    first = min(orders.values())
    return min((ref for ref, found in orders.items() if found == first), key=lambda ref: _draw(seed, ref))


def _draw(seed: str, ref: str) -> bytes:
    return hashlib.sha256(f"{seed} {ref}".encode()).digest()


def _last_scores(asked: Sequence[Asked]) -> Mapping[str, float]:
    return {entry.ref: entry.mean_score for entry in asked if entry.mean_score is not None}


def _wanted(candidates: Sequence[Candidate], wishes: Wishes) -> Sequence[Candidate]:
    """Leave out those of which the main topic or the level was weighted 0."""
    topics = {topic for topic, weight in wishes.topic_weights.items() if weight <= 0}
    levels = {level for level in Level if wishes.level_mix and wishes.level_mix.get(level, 0) <= 0}
    if not topics and not levels:
        return candidates
    return [one for one in candidates if topics.isdisjoint(one.topics[:1]) and one.level not in levels]


def _gentle(
    tier: Sequence[Candidate], asked: Sequence[Asked], wishes: Wishes, known: Mapping[str, Candidate]
) -> Sequence[Candidate]:
    """Leave out what is hard, if the series is new and has had enough of it."""
    hard = tuple(Level)[-1]
    had = sum(entry.ref in known and known[entry.ref].level is hard for entry in asked)
    most = MOST_HARD if len(asked) >= GENTLE_ROUNDS // 2 else MOST_HARD // 2
    if wishes.level_mix or len(asked) >= GENTLE_ROUNDS or had < most:
        return tier
    return [candidate for candidate in tier if candidate.level is not hard] or tier


def _apart(tier: Sequence[Candidate], asked: Sequence[Asked], known: Mapping[str, Candidate]) -> Sequence[Candidate]:
    """Leave out relatives of what was asked lately; where there is nothing else, those that waited longest stay."""
    recent = [known[entry.ref] for entry in asked[-ROUNDS_BETWEEN_RELATIVES:] if entry.ref in known]
    by_mark: dict[str, dict[str, int]] = defaultdict(dict)
    for number, one in enumerate(recent):
        for mark in one.kin:
            by_mark[mark][one.ref] = number

    def last_met(candidate: Candidate) -> int:
        met = (n for mark in candidate.kin for ref, n in by_mark.get(mark, {}).items() if ref != candidate.ref)
        return max(met, default=-1)

    met = {candidate.ref: last_met(candidate) for candidate in tier}
    longest_ago = min(met.values())
    return [candidate for candidate in tier if met[candidate.ref] == longest_ago]


def _pressing(tier: Sequence[Candidate], fresh: Sequence[Candidate]) -> Sequence[Candidate]:
    """Keep those that must come now, if their relatives are to have their distance before all fresh ones are asked.

    Of a group of four, three must be asked early enough for the next to follow at its distance: each has a last round.
    Where as many last rounds lie within some time as that time has rounds, the next one goes to these.
    """
    last_rounds = sorted((last, mark) for mark, rounds in _last_rounds(fresh).items() for last in rounds)
    marks: set[str] = set()
    for number, (last, mark) in enumerate(last_rounds, 1):
        marks.add(mark)
        found = [candidate for candidate in tier if candidate.kin & marks] if last <= number else []
        if found:
            return found
    return tier


def _last_rounds(fresh: Sequence[Candidate]) -> Mapping[str, Sequence[int]]:
    """Give by mark in which rounds from now, counted from 1, its questions but the last must be asked at the latest."""
    groups: dict[str, list[str]] = defaultdict(list)
    for candidate in fresh:
        for mark in candidate.kin:
            groups[mark].append(candidate.ref)
    rounds: dict[str, Sequence[int]] = {}
    placed: set[str] = set()  # each question counts for one group, the largest it belongs to
    for mark, refs in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
        left = [ref for ref in refs if ref not in placed]
        placed.update(left)
        step = ROUNDS_BETWEEN_RELATIVES + 1
        if len(left) > 1:
            rounds[mark] = [len(fresh) - step * behind for behind in range(1, len(left))]
    return rounds


def _owed(
    tier: Sequence[Candidate], pool: Sequence[Candidate], asked: Sequence[Asked], wishes: Wishes
) -> Mapping[str, Owed]:
    """Say for each candidate how many rounds its level, and its topics, are behind their wished shares.

    A topic's share is what the pool has of it, times its weight: equal shares would use up small topics in months.
    """
    by_ref = {candidate.ref: candidate for candidate in pool}
    had = [by_ref[entry.ref] for entry in asked[-_ROUNDS_REMEMBERED:] if entry.ref in by_ref]
    level_mix = wishes.level_mix or Counter(candidate.level for candidate in pool)
    sizes = _topic_counts(_wanted(pool, wishes) or pool)
    shares = {t: wishes.topic_weights.get(t, 1) * sizes[t] for c in tier for t in c.topics}
    topics = _behind(shares, _topic_counts(had))
    if not wishes.level_mix and len(asked) >= GENTLE_ROUNDS:  # what a gentle beginning left out is not made good
        had = [by_ref[e.ref] for e in asked[GENTLE_ROUNDS:][-_ROUNDS_REMEMBERED:] if e.ref in by_ref]
    levels = _behind({c.level: level_mix.get(c.level, 0) for c in tier}, Counter(c.level for c in had))

    all_shares = fsum(shares.values()) or 1

    def urgency(topic: str) -> float:
        return (shares[topic] / all_shares) ** _SMALL_FIRST or 1

    urgent = {topic: behind / urgency(topic) for topic, behind in topics.items()}

    # Rounded: what differs only by the order of a sum is equal, and left to the draw.
    @cache
    def by_topic(named: tuple[str, ...]) -> float:
        return round(fsum(urgent[topic] for topic in named) / max(len(named), 1), 6)

    by_level = {level: round(behind, 6) for level, behind in levels.items()}
    return {candidate.ref: (by_level[candidate.level], by_topic(candidate.topics)) for candidate in tier}


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
