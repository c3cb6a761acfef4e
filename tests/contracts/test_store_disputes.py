from dataclasses import replace

from bot.domain.doubts import Dispute
from bot.domain.reporting import TopicScore
from bot.domain.rounds import Round, RoundState
from bot.ports.store import Store, Transaction
from tests.contracts.stored import DAY, JUDGEMENT, MINUTE, NOON, OTHER_WORKSPACE, add_round, add_series, points
from tests.worlds.builders import WORKSPACE, question


def _closed(tx: Transaction) -> Round:
    return add_round(tx, add_series(tx), state=RoundState.CLOSED, closed_at=NOON)


async def test_dispute_comes_back_as_it_was_added(store: Store) -> None:
    def dispute(tx: Transaction) -> object:
        closed = _closed(tx)
        added = tx.disputes.add(closed, "ana", "I named it", NOON)
        wanted = Dispute(1, closed.id, WORKSPACE, "ana", "I named it", NOON)
        latest = tx.disputes.latest(closed.id, "ana")
        return [added == wanted, latest == wanted, tx.disputes.latest(closed.id, "bo")]

    assert await store.call(dispute) == [True, True, None]


async def test_dispute_waits_once_and_again_after_a_decision(store: Store) -> None:
    def dispute(tx: Transaction) -> object:
        closed = _closed(tx)
        first = tx.disputes.add(closed, "ana", "one", NOON)
        again = tx.disputes.add(closed, "ana", "two", NOON)
        assert first is not None
        tx.disputes.decide(first.id, "no", "root", NOON + MINUTE)
        tx.disputes.decide(first.id, "yes", "root", NOON + 2 * MINUTE)
        decided = tx.disputes.latest(closed.id, "ana")
        anew = tx.disputes.add(closed, "ana", "three", NOON)
        return [
            again,
            decided == replace(first, decided_at=NOON + MINUTE),
            anew == tx.disputes.latest(closed.id, "ana"),
        ]

    assert await store.call(dispute) == [None, True, True]


async def test_open_disputes_are_those_of_the_series(store: Store) -> None:
    def dispute(tx: Transaction) -> object:
        closed = _closed(tx)
        other = add_round(tx, add_series(tx, "weekly"), state=RoundState.CLOSED)
        added = [tx.disputes.add(of, who, "why", NOON) for of, who in ((closed, "bo"), (other, "cy"), (closed, "ana"))]
        assert added[0] is not None
        before = [found.member for found in tx.disputes.open_of(closed.series_id)]
        tx.disputes.decide(added[0].id, "no", "root", NOON)
        return [before, [found.member for found in tx.disputes.open_of(closed.series_id)], tx.disputes.open_of(99)]

    assert await store.call(dispute) == [["bo", "ana"], ["ana"], []]


async def test_disputes_are_exported_and_erased_and_their_decider_forgotten(store: Store) -> None:
    def erase(tx: Transaction) -> object:
        closed = _closed(tx)
        added = tx.disputes.add(closed, "ana", "why", NOON)
        assert added is not None
        tx.disputes.decide(added.id, "no", "root", NOON)
        before = tx.members.export(WORKSPACE, "ana")["disputes"][0]["decided_by"]
        tx.members.erase(WORKSPACE, "root", NOON)
        after = tx.members.export(WORKSPACE, "ana")["disputes"][0]["decided_by"]
        return [before, after, tx.members.erase(WORKSPACE, "ana", NOON), tx.disputes.latest(closed.id, "ana")]

    assert await store.call(erase) == ["root", "", 1, None]


async def test_topics_of_rounds_and_drills_that_were_scored(store: Store) -> None:
    def topics(tx: Transaction) -> object:
        series = add_series(tx)
        both = question(1, topics=("storage", "cost"))
        first = add_round(tx, series, question=both)
        second = add_round(tx, series, DAY.replace(day=8), question=question(2))
        for standing in (points(first, "ana", score=1.0), points(second, "ana", score=None), points(first, "bo")):
            tx.standings.set_points([standing])
        for judgement in (JUDGEMENT, None, replace(JUDGEMENT, score=None)):
            drill = tx.drills.add(WORKSPACE, "ana", question(3), NOON)
            tx.drills.finish(drill.id, "words", judgement, NOON)
        return [tx.reports.topics(WORKSPACE, "ana"), tx.reports.topics(OTHER_WORKSPACE, "ana")]

    assert await store.call(topics) == [[TopicScore("cost", 1.0, 1), TopicScore("storage", 0.75, 2)], []]
