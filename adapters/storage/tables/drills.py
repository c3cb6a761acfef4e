"""Private questions and exams."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from adapters.storage.tables.codecs import (
    JUDGEMENT,
    QUESTION,
    instant_text,
    json_text,
    met_text,
    optional_instant,
    read_instant,
    read_record,
)
from adapters.storage.tables.connection import Connection, Row
from adapters.storage.tables.dialect import Dialect
from adapters.storage.tables.questions import keep_question
from bot.domain.grading import Judgement
from bot.domain.practice.drills import Drill, DrillAsked, Sureness
from bot.domain.practice.exams import Exam
from bot.domain.question import Level, Question

_SELECT = "SELECT drills.*, questions.content FROM drills JOIN questions ON questions.hash = drills.question "


@cache
def _asked(dialect: Dialect) -> str:
    return f"""
        SELECT ref, asked_at, {dialect.text_of("content", "level")} AS level, exam_id IS NOT NULL AS is_exam, score
        FROM drills JOIN questions ON questions.hash = drills.question
        WHERE workspace = ? AND member = ? ORDER BY id
    """  # noqa: S608 - pieces of the dialect


def _drill(row: Row) -> Drill:
    judgement, sureness = row["judgement"], row["sureness"]
    return Drill(
        id=row["id"],
        workspace=row["workspace"],
        member=row["member"],
        question=read_record(QUESTION, row["content"]),
        asked_at=read_instant(row["asked_at"]),
        finished_at=optional_instant(row["finished_at"]),
        answer=row["answer"],
        judgement=None if judgement is None else read_record(JUDGEMENT, judgement),
        topic=row["topic"],
        exam_id=row["exam_id"],
        is_hinted=bool(row["hinted"]),
        sureness=None if sureness is None else Sureness(sureness),
        picked=row["picked"],
        probe=row["probe"],
        probe_answer=row["probe_answer"],
    )


def _judged(judgement: Judgement | None) -> tuple[str | None, float | None, str]:
    """Give the columns of a judgement: all of it, and what figures are made of."""
    if judgement is None:
        return None, None, ""
    return json_text(JUDGEMENT, judgement), judgement.score, met_text(judgement.met)


class SqlDrills:
    """Fulfils `DrillsTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        workspace: str,
        member: str,
        question: Question,
        at: datetime,
        *,
        topic: str = "",
        exam_id: int | None = None,
    ) -> Drill:
        """Start a drill; what the member left unfinished is given up, and a follow-up that waits passed over."""
        asked = instant_text(at)
        self._connection.execute(
            "UPDATE drills SET finished_at = ? WHERE workspace = ? AND member = ? AND finished_at IS NULL",
            (asked, workspace, member),
        )
        self._connection.execute(
            "UPDATE drills SET probe_answer = '' WHERE workspace = ? AND member = ? AND probe_answer IS NULL "
            "AND probe IS NOT NULL",
            (workspace, member),
        )
        [drill_id] = self._connection.execute(
            """
            INSERT INTO drills (workspace, member, question, asked_at, topic, exam_id) VALUES (?, ?, ?, ?, ?, ?)
            RETURNING id
            """,
            (workspace, member, keep_question(self._connection, question), asked, topic, exam_id),
        ).fetchone()
        return _drill(self._connection.execute(_SELECT + "WHERE id = ?", (drill_id,)).fetchone())

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

    def save(self, changed: Drill) -> None:
        """Write what a member chose for an unfinished drill; a finished one stays as it is."""
        self._connection.execute(
            "UPDATE drills SET hinted = ?, sureness = ?, picked = ? WHERE id = ? AND finished_at IS NULL",
            (changed.is_hinted, changed.sureness, changed.picked, changed.id),
        )

    def finish(self, drill_id: int, answer: str, judgement: Judgement | None, at: datetime) -> None:
        """Record the answer and its judgement; a finished drill stays as it is."""
        self._connection.execute(
            "UPDATE drills SET answer = ?, judgement = ?, score = ?, met = ?, finished_at = ? "
            "WHERE id = ? AND finished_at IS NULL",
            (answer, *_judged(judgement), instant_text(at), drill_id),
        )

    def ask_probe(self, drill_id: int, probe: int) -> None:
        """Record that a follow-up asks for a key point; a drill has one at most."""
        self._connection.execute("UPDATE drills SET probe = ? WHERE id = ? AND probe IS NULL", (probe, drill_id))

    def end_probe(self, drill_id: int, answer: str, judgement: Judgement | None) -> None:
        """Record what came back to the follow-up that waits, and how the drill is judged with it."""
        self._connection.execute(
            "UPDATE drills SET probe_answer = ?, judgement = ?, score = ?, met = ? "
            "WHERE id = ? AND probe IS NOT NULL AND probe_answer IS NULL",
            (answer, *_judged(judgement), drill_id),
        )

    def forget(self, drill_id: int) -> None:
        """Delete a drill of somebody who left tracking."""
        self._connection.execute("DELETE FROM drills WHERE id = ?", (drill_id,))

    def regrade(self, drill_id: int, judgement: Judgement) -> None:
        """Put another judgement in the place of a finished drill's."""
        self._connection.execute(
            "UPDATE drills SET judgement = ?, score = ?, met = ? WHERE id = ? AND finished_at IS NOT NULL",
            (*_judged(judgement), drill_id),
        )

    def latest(self, workspace: str, member: str) -> Drill | None:
        """Give the member's latest drill."""
        row = self._connection.execute(
            _SELECT + "WHERE workspace = ? AND member = ? ORDER BY id DESC LIMIT 1", (workspace, member)
        ).fetchone()
        return None if row is None else _drill(row)

    def asked(self, workspace: str, member: str) -> Sequence[DrillAsked]:
        """Give what the member was asked and when, oldest first."""
        rows = self._connection.execute(_asked(self._connection.dialect), (workspace, member))
        return [
            DrillAsked(
                row["ref"],
                read_instant(row["asked_at"]),
                Level(row["level"]),
                row["score"],
                is_exam=bool(row["is_exam"]),
            )
            for row in rows
        ]

    def of_exam(self, exam_id: int) -> Sequence[Drill]:
        """Give the questions of an exam, in the order they were asked."""
        return [_drill(row) for row in self._connection.execute(_SELECT + "WHERE exam_id = ? ORDER BY id", (exam_id,))]

    def surenesses(self, workspace: str, member: str) -> Sequence[tuple[Sureness, float]]:
        """Give how sure the member was of each scored answer, where they said so, and its score, oldest first."""
        rows = self._connection.execute(
            """
            SELECT sureness, score FROM drills
            WHERE workspace = ? AND member = ? AND sureness IS NOT NULL AND score IS NOT NULL ORDER BY id
            """,
            (workspace, member),
        )
        return [(Sureness(row["sureness"]), row["score"]) for row in rows]


def _exam(row: Row) -> Exam:
    return Exam(
        id=row["id"],
        workspace=row["workspace"],
        member=row["member"],
        size=row["size"],
        topic=row["topic"],
        level=None if row["level"] is None else Level(row["level"]),
        started_at=read_instant(row["started_at"]),
        finished_at=optional_instant(row["finished_at"]),
    )


class SqlExams:
    """Fulfils `ExamsTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, exam: Exam) -> Exam:
        """Add an exam and give it with its id."""
        row = self._connection.execute(
            """
            INSERT INTO exams (workspace, member, size, topic, level, started_at) VALUES (?, ?, ?, ?, ?, ?)
            RETURNING *
            """,
            (exam.workspace, exam.member, exam.size, exam.topic, exam.level, instant_text(exam.started_at)),
        ).fetchone()
        return _exam(row)

    def get(self, exam_id: int) -> Exam | None:
        """Give an exam."""
        row = self._connection.execute("SELECT * FROM exams WHERE id = ?", (exam_id,)).fetchone()
        return None if row is None else _exam(row)

    def latest(self, workspace: str, member: str) -> Exam | None:
        """Give the member's latest exam."""
        row = self._connection.execute(
            "SELECT * FROM exams WHERE workspace = ? AND member = ? ORDER BY id DESC LIMIT 1", (workspace, member)
        ).fetchone()
        return None if row is None else _exam(row)

    def finish(self, exam_id: int, at: datetime) -> None:
        """Record its end; one that has ended stays as it is."""
        self._connection.execute(
            "UPDATE exams SET finished_at = ? WHERE id = ? AND finished_at IS NULL", (instant_text(at), exam_id)
        )
