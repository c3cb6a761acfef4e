"""Private questions."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from adapters.storage.sqlite.codecs import JUDGEMENT, QUESTION, instant_text, json_text, optional_instant
from adapters.storage.sqlite.questions import keep_question
from bot.domain.drills import Drill, DrillAsked
from bot.domain.grading import Judgement
from bot.domain.question import Question

_SELECT = "SELECT drills.*, questions.content FROM drills JOIN questions ON questions.hash = drills.question "


def _drill(row: sqlite3.Row) -> Drill:
    judgement = row["judgement"]
    return Drill(
        id=row["id"],
        workspace=row["workspace"],
        member=row["member"],
        question=QUESTION.validate_json(row["content"]),
        asked_at=datetime.fromisoformat(row["asked_at"]),
        finished_at=optional_instant(row["finished_at"]),
        answer=row["answer"],
        judgement=None if judgement is None else JUDGEMENT.validate_json(judgement),
    )


class SqliteDrills:
    """Fulfils `DrillsTable`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, workspace: str, member: str, question: Question, at: datetime) -> Drill:
        """Start a drill; what the member left unfinished is given up."""
        asked = instant_text(at)
        self._connection.execute(
            "UPDATE drills SET finished_at = ? WHERE workspace = ? AND member = ? AND finished_at IS NULL",
            (asked, workspace, member),
        )
        cursor = self._connection.execute(
            "INSERT INTO drills (workspace, member, question, asked_at) VALUES (?, ?, ?, ?)",
            (workspace, member, keep_question(self._connection, question), asked),
        )
        rows = self._connection.execute(_SELECT + "WHERE id = ?", (cursor.lastrowid,))
        return _drill(rows.fetchone())

    def get(self, drill_id: int) -> Drill | None:
        """Give a drill."""
        row = self._connection.execute(_SELECT + "WHERE id = ?", (drill_id,)).fetchone()
        return None if row is None else _drill(row)

    def current(self, workspace: str, member: str) -> Drill | None:
        """Give the member's unfinished drill."""
        row = self._connection.execute(
            _SELECT + "WHERE workspace = ? AND member = ? AND finished_at IS NULL", (workspace, member)
        ).fetchone()
        return None if row is None else _drill(row)

    def finish(self, drill_id: int, answer: str, judgement: Judgement | None, at: datetime) -> None:
        """Record the answer and its judgement; a finished drill stays as it is."""
        self._connection.execute(
            "UPDATE drills SET answer = ?, judgement = ?, finished_at = ? WHERE id = ? AND finished_at IS NULL",
            (answer, None if judgement is None else json_text(JUDGEMENT, judgement), instant_text(at), drill_id),
        )

    def latest(self, workspace: str, member: str) -> Drill | None:
        """Give the member's latest drill."""
        row = self._connection.execute(
            _SELECT + "WHERE workspace = ? AND member = ? ORDER BY id DESC LIMIT 1", (workspace, member)
        ).fetchone()
        return None if row is None else _drill(row)

    def asked(self, workspace: str, member: str) -> Sequence[DrillAsked]:
        """Give what the member was asked and when, oldest first."""
        rows = self._connection.execute(
            """
            SELECT ref, asked_at FROM drills JOIN questions ON questions.hash = drills.question
            WHERE workspace = ? AND member = ? ORDER BY id
            """,
            (workspace, member),
        )
        return [DrillAsked(row["ref"], datetime.fromisoformat(row["asked_at"])) for row in rows]
