"""Deleting a workspace: all of it, and nothing else."""

import sqlite3
from contextlib import closing
from datetime import time, timedelta
from pathlib import Path

from bot.domain.access.sessions import LINK_HOLDS, SESSION_HOLDS, SignedIn
from bot.domain.answers import Happening
from bot.domain.authoring.suggestion import Offer, Suggestion, Written
from bot.domain.calendar.digests import Digest
from bot.domain.deliveries import DeliveryKind
from bot.domain.doubts import Flag
from bot.domain.grading import Grade, Source
from bot.domain.installations import Installed
from bot.domain.judging.wordings import Saying, Wording
from bot.domain.members import Absence, WhoSetsUp
from bot.domain.practice.exams import Exam
from bot.domain.practice.memory import Memory, Rating, Review
from bot.domain.practice.nudges import Nudge
from bot.domain.rounds import RoundState
from bot.domain.scoring import DrillPoints
from bot.domain.streaks import Streak
from bot.ports.store import Transaction
from tests.contracts.stored import (
    DAY,
    JUDGEMENT,
    NOON,
    OTHER_WORKSPACE,
    add_round,
    add_series,
    answer,
    claim,
    points,
    posted,
)
from tests.memory_store import file_store
from tests.worlds.builders import CHANNEL, WORKSPACE, actor, pack, question, text_card
from tests.worlds.stored import Rows, stored


def _fill(tx: Transaction, workspace: str, own_question: int) -> None:
    """Leave rows of a workspace in every table."""
    series = add_series(tx, workspace=workspace)
    shared = add_round(tx, series, thread="t1", state=RoundState.CLOSED, closed_at=NOON)
    tx.members.seen(actor(workspace=workspace))
    tx.answers.record(workspace, CHANNEL, "t1", [posted(), posted(2, None, happening=Happening.DELETED, text="")], NOON)
    tx.answers.freeze(shared.id, [answer()])
    tx.grades.add([Grade(shared.id, "ana", Source.AUTO, JUDGEMENT, "keypoints", NOON)])
    tx.standings.set_points([points(shared, member) for member in ("ana", "bo", "gone")])
    tx.standings.set_streaks(series.id, {"ana": Streak(1, 1, 1, 0)})
    tx.queue.set(series.id, ["basics/question-2"])
    tx.flags.add(Flag(workspace, "basics/question-1", "ana", "wrong", NOON))
    tx.past.keep(shared)
    tx.feedback.give(workspace, shared.id, "ana", is_good=True, at=NOON)
    tx.flags.set_quarantined(workspace, "basics/question-1", quarantined=True)
    exam = tx.exams.add(Exam(0, workspace, "ana", 10, "", None, NOON))
    tx.drills.add(workspace, "ana", question(own_question), NOON, exam_id=exam.id)
    tx.memories.add(workspace, {"ana": Review("basics/question-1", "drill:1", Rating.GOOD, NOON)}, NOON)
    tx.memories.save(workspace, {"ana": Memory("basics/question-1", 2.3, 5.0, NOON, NOON)})
    tx.statistics.set_audience([shared.id], 12)
    tx.digests.set(Digest(0, workspace, "ana", series.id, 0, time(8), "UTC", next_due=NOON))
    tx.nudges.set(Nudge(0, workspace, "ana", time(9), "UTC", next_due=NOON))
    tx.standings.add_drill_points(DrillPoints(series.id, workspace, DAY, "ana", "basics/question-1", 2))
    tx.claims.add(claim(shared))
    tx.suggestions.add(Suggestion(0, workspace, "ana", NOON, series.id, Written("A title")))
    tx.own_packs.offer(Offer(0, workspace, "ana", pack(), NOON))
    tx.own_packs.keep_manifest(workspace, pack(name="own"), NOON, takes_approved=True)
    tx.own_packs.keep(workspace, question(pack="own"), NOON, member="ana")
    tx.absences.set(Absence(workspace, "ana", DAY, DAY + timedelta(days=1)))
    said = Wording(0, workspace, "basics/question-1", "Gates", "Beasts", Saying.WORDING, "ana", "cy", NOON)
    tx.wordings.add(said)
    tx.inbox.add(workspace, "Ev1", "{}", NOON)
    tx.audit.add(workspace, "root", "pause", "daily", NOON)
    tx.installations.save(Installed(workspace, "", False, "U1", "B1", "sealed", NOON))
    tx.installations.refuse(workspace, ("data_table",), NOON)
    tx.contacts.meet(workspace, "ana", NOON)
    tx.access.invited(workspace, CHANNEL, "ana", NOON)
    tx.access.make_administrator(workspace, "ana", NOON)
    tx.access.let_set_up(workspace, WhoSetsUp.ADMINISTRATORS)
    tx.sessions.add_link(f"link {workspace}", SignedIn(workspace, "ana"), NOON, NOON + LINK_HOLDS)
    tx.sessions.begin(f"session {workspace}", SignedIn(workspace, "ana"), NOON, NOON + SESSION_HOLDS)
    tx.members.erase(workspace, "gone", NOON)
    tx.members.set_tracked(workspace, "gone", NOON, tracked=False)
    first = tx.deliveries.add(
        key=f"{workspace} 1", workspace=workspace, kind=DeliveryKind.REVEAL, channel="c", card=text_card(), due_at=NOON,
        series_id=series.id, round_id=shared.id,
    )  # fmt: skip
    tx.deliveries.add(
        key=f"{workspace} 2", workspace=workspace, kind=DeliveryKind.BOARD, channel="c", card=text_card(), due_at=NOON,
        after_id=first,
    )  # fmt: skip


def _tables_without_workspace(folder: Path) -> set[str]:
    with closing(sqlite3.connect(folder / "askaday.db")) as database:
        return {
            table
            for table in stored(folder)
            if not database.execute("SELECT 1 FROM pragma_table_info(?) WHERE name = 'workspace'", (table,)).fetchall()
        }


def _of(rows: Rows, workspace: str) -> dict[str, list[tuple[object, ...]]]:
    return {table: [row for row in found if workspace in row] for table, found in rows.items()}


async def test_purge_deletes_a_workspace_from_every_table_and_nothing_else(tmp_path: Path) -> None:
    store = file_store(tmp_path / "askaday.db")
    await store.call(_fill, WORKSPACE, 7)
    before = stored(tmp_path)
    await store.call(_fill, OTHER_WORKSPACE, 8)
    filled = stored(tmp_path)

    deleted = await store.call(lambda tx: tx.upkeep.purge(OTHER_WORKSPACE))
    again = await store.call(lambda tx: tx.upkeep.purge(OTHER_WORKSPACE))

    after = stored(tmp_path)
    assert _tables_without_workspace(tmp_path) == {
        "questions",
        "_sqlite_migrations",
        "oauth_states",
        "heartbeats",
        "signing_keys",
        "turns",
        "seen_requests",
    }
    empty = [table for table, rows in _of(filled, OTHER_WORKSPACE).items() if not rows]
    assert set(empty) == _tables_without_workspace(tmp_path)
    assert (after, deleted, again) == (before, sum(len(filled[table]) - len(before[table]) for table in before), 0)
    with closing(sqlite3.connect(tmp_path / "askaday.db")) as database:
        noted = database.execute("SELECT DISTINCT workspace FROM last_writes ORDER BY workspace").fetchall()
    assert noted == [("",), (WORKSPACE,)]
    assert await store.check() == []
    await store.close()
