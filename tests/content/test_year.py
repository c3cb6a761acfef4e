"""A working year of the shipped pack: 260 rounds of a new series, as the rotation chooses them.

An area is the main topic of a question, as in the pack's README; it comes when a question has it among its topics.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache

import pytest

from bot.domain.question import Level
from bot.domain.rotation import ROUNDS_BETWEEN_RELATIVES, Asked, Candidate, Wishes, choose
from bot.packs.relatives import kin
from tests.content.shipped import shipped_pack

pytestmark = pytest.mark.repeats

SEEDS = range(10)
YEAR, MONTH, QUARTER, WEEK = 260, 22, 65, 5
#: From so many questions on an area comes every month.
LARGE = 12
#: Where the pool runs out, wishes can no longer all be met.
LAST = 40
#: Small areas that wait longer than a quarter, by seed: three questions of 260 have "edge" as their main topic.
_MISSED = {5: [(2, "edge")]}


@cache
def candidates() -> Mapping[str, Candidate]:
    pack = shipped_pack().pack
    marks = kin(pack)
    return {one.ref: Candidate(one.ref, one.level, one.topics, marks[one.ref]) for one in pack.questions}


@cache
def year(seed: int) -> Sequence[Candidate]:
    """Play the rounds of a year."""
    asked: list[Asked] = []
    for number in range(min(YEAR, len(candidates()))):
        day = date(2026, 12, 1) + timedelta(number)
        pick = choose(list(candidates().values()), asked, (), Wishes(), seed=seed, day=day)
        assert pick is not None
        asked.append(Asked(pick.ref, day, 0.5))
    return [candidates()[entry.ref] for entry in asked]


def stretches_without(played: Sequence[Candidate], length: int, areas: set[str]) -> list[tuple[int, str]]:
    """Give the stretches, by number, in which an area did not come; what is left at the end is none."""
    stretches = [played[start : start + length] for start in range(0, len(played) - length + 1, length)]
    return [
        (number, area)
        for number, stretch in enumerate(stretches)
        for area in sorted(areas - {topic for one in stretch for topic in one.topics})
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_question_comes_once(seed: int) -> None:
    assert len({one.ref for one in year(seed)}) == len(year(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_relatives_stay_apart(seed: int) -> None:
    played = year(seed)
    close = [
        (one.ref, other.ref, ahead)
        for place, one in enumerate(played)
        for ahead, other in enumerate(played[place + 1 : place + 1 + ROUNDS_BETWEEN_RELATIVES])
        if one.kin & other.kin
    ]

    assert close == []


@pytest.mark.parametrize("seed", SEEDS)
def test_every_level_comes_every_week(seed: int) -> None:
    played = year(seed)[:-LAST]
    weeks = [Counter(one.level for one in played[start : start + WEEK]) for start in range(0, len(played), WEEK)]

    assert [number for number, week in enumerate(weeks) if set(week) != set(Level)] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_every_area_comes_in_its_time(seed: int) -> None:
    sizes = Counter(one.topics[0] for one in candidates().values())
    large = {topic for topic, size in sizes.items() if size >= LARGE}
    played = year(seed)[:-LAST]

    assert stretches_without(played, MONTH, large) == []
    assert stretches_without(played, QUARTER, set(sizes) - large) == _MISSED.get(seed, [])
