from dataclasses import replace

from bot.domain.judging.claims import ClaimRate
from bot.domain.reporting import TopicScore
from bot.domain.rounds import Round, RoundState
from bot.ports.store import Store, Transaction
from tests.contracts.stored import DAY, JUDGEMENT, MINUTE, NOON, OTHER_WORKSPACE, add_round, add_series, claim, points
from tests.worlds.builders import WORKSPACE, question

GATES = {"point": "Elephants guard marble gates.", "sentence": "Beasts are there.", "reason": ""}


def _closed(tx: Transaction, name: str = "daily") -> Round:
    return add_round(tx, add_series(tx, name), state=RoundState.CLOSED, closed_at=NOON)


async def test_claims_come_back_as_they_were_added(store: Store) -> None:
    def claims(tx: Transaction) -> object:
        closed = _closed(tx)
        drill = tx.drills.add(WORKSPACE, "ana", question(3), NOON)
        wanted = [
            claim(closed),
            claim(closed, **GATES),
            replace(claim(closed, **GATES), series_id=None, round_id=None, drill_id=drill.id),
        ]
        added = [tx.claims.add(one) for one in wanted]
        kept = [replace(one, id=number) for number, one in enumerate(wanted, start=1)]
        return [
            added == kept,
            tx.claims.get(2) == kept[1],
            tx.claims.get(9),
            tx.claims.of_round(closed.id, "ana") == kept[:2],
            tx.claims.of_round(closed.id, "bo"),
            tx.claims.of_drill(drill.id) == kept[2:],
            tx.claims.waiting(WORKSPACE) == kept,
            tx.claims.waiting(OTHER_WORKSPACE),
        ]

    assert await store.call(claims) == [True, True, None, True, [], True, True, []]


async def test_doubt_waits_once_and_again_after_a_decision(store: Store) -> None:
    def claims(tx: Transaction) -> object:
        closed = _closed(tx)
        first, again = (tx.claims.add(claim(closed, reason=why)) for why in ("one", "two"))
        assert first is not None
        settled = [
            tx.claims.decide(first.id, said, "root", NOON + minutes * MINUTE, accepted=minutes > 1)
            for said, minutes in (("no", 1), ("yes", 2))
        ]
        decided = replace(first, accepted=False, decided_at=NOON + MINUTE)
        anew = tx.claims.add(claim(closed, reason="three"))
        return [again, settled, tx.claims.get(first.id) == decided, tx.claims.waiting(WORKSPACE) == [anew]]

    assert await store.call(claims) == [None, [True, False], True, True]


async def test_point_of_an_answer_is_claimed_once_for_good(store: Store) -> None:
    def claims(tx: Transaction) -> object:
        closed, other = _closed(tx), _closed(tx, "weekly")
        first = tx.claims.add(claim(closed, **GATES))
        assert first is not None
        tx.claims.decide(first.id, "", "root", NOON, accepted=False)
        again = tx.claims.add(claim(closed, **GATES))
        others = [tx.claims.add(one) for one in (claim(closed, "bo", **GATES), claim(other, **GATES))]
        return [again, None in others]

    assert await store.call(claims) == [None, False]


async def test_rate_counts_decided_claims_of_points(store: Store) -> None:
    def claims(tx: Transaction) -> object:
        closed = _closed(tx)
        added = [
            tx.claims.add(one)
            for one in (claim(closed), *(claim(closed, **(GATES | {"point": point})) for point in ("a", "b", "c", "d")))
        ]
        for one, accepted in zip(added[:-1], (True, True, False, False), strict=True):
            assert one is not None
            tx.claims.decide(one.id, "", "root", NOON, accepted=accepted)
        return [tx.claims.rate(WORKSPACE, who) for who in ("ana", "bo")]

    assert await store.call(claims) == [ClaimRate(1, 3), ClaimRate(0, 0)]


async def test_claims_are_exported_and_erased_and_their_decider_forgotten(store: Store) -> None:
    def erase(tx: Transaction) -> object:
        closed = _closed(tx)
        added = tx.claims.add(claim(closed))
        assert added is not None
        tx.claims.decide(added.id, "no", "root", NOON, accepted=False)
        before = tx.members.export(WORKSPACE, "ana")["claims"][0]["decided_by"]
        tx.members.erase(WORKSPACE, "root", NOON)
        after = tx.members.export(WORKSPACE, "ana")["claims"][0]["decided_by"]
        return [before, after, tx.members.erase(WORKSPACE, "ana", NOON), tx.claims.of_round(closed.id, "ana")]

    assert await store.call(erase) == ["root", "", 1, []]


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
