import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.question import Level
from bot.domain.rotation import ROUNDS_BETWEEN_RELATIVES, Asked, Candidate, Pick, Pool, Wishes, choose, standing

pytestmark = pytest.mark.repeats

MONDAY = date(2026, 11, 16)
NO_WISHES = Wishes()


def candidate(ref: str, *topics: str, level: Level = Level.ASSOCIATE) -> Candidate:
    return Candidate(ref, level, topics or ("storage",))


def asked(*entries: tuple[str, float | None]) -> list[Asked]:
    return [Asked(ref, MONDAY + timedelta(days=n), score) for n, (ref, score) in enumerate(entries)]


def pick(
    pool: Sequence[Candidate],
    history: Sequence[Asked] = (),
    queue: Sequence[str] = (),
    wishes: Wishes = NO_WISHES,
    seed: int = 7,
) -> Pick:
    chosen = choose(pool, history, queue, wishes, seed=seed, day=MONDAY + timedelta(days=len(history)))
    assert chosen is not None
    return chosen


def play(
    rounds: int, pool: Callable[[int], Sequence[Candidate]], wishes: Wishes = NO_WISHES, seed: int = 7
) -> list[str]:
    """Ask round after round, each scored by chance, and give the refs in order."""
    chance = random.Random(seed)
    history: list[Asked] = []
    for number in range(rounds):
        chosen = pick(pool(number), history, wishes=wishes, seed=seed)
        history.append(Asked(chosen.ref, MONDAY + timedelta(days=number), chance.choice([None, chance.random()])))
    return [entry.ref for entry in history]


A, B, C, D = (candidate(ref) for ref in "abcd")


def test_choose_from_an_empty_pool() -> None:
    assert choose([], [], ["a"], NO_WISHES, seed=7, day=MONDAY) is None


def test_choose_what_was_never_asked() -> None:
    chosen = pick([A, B, C], asked(("a", 0.1), ("c", None)))

    assert chosen == Pick("b", from_queue=False, unused_left=0)


@pytest.mark.parametrize(
    ("queue", "expected"),
    [
        (["gone", "b", "a"], Pick("b", from_queue=True, unused_left=2)),
        (["c"], Pick("c", from_queue=True, unused_left=1)),
        (["gone"], Pick("c", from_queue=False, unused_left=1)),
    ],
)
def test_choose_from_the_queue_first(queue: list[str], expected: Pick) -> None:
    storage, other, rest = candidate("b"), candidate("c", "cost"), candidate("a")

    assert pick([rest, storage, other], asked(("b", 1.0)), queue, Wishes(topic_weights={"storage": 0})) == expected


@pytest.mark.parametrize(
    ("history", "cool_down", "expected"),
    [
        # The worst one that rested.
        (asked(("a", 0.9), ("b", 0.2), ("c", 0.4), ("d", 0.1)), 2, "b"),
        # One without a score stands in the middle.
        (asked(("a", 0.9), ("b", None), ("c", 0.6)), 0, "b"),
        (asked(("a", 0.4), ("b", None), ("c", 0.6)), 0, "a"),
        # The last score counts, and a round that was not scored takes nothing back.
        (asked(("a", 0.1), ("b", 0.5), ("c", 0.6), ("a", 0.9)), 0, "b"),
        (asked(("a", 0.1), ("b", 0.5), ("c", 0.6), ("a", None)), 0, "a"),
        # Nothing rested long enough: the one asked longest ago.
        (asked(("b", 0.9), ("a", 0.1), ("c", 0.5), ("b", 0.0)), 9, "a"),
    ],
)
def test_choose_again_once_all_were_asked(history: list[Asked], cool_down: int, expected: str) -> None:
    pool = [c for c in (A, B, C, D) if c.ref in {entry.ref for entry in history}]

    chosen = pick(pool, history, wishes=Wishes(cool_down=cool_down))

    assert chosen == Pick(expected, from_queue=False, unused_left=0)


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        (Wishes(topic_weights={"cost": 0}), ["b", "a"]),
        (Wishes(topic_weights={"storage": 0}), ["a", "b"]),
        (Wishes(level_mix={Level.ASSOCIATE: 1}), ["b", "a"]),
        (Wishes(topic_weights={"cost": 0, "storage": 0}), ["b", "a"]),
    ],
)
def test_choose_unwanted_questions_only_when_nothing_else_is_left(wishes: Wishes, expected: list[str]) -> None:
    pool = [candidate("a", "cost", level=Level.FOUNDATION), candidate("b", "storage", "cost")]

    assert play(2, lambda _: pool, wishes) == expected


