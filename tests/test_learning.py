"""The simulated members of the learning benchmark, few of them."""

import pytest

from benchmarks.learning.drills import Chance, Drills, groups, practise, practised

pytestmark = pytest.mark.repeats


def test_drills_make_members_know_more_than_random_questions() -> None:
    drilled, at_random = groups(6)

    assert drilled.known >= 1.3 * at_random.known
    assert drilled.expected > at_random.expected


def test_member_of_a_seed_learns_the_same_each_time() -> None:
    pack = practised()

    drilled = [practise(pack, 7, Drills(pack, 7)) for _ in range(2)]
    at_random = [practise(pack, 7, Chance(pack, 7)) for _ in range(2)]

    assert (drilled[0], at_random[0]) == (drilled[1], at_random[1])
