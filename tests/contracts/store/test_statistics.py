"""What figures are made of: the same rows from every store."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.grading import Grade, Source
from bot.domain.practice.memory import Memory
from bot.domain.rounds import RoundState
from bot.domain.scoring import UNITS
from bot.domain.statistics.ledger import PointsFound, ScoredRound, Standing, TookPart
from bot.domain.statistics.people import TopicSum
from bot.domain.statistics.questions import Reactions
from bot.ports.store import Store, Transaction
from tests.contracts.stored import DAY, JUDGEMENT, NOON, OTHER_WORKSPACE, add_round, add_series, answer, points
from tests.worlds.builders import WORKSPACE, question

NEXT = DAY + timedelta(days=1)
Away = Mapping[int, AbstractSet[str]]
ASKED, OTHER = question(1, topics=("storage",)), question(2, topics=("network",))


def _played(tx: Transaction) -> int:
    """Play a round each of two questions, which Ana and Bo answer; another workspace has the same."""
    ids = []
    for workspace in (OTHER_WORKSPACE, WORKSPACE):
        series = add_series(tx, workspace=workspace)
        ids.append(series.id)
        for asked, day in ((ASKED, DAY), (OTHER, NEXT)):
            closed_at = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
            played = add_round(tx, series, day, state=RoundState.CLOSED, question=asked, closed_at=closed_at)
            earned = [
                replace(points(played, "ana", 10, 1.0), met=(True, False)),
                replace(points(played, "bo", 2, None if asked is OTHER else 0.25), met=(False, False)),
            ]
            tx.standings.set_points(earned)
            tx.grades.add(Grade(played.id, who, Source.AUTO, JUDGEMENT, "words", NOON) for who in ("ana", "bo"))
    return ids[-1]


async def test_scored_answers_come_by_round(store: Store) -> None:
    def read(tx: Transaction) -> tuple[list[int], object]:
        series, days = _played(tx), ((DAY, None), (NEXT, None), (DAY, DAY), (NEXT + timedelta(days=1), None))
        ids = [one.id for one in tx.statistics.rounds(series)]
        return ids, [tx.statistics.scored(series, *two) for two in days]

    ids, found = await store.call(read)
    first = ScoredRound(ids[0], ASKED.ref, DAY, {"ana": UNITS, "bo": UNITS // 4})
    second = ScoredRound(ids[1], OTHER.ref, NEXT, {"ana": UNITS})
    assert found == [{DAY: first, NEXT: second}, {NEXT: second}, {DAY: first}, {}]


async def test_memories_come_by_question_and_member(store: Store) -> None:
    def read(tx: Transaction) -> object:
        due = datetime(2026, 12, 20, tzinfo=UTC)
        for workspace in (WORKSPACE, OTHER_WORKSPACE):
            for who in ("ana", "bo"):
                tx.memories.save(workspace, {who: Memory(ASKED.ref, 1.0, 5.0, NOON, due)})
        tx.memories.save(WORKSPACE, {"ana": Memory(OTHER.ref, 1.0, 5.0, NOON - timedelta(days=1), due)})
        since = DAY - timedelta(days=1)
        every = [tx.statistics.recalls(WORKSPACE, day) for day in (since, DAY)]
        return [*every, tx.statistics.recalls(WORKSPACE, since, [OTHER.ref, "basics/unknown"])]

    standing = Standing(date(2026, 12, 20), DAY)
    of_asked = {"ana": standing, "bo": standing}
    before = {"ana": Standing(date(2026, 12, 20), DAY - timedelta(days=1))}
    assert await store.call(read) == [
        {ASKED.ref: of_asked, OTHER.ref: before},
        {ASKED.ref: of_asked},
        {OTHER.ref: before},
    ]


async def test_who_took_part_comes_by_round(store: Store) -> None:
    def read(tx: Transaction) -> tuple[list[int], object]:
        series = _played(tx)
        ids = [one.id for one in tx.statistics.rounds(series)]
        return ids, [tx.statistics.took_part(series, *days) for days in ((), (DAY, DAY))]

    [first, second], found = await store.call(read)
    both = frozenset({"ana", "bo"})
    assert found == [{DAY: TookPart(first, both), NEXT: TookPart(second, both)}, {DAY: TookPart(first, both)}]


async def test_rounds_are_added_up(store: Store) -> None:
    def read(tx: Transaction) -> object:
        found = tx.statistics.rounds(_played(tx), NEXT)
        return [(one.day, one.ref, one.topic, one.answers, one.group.scored, one.group.units) for one in found] + [
            (one.group.lookers, one.group.looked, one.group.met) for one in found
        ]

    assert await store.call(read) == [(NEXT, OTHER.ref, "network", 2, 1, UNITS), (2, 4, 1)]


async def test_scores_are_added_up_by_topic_with_those_of_drills(store: Store) -> None:
    def read(tx: Transaction) -> tuple[Sequence[TopicSum], Sequence[TopicSum]]:
        series = _played(tx)
        for who, asked in (("ana", ASKED), ("ana", ASKED), ("bo", OTHER)):
            drill = tx.drills.add(WORKSPACE, who, asked, NOON)
            tx.drills.finish(drill.id, "words", JUDGEMENT, NOON)
        return tx.statistics.topic_sums(series), tx.statistics.topic_sums(series, "bo")

    everybody, bo = await store.call(read)
    assert everybody == [
        TopicSum("ana", "network", 1, UNITS),
        TopicSum("ana", "storage", 3, 2 * UNITS),
        TopicSum("bo", "network", 1, UNITS // 2),
        TopicSum("bo", "storage", 1, UNITS // 4),
    ]
    assert bo == [one for one in everybody if one.member == "bo"]


async def test_key_points_that_somebody_met_come_by_round(store: Store) -> None:
    def read(tx: Transaction) -> tuple[str, str, object, object]:
        series = _played(tx)
        [second] = tx.rounds.of_question(series, OTHER.ref)
        nobody_looked = replace(points(second, "ana", 10, 1.0), met=()), replace(points(second, "bo", 2, None), met=())
        every = tx.statistics.points_found(series)
        tx.standings.set_points(nobody_looked)
        snapshots = {one.ref: one.snapshot for one in every.values()}
        names = [tx.statistics.point_names(snapshot) for snapshot in snapshots.values()]
        found = [every, tx.statistics.points_found(series, DAY, DAY), tx.statistics.points_found(series)]
        return snapshots[ASKED.ref], snapshots[OTHER.ref], found, names

    asked, other, found, names = await store.call(read)
    of_first = PointsFound(ASKED.ref, asked, (True, False))
    of_second = PointsFound(OTHER.ref, other, (True, False))
    assert found == [{DAY: of_first, NEXT: of_second}, {DAY: of_first}, {DAY: of_first}]
    assert names == [[point.name for point in one.key_points] for one in (ASKED, OTHER)]


async def test_reactions_count_people_and_what_reviewers_changed(store: Store) -> None:
    def read(tx: Transaction) -> tuple[int, object, object]:
        series = _played(tx)
        first = tx.statistics.rounds(series)[0].id
        for who, is_good in (("ana", True), ("bo", False), ("cy", True)):
            tx.feedback.give(WORKSPACE, first, who, is_good=is_good, at=NOON)
        tx.grades.add([Grade(first, "bo", Source.REVIEWER, replace(JUDGEMENT, score=1.0), "rae", NOON)])
        tx.grades.add([Grade(first, "ana", Source.REVIEWER, JUDGEMENT, "rae", NOON)])
        return first, tx.statistics.remarks(WORKSPACE, series, DAY, NEXT), tx.statistics.regraded(WORKSPACE)

    first, remarks, regraded = await store.call(read)
    assert remarks == {ASKED.ref: Reactions(good=2, bad=1, complaints=1)}
    # What a reviewer left as it was they did not change.
    assert regraded == {(first, "bo")}


async def test_last_answers_come_by_round_and_the_latest_by_member(store: Store) -> None:
    def read(tx: Transaction) -> object:
        series = _played(tx)
        for played, at in zip(tx.statistics.rounds(series), (NOON + timedelta(days=2), NOON), strict=True):
            tx.answers.freeze(played.id, [replace(answer(), last_at=NOON), replace(answer("bo"), last_at=at)])
        found = [tx.statistics.last_answers(series, *days) for days in ((), (DAY, DAY))]
        return found, [tx.statistics.last_seen(series, who) for who in ("ana", "bo", "cy")]

    first = {"ana": NOON, "bo": NOON + timedelta(days=2)}
    assert await store.call(read) == (
        [{DAY: first, NEXT: {"ana": NOON, "bo": NOON}}, {DAY: first}],
        [NOON, NOON + timedelta(days=2), None],
    )