def test_choose_among_questions_without_topics() -> None:
    pool = [Candidate(ref, Level.ASSOCIATE, ()) for ref in "abc"]

    assert sorted(play(3, lambda _: pool, Wishes(topic_weights={"cost": 2}))) == ["a", "b", "c"]


def test_choose_with_another_seed_gives_another_order() -> None:
    pool = [candidate(f"q{n}") for n in range(30)]

    assert play(30, lambda _: pool, seed=1) != play(30, lambda _: pool, seed=2)


topics = st.lists(st.sampled_from(["cost", "edge", "storage", "security"]), max_size=3, unique=True).map(tuple)
pools = st.lists(
    st.builds(
        Candidate,
        st.integers(0, 40).map("q{}".format),
        st.sampled_from(list(Level)),
        topics,
        st.frozensets(st.sampled_from("abcdef"), max_size=2),
    ),
    min_size=1,
    max_size=25,
    unique_by=lambda c: c.ref,
)
wishes_of_all_kinds = st.builds(
    Wishes,
    topic_weights=st.dictionaries(st.sampled_from(["cost", "edge", "storage"]), st.floats(0, 5)),
    level_mix=st.dictionaries(st.sampled_from(list(Level)), st.floats(0, 5)),
    cool_down=st.integers(0, 30),
)


