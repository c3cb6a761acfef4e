"""Retention: which tables lose rows, and that a round that goes on loses none."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.domain.deliveries import DeliveryKind
from bot.domain.doubts import Flag
from bot.domain.grading import Grade, Source
from bot.domain.rounds import Round, RoundState
from bot.ports.store import Transaction
from tests.contracts.stored import DAY, JUDGEMENT, NOON, add_round, add_series, answer, claim, points, posted
from tests.memory_store import file_store
from tests.worlds.builders import CHANNEL, WORKSPACE, question, text_card
from tests.worlds.stored import stored

LATER = NOON + timedelta(days=400)


def _fill(tx: Transaction) -> Round:
    """Leave something of an open round in every table that has rows of rounds or is cleared by age."""
    series = add_series(tx)
    played = add_round(tx, series, DAY, thread="t1")
    tx.answers.record(WORKSPACE, CHANNEL, "t1", [posted()], NOON)
    tx.answers.record(WORKSPACE, "", f"round:{played.id}", [posted(2)], NOON)
    tx.answers.freeze(played.id, [answer()])
    tx.grades.add([Grade(played.id, "ana", Source.AUTO, JUDGEMENT, "keypoints", NOON)])
    tx.standings.set_points([points(played)])
    tx.claims.add(claim(played))
    tx.flags.add(Flag(WORKSPACE, "basics/question-1", "ana", "wrong", NOON))
    tx.drills.add(WORKSPACE, "ana", question(), NOON)
    tx.audit.add(WORKSPACE, "root", "pause", "daily", NOON)
    tx.members.erase(WORKSPACE, "gone", NOON)
    tx.inbox.add(WORKSPACE, "Ev1", "{}", NOON)
    tx.inbox.mark_done(WORKSPACE, "Ev1")
    owed = tx.deliveries.add(
        key="1", workspace=WORKSPACE, kind=DeliveryKind.CARD, channel="c", card=text_card(), due_at=NOON,
        series_id=series.id, round_id=played.id,
    )  # fmt: skip
    assert owed is not None
    tx.deliveries.mark_sent(owed, "m1")
    return played


def _clear(tx: Transaction) -> None:
    tx.upkeep.retain(LATER, tx.upkeep.expired(LATER, None, 100))
    tx.inbox.forget(LATER, LATER, most=100)


async def test_retention_takes_messages_and_events_and_leaves_results(tmp_path: Path) -> None:
    store = file_store(tmp_path / "askaday.db")
    played = await store.call(_fill)
    before = stored(tmp_path)

    await store.call(_clear)
    while_open = stored(tmp_path)
    await store.call(lambda tx: tx.rounds.save(replace(played, state=RoundState.CLOSED, closed_at=NOON)))
    await store.call(_clear)
    after = stored(tmp_path)
    await store.close()

    assert {table for table in before if len(while_open[table]) < len(before[table])} == {"inbox"}
    assert {table for table in before if len(after[table]) < len(before[table])} == {
        "revisions",
        "deliveries",
        "erased",
        "inbox",
    }
