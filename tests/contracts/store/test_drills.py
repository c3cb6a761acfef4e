"""Drills, exams, memories, reminders and points for drills in the store."""

from dataclasses import replace
from datetime import time, timedelta

from bot.domain.grading import Judgement
from bot.domain.practice.drills import DrillAsked, Sureness
from bot.domain.practice.exams import Exam
from bot.domain.practice.memory import Memory, Rating, Review
from bot.domain.practice.nudges import Nudge
from bot.domain.question import Level
from bot.domain.scoring import DrillPoints
from bot.ports.copies import copies_of
from bot.ports.store import Store, Transaction
from tests.contracts.stored import DAY, JUDGEMENT, MINUTE, NOON, OTHER_WORKSPACE, add_series
from tests.worlds.builders import WORKSPACE, question

REF = question().ref
PROBED = question(key_points=tuple(replace(point, probe="Who?") for point in question().key_points))
EXAM = Exam(0, WORKSPACE, "ana", 10, "storage", Level.ASSOCIATE, NOON)
NUDGE = Nudge(0, WORKSPACE, "ana", time(9, 30), "Europe/Berlin", frozenset({0, 6}), "DE-BY", NOON)


async def test_drill_keeps_what_a_member_chose_until_it_is_finished(store: Store) -> None:
    def work(tx: Transaction) -> list[object]:
        asked = tx.drills.add(WORKSPACE, "ana", question(), NOON, topic="storage")
        chosen = replace(asked, is_hinted=True, sureness=Sureness.THINK_SO, picked="ac")
        tx.drills.save(chosen)
        kept = tx.drills.get(asked.id) == chosen
        tx.drills.finish(asked.id, "Lanterns", JUDGEMENT, NOON)
        tx.drills.save(asked)
        return [
            kept,
            tx.drills.get(asked.id) == replace(chosen, answer="Lanterns", judgement=JUDGEMENT, finished_at=NOON),
        ]

    assert await store.call(work) == [True, True]


async def test_drill_has_one_probe_that_is_ended_once(store: Store) -> None:
    better = replace(JUDGEMENT, score=0.9)

    def work(tx: Transaction) -> list[object]:
        asked = tx.drills.add(WORKSPACE, "ana", PROBED, NOON)
        tx.drills.finish(asked.id, "Lanterns", JUDGEMENT, NOON)
        tx.drills.end_probe(asked.id, "Not asked", better)
        tx.drills.ask_probe(asked.id, 0)
        tx.drills.ask_probe(asked.id, 1)
        waiting = tx.drills.get(asked.id)
        tx.drills.end_probe(asked.id, "Elephants", better)
        tx.drills.end_probe(asked.id, "Tigers", JUDGEMENT)
        ended = tx.drills.get(asked.id)
        assert waiting is not None
        assert ended is not None
        return [
            (waiting.probe, waiting.probe_answer, waiting.open_probe, waiting.judgement),
            (ended.probe, ended.probe_answer, ended.open_probe, ended.judgement),
        ]

    assert await store.call(work) == [(0, None, "Who?", JUDGEMENT), (0, "Elephants", "", better)]


async def test_probe_that_waits_is_passed_over_with_the_next_drill(store: Store) -> None:
    def work(tx: Transaction) -> list[object]:
        asked = [tx.drills.add(WORKSPACE, member, PROBED, NOON) for member in ("ana", "bo")]
        for one in asked:
            tx.drills.finish(one.id, "Lanterns", JUDGEMENT, NOON)
            tx.drills.ask_probe(one.id, 1)
        tx.drills.add(WORKSPACE, "ana", question(2), NOON)
        kept = [tx.drills.get(one.id) for one in asked]
        return [(one.probe_answer, one.judgement) for one in kept if one is not None]

    assert await store.call(work) == [("", JUDGEMENT), (None, JUDGEMENT)]


async def test_asked_says_level_score_and_exam(store: Store) -> None:
    def work(tx: Transaction) -> object:
        exam = tx.exams.add(EXAM)
        first = tx.drills.add(WORKSPACE, "ana", question(level=Level.FOUNDATION), NOON)
        tx.drills.finish(first.id, "Lanterns", JUDGEMENT, NOON)
        tx.drills.add(WORKSPACE, "ana", question(), NOON + MINUTE, exam_id=exam.id)
        return tx.drills.asked(WORKSPACE, "ana")

    assert await store.call(work) == [
        DrillAsked(REF, NOON, Level.FOUNDATION, 0.5),
        DrillAsked(REF, NOON + MINUTE, Level.ASSOCIATE, is_exam=True),
    ]


async def test_surenesses_are_those_of_scored_answers(store: Store) -> None:
    def work(tx: Transaction) -> object:
        unscored = Judgement(None, (), "")
        answers = ((Sureness.SURE, JUDGEMENT), (None, JUDGEMENT), (Sureness.GUESS, unscored), (Sureness.GUESS, None))
        for sureness, judgement in answers:
            asked = tx.drills.add(WORKSPACE, "ana", question(), NOON)
            tx.drills.save(replace(asked, sureness=sureness))
            tx.drills.finish(asked.id, "", judgement, NOON)
        return [tx.drills.surenesses(WORKSPACE, "ana"), tx.drills.surenesses(WORKSPACE, "bo")]

    assert await store.call(work) == [[(Sureness.SURE, 0.5)], []]