@given(pools, wishes_of_all_kinds, st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_a_cycle_asks_each_question_of_the_pool_once(pool: list[Candidate], wishes: Wishes, seed: int) -> None:
    refs = play(len(pool), lambda _: pool, wishes, seed)

    assert sorted(refs) == sorted(c.ref for c in pool)


@given(pools, st.data())
@settings(max_examples=40, deadline=None)
def test_a_changing_pool_never_repeats_while_it_holds_something_new(pool: list[Candidate], data: st.DataObject) -> None:
    history: list[Asked] = []
    for number in range(len(pool)):
        now = data.draw(st.lists(st.sampled_from(pool), min_size=1, unique=True))
        before = {entry.ref for entry in history}
        chosen = pick(now, history)

        assert (chosen.ref in before) is ({c.ref for c in now} <= before)
        assert chosen.unused_left == len({c.ref for c in now} - before - {chosen.ref})
        history.append(Asked(chosen.ref, MONDAY + timedelta(days=number), None))


@given(pools, wishes_of_all_kinds, st.integers(0, 60), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_choice_does_not_depend_on_the_order_of_the_pool(
    pool: list[Candidate], wishes: Wishes, rounds: int, chance: random.Random
) -> None:
    shuffled = [chance.sample(pool, len(pool)) for _ in range(rounds)]

    assert play(rounds, lambda _: pool, wishes) == play(rounds, shuffled.__getitem__, wishes)


@given(pools, st.integers(1, 12))
@settings(max_examples=30, deadline=None)
def test_a_question_rests_for_the_cool_down(pool: list[Candidate], cool_down: int) -> None:
    refs = play(3 * len(pool), lambda _: pool, Wishes(cool_down=cool_down))

    rest = min(cool_down, len(pool) - 1)
    assert all(refs[n] not in refs[max(n - rest, 0) : n] for n in range(len(refs)))


TOPICS = ("compute", "storage", "security", "cost", "edge")


def large_pool() -> list[Candidate]:
    chance = random.Random(3)
    return [
        candidate(f"q{n}", *chance.sample(TOPICS, chance.choice([1, 1, 2])), level=chance.choice(list(Level)))
        for n in range(1000)
    ]


@pytest.mark.parametrize(
    "weights", [{}, {"security": 3}, {"security": 3, "cost": 0.5}, {"compute": 0, "edge": 2}], ids=str
)
@pytest.mark.parametrize(
    "mix", [{}, {Level.FOUNDATION: 1, Level.ASSOCIATE: 2, Level.PROFESSIONAL: 1}, {Level.ASSOCIATE: 1}], ids=str
)
def test_shares_converge_to_the_wishes(weights: dict[str, float], mix: dict[Level, float]) -> None:
    pool = large_pool()
    by_ref = {c.ref: c for c in pool}

    had = [by_ref[ref] for ref in play(100, lambda _: pool, Wishes(weights, mix))]

    may_come = [c for c in pool if weights.get(c.topics[0], 1) and (not mix or mix.get(c.level, 0))]
    sizes = {t: sum(1 / len(c.topics) for c in may_come if t in c.topics) for t in TOPICS}
    wanted = {topic: weights.get(topic, 1) * sizes[topic] for topic in TOPICS}
    counts = {t: sum(1 / len(c.topics) for c in had if t in c.topics) for t in TOPICS}
    levels = Counter(c.level for c in had)
    wanted_levels = mix or Counter(c.level for c in pool)
    for topic in TOPICS:
        assert abs(counts[topic] / 100 - wanted[topic] / sum(wanted.values())) <= 0.02, topic
    for level in Level:
        assert abs(levels[level] / 100 - wanted_levels.get(level, 0) / sum(wanted_levels.values())) <= 0.02, level


def test_a_changed_wish_shows_without_paying_back_years() -> None:
    pool = large_pool()
    history = [Asked(ref, MONDAY, None) for ref in play(150, lambda _: pool)]
    by_ref = {c.ref: c for c in pool}

    for _ in range(80):
        history.append(replace(history[-1], ref=pick(pool, history, wishes=Wishes({"security": 4})).ref))

    recent = [by_ref[entry.ref] for entry in history[-80:]]
    assert abs(sum(1 / len(c.topics) for c in recent if "security" in c.topics) / 80 - 0.5) <= 0.1


def near(pool: Sequence[Candidate], refs: Sequence[str]) -> list[tuple[str, str]]:
    """Give the relatives with fewer than 20 rounds between them."""
    by_ref = {c.ref: c for c in pool}
    return [
        (refs[n], refs[m])
        for m in range(len(refs))
        for n in range(max(m - ROUNDS_BETWEEN_RELATIVES, 0), m)
        if refs[n] != refs[m] and by_ref[refs[n]].kin & by_ref[refs[m]].kin
    ]


def of_families(*sizes: int, alone: int = 0, chance: random.Random) -> list[Candidate]:
    kin = [frozenset({f"family {n}"}) for n, size in enumerate(sizes) for _ in range(size)] + [frozenset()] * alone
    return [
        Candidate(f"q{n}", chance.choice(list(Level)), tuple(chance.sample(TOPICS, 2)), marks)
        for n, marks in enumerate(kin)
    ]


@given(st.integers(0, 99), st.lists(st.integers(2, 4), max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_relatives_stay_apart_through_a_whole_pool(seed: int, sizes: list[int], chance: random.Random) -> None:
    # The last but one of a family of four must come 63 rounds before the end; there are rounds enough for all.
    pool = of_families(*sizes, alone=110 - sum(sizes), chance=chance)

    refs = play(len(pool), lambda _: pool, seed=seed)

    assert near(pool, refs) == []
    assert sorted(refs) == sorted(c.ref for c in pool)


@pytest.mark.parametrize("seed", range(2))
def test_relatives_stay_apart_where_four_in_five_have_some(seed: int) -> None:
    pool = of_families(*[4] * 52, alone=52, chance=random.Random(seed))

    assert near(pool, play(len(pool), lambda _: pool, seed=seed)) == []


@pytest.mark.parametrize("seed", range(3))
def test_relatives_stay_apart_when_questions_come_again(seed: int) -> None:
    pool = of_families(2, 2, alone=60, chance=random.Random(seed))

    refs = play(3 * len(pool), lambda _: pool, seed=seed)

    assert near(pool, refs) == []


def test_relatives_that_waited_longest_where_there_are_no_others() -> None:
    a, b, c, d = (candidate(ref, level=Level.FOUNDATION) for ref in "abcd")
    pool = [replace(a, kin=frozenset("xy")), replace(b, kin=frozenset("x")), replace(c, kin=frozenset("y")), d]

    assert pick(pool, asked(("a", None), ("d", None))).ref in {"b", "c"}
    assert pick([*pool, replace(c, ref="e")], asked(("a", None), ("b", None), ("d", None))).ref == "e"
    later = [replace(d, kin=frozenset("x")), replace(b, kin=frozenset("x")), replace(c, kin=frozenset("y"))]
    history = asked(("p", None), ("q", None))
    retired = [replace(a, ref="p", kin=frozenset("y")), replace(a, ref="q", kin=frozenset("x"))]
    chosen = choose(later, history, [], NO_WISHES, seed=7, day=MONDAY, retired=retired)
    assert chosen is not None
    assert chosen.ref == "c"


@pytest.mark.parametrize(("rounds", "expected"), [(20, "b"), (21, "a")])
def test_relative_comes_once_twenty_rounds_lie_between(rounds: int, expected: str) -> None:
    # The topic of "a" is wanted most, so that it comes as soon as it may.
    pool = [candidate("a", "edge"), candidate("b")]
    retired = [candidate("first", "cost"), *(candidate(f"q{n}") for n in range(1, 21))]
    marked = [
        replace(one, kin=frozenset({"family"})) if one.ref in {"a", "first"} else one for one in (*pool, *retired)
    ]
    history = asked(("first", None), *((f"q{n}", None) for n in range(1, rounds)))

    chosen = choose(marked[:2], history, [], Wishes({"edge": 5}), seed=7, day=MONDAY, retired=marked[2:])

    assert chosen is not None
    assert chosen.ref == expected


@given(pools, st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_a_series_begins_with_two_hard_questions_at_most(pool: list[Candidate], seed: int) -> None:
    by_ref = {c.ref: c for c in pool}
    others = sum(c.level is not Level.PROFESSIONAL for c in pool)

    had = [by_ref[ref].level for ref in play(min(10, len(pool)), lambda _: pool, seed=seed)]

    assert had.count(Level.PROFESSIONAL) <= max(2, len(had) - others)


@pytest.mark.parametrize(
    ("wishes", "queue", "expected"),
    [
        (NO_WISHES, [], [2, 6]),
        (Wishes(level_mix={Level.PROFESSIONAL: 1}), [], [10, 10]),
        (Wishes(level_mix={Level.PROFESSIONAL: 1, Level.FOUNDATION: 1}), [], [5, 5]),
        (NO_WISHES, ["q0", "q3", "q6", "q9"], [4, 6]),
    ],
    ids=["no wishes", "hard alone", "half and half", "queue"],
)
def test_how_hard_ten_rounds_and_the_next_ten_are(wishes: Wishes, queue: list[str], expected: list[int]) -> None:
    mix = (Level.PROFESSIONAL, Level.PROFESSIONAL, Level.PROFESSIONAL, Level.ASSOCIATE, Level.FOUNDATION)
    levels = {f"q{n}": mix[n % 5] for n in range(100)}
    pool = [candidate(ref, level=level) for ref, level in levels.items()]
    hard = [ref for ref in levels if levels[ref] is Level.PROFESSIONAL][: len(queue)]
    history: list[Asked] = []
    for number in range(20):
        waiting = [ref for ref in hard if ref not in {entry.ref for entry in history}]
        chosen = pick(pool, history, waiting, wishes)
        history.append(Asked(chosen.ref, MONDAY + timedelta(days=number), None))

    had = [levels[entry.ref] for entry in history]
    assert [had[:10].count(Level.PROFESSIONAL), had[10:].count(Level.PROFESSIONAL)] == expected


def test_hard_questions_that_are_no_longer_asked_count() -> None:
    hard = [candidate(ref, level=Level.PROFESSIONAL) for ref in "abc"]
    history = asked(("a", None), ("b", None))

    chosen = choose([hard[2], D], history, [], NO_WISHES, seed=7, day=MONDAY, retired=hard)

    assert chosen == Pick("d", from_queue=False, unused_left=1)


@pytest.mark.parametrize(
    ("unused_left", "low_pool", "expected"),
    [(6, 5, Pool.ENOUGH), (5, 5, Pool.LOW), (1, 5, Pool.LOW), (0, 5, Pool.DRY), (0, 0, Pool.DRY)],
)
def test_pool_stands_as_what_was_never_asked_says(unused_left: int, low_pool: int, expected: Pool) -> None:
    assert standing(Pick("a", from_queue=False, unused_left=unused_left), low_pool) is expected


def test_pool_without_a_question_to_choose_is_empty_and_not_dry() -> None:
    assert standing(choose([], [], [], NO_WISHES, seed=7, day=MONDAY), 5) is Pool.EMPTY