async def test_exam_has_its_questions_in_order_and_ends_once(store: Store) -> None:
    def work(tx: Transaction) -> list[object]:
        first, second = tx.exams.add(EXAM), tx.exams.add(replace(EXAM, level=None, started_at=NOON + MINUTE))
        drills = [tx.drills.add(WORKSPACE, "ana", question(n), NOON, exam_id=first.id).id for n in (3, 1)]
        tx.exams.finish(first.id, NOON + MINUTE)
        tx.exams.finish(first.id, NOON + 2 * MINUTE)
        return [
            tx.exams.get(first.id) == replace(EXAM, id=first.id, finished_at=NOON + MINUTE),
            tx.exams.latest(WORKSPACE, "ana") == second,
            [drill.id for drill in tx.drills.of_exam(first.id)] == drills,
            (tx.exams.get(99), tx.exams.latest(WORKSPACE, "bo"), list(tx.drills.of_exam(second.id))),
        ]

    assert await store.call(work) == [True, True, True, (None, None, [])]


async def test_log_of_reviews_is_only_added_to(store: Store) -> None:
    first, second = Review(REF, "drill:1", Rating.AGAIN, NOON), Review(REF, "drill:1", Rating.EASY, NOON)

    def work(tx: Transaction) -> list[object]:
        tx.memories.add(WORKSPACE, {"ana": first}, NOON)
        tx.memories.add(WORKSPACE, {"ana": second}, NOON + MINUTE)
        tx.memories.add(WORKSPACE, {"bo": first}, NOON)
        others = tx.memories.log(OTHER_WORKSPACE, "ana", REF), tx.memories.log(WORKSPACE, "ana", "basics/other")
        return [tx.memories.log(WORKSPACE, "ana", REF), *others]

    assert await store.call(work) == [[first, second], [], []]


async def test_logs_of_several_are_told_apart(store: Store) -> None:
    first, second = Review(REF, "drill:1", Rating.AGAIN, NOON), Review(REF, "round:2", Rating.HARD, NOON)
    other = replace(first, ref="basics/other")

    def work(tx: Transaction) -> object:
        tx.memories.add(WORKSPACE, {"bo": first, "ana": second, "cy": other, "dee": first}, NOON)
        tx.memories.add(WORKSPACE, {"ana": first}, NOON)
        tx.memories.add(OTHER_WORKSPACE, {"bo": second}, NOON)
        return tx.memories.logs(WORKSPACE, ["ana", "bo", "cy", "nobody"], REF)

    assert await store.call(work) == {"ana": [second, first], "bo": [first]}


async def test_memory_is_one_per_member_and_question(store: Store) -> None:
    older = Memory(REF, 1.5, 5.25, NOON, NOON + timedelta(days=1))
    newer = replace(older, stability=4.0, due_at=NOON + timedelta(days=9))

    def work(tx: Transaction) -> list[object]:
        tx.memories.save(WORKSPACE, {"ana": older})
        tx.memories.save(WORKSPACE, {"ana": newer})
        tx.memories.save(OTHER_WORKSPACE, {"ana": older})
        return [tx.memories.of_member(WORKSPACE, "ana"), tx.memories.of_member(WORKSPACE, "bo")]

    assert await store.call(work) == [{REF: newer}, {}]


async def test_nudge_is_one_per_member_and_due_at_its_instant(store: Store) -> None:
    def work(tx: Transaction) -> list[object]:
        tx.nudges.set(replace(NUDGE, at=time(8), next_due=None))
        tx.nudges.set(NUDGE)
        tx.nudges.set(replace(NUDGE, member="bo", next_due=NOON - MINUTE))
        tx.nudges.set(replace(NUDGE, member="cy", next_due=NOON + MINUTE))
        tx.nudges.set(replace(NUDGE, member="di", next_due=None))
        held = tx.nudges.of_member(WORKSPACE, "ana")
        assert held is not None
        due = [tx.nudges.get(number) for number in tx.nudges.due(NOON, 9)]
        tx.nudges.remove(WORKSPACE, "ana")
        return [
            replace(held, id=0) == NUDGE,
            [nudge and nudge.member for nudge in due],
            len(tx.nudges.due(NOON + MINUTE, 1)),
            tx.nudges.of_member(WORKSPACE, "ana"),
            tx.nudges.get(held.id),
        ]

    assert await store.call(work) == [True, ["bo", "ana"], 1, None, None]


async def test_nudge_is_what_is_due_next(store: Store) -> None:
    def work(tx: Transaction) -> object:
        tx.nudges.set(NUDGE)
        return tx.reports.next_due()

    assert await store.call(work) == NOON


async def test_drill_points_count_once_per_series_day_and_question(store: Store) -> None:
    def work(tx: Transaction) -> list[object]:
        series = add_series(tx)
        earned = DrillPoints(series.id, WORKSPACE, DAY, "ana", REF, 3)
        for points in (
            earned,
            earned,
            replace(earned, ref="basics/other"),
            replace(earned, day=DAY + timedelta(days=1)),
        ):
            tx.standings.add_drill_points(points)
        # Only what is kept as it is said to be is changed.
        tx.standings.change_drill_points(earned, 5)
        tx.standings.change_drill_points(earned, 8)
        standing = tx.standings.standing(WORKSPACE, series.id, "all", "ana")
        everywhere = tx.standings.standing(WORKSPACE, None, "all", "ana")
        assert standing is not None
        return [(standing.points, standing.answered, standing.mean_score), standing == everywhere]

    assert await store.call(work) == [(11, 0, None), True]
    assert await copies_of(store).check() == []
