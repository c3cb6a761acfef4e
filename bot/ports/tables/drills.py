"""Private questions: what was asked and answered, what is remembered of it, exams, and reminders to practise."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.grading import Judgement
from bot.domain.practice.drills import Drill, DrillAsked, Sureness
from bot.domain.practice.exams import Exam
from bot.domain.practice.memory import Memory, Review
from bot.domain.practice.nudges import Nudge
from bot.domain.question import Question


class DrillsTable(Protocol):
    """Private questions."""

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
        ...

    def get(self, drill_id: int) -> Drill | None:
        """Give a drill."""
        ...

    def current(self, workspace: str, member: str) -> Drill | None:
        """Give the member's unfinished drill."""
        ...

    def save(self, changed: Drill) -> None:
        """Write what a member chose for an unfinished drill: hint, sureness, picked choices."""
        ...

    def finish(self, drill_id: int, answer: str, judgement: Judgement | None, at: datetime) -> None:
        """Record the answer and its judgement; no judgement means it was given up."""
        ...

    def ask_probe(self, drill_id: int, probe: int) -> None:
        """Record that a follow-up asks for a key point, by its place; a drill has one at most."""
        ...

    def end_probe(self, drill_id: int, answer: str, judgement: Judgement | None) -> None:
        """Record what came back to the follow-up that waits, and how the drill is judged with it."""
        ...

    def forget(self, drill_id: int) -> None:
        """Delete a drill of somebody who left tracking; nothing else is about it."""
        ...

    def regrade(self, drill_id: int, judgement: Judgement) -> None:
        """Put another judgement in the place of a finished drill's."""
        ...

    def latest(self, workspace: str, member: str) -> Drill | None:
        """Give the member's latest drill."""
        ...

    def asked(self, workspace: str, member: str) -> Sequence[DrillAsked]:
        """Give what the member was asked and when, oldest first."""
        ...

    def of_exam(self, exam_id: int) -> Sequence[Drill]:
        """Give the questions of an exam, in the order they were asked."""
        ...

    def surenesses(self, workspace: str, member: str) -> Sequence[tuple[Sureness, float]]:
        """Give how sure the member was of each scored answer, where they said so, and its score, oldest first."""
        ...


class ExamsTable(Protocol):
    """Runs of private questions without feedback until the end."""

    def add(self, exam: Exam) -> Exam:
        """Add an exam and give it with its id."""
        ...

    def get(self, exam_id: int) -> Exam | None:
        """Give an exam."""
        ...

    def latest(self, workspace: str, member: str) -> Exam | None:
        """Give the member's latest exam."""
        ...

    def finish(self, exam_id: int, at: datetime) -> None:
        """Record its end; one that has ended stays as it is."""
        ...


class MemoriesTable(Protocol):
    """What members remember, derived from a log of reviews whose entries are only added."""

    def log(self, workspace: str, member: str, ref: str) -> Sequence[Review]:
        """Give the entries of a member on a question, oldest first."""
        ...

    def logs(self, workspace: str, members: Sequence[str], ref: str) -> Mapping[str, Sequence[Review]]:
        """Give the entries on a question by member, oldest first, of members who have any; each is named once."""
        ...

    def add(self, workspace: str, reviews: Mapping[str, Review], now: datetime) -> None:
        """Add an entry each to the logs of members."""
        ...

    def save(self, workspace: str, memories: Mapping[str, Memory]) -> None:
        """Keep what was derived from the logs of members."""
        ...

    def of_member(self, workspace: str, member: str) -> Mapping[str, Memory]:
        """Give a member's memories by question."""
        ...


class NudgesTable(Protocol):
    """Reminders that members asked for, and when each is due."""

    def set(self, nudge: Nudge) -> None:
        """Keep what a member asked for, in the place of what they asked for before."""
        ...

    def of_member(self, workspace: str, member: str) -> Nudge | None:
        """Give a member's reminder."""
        ...

    def get(self, nudge_id: int) -> Nudge | None:
        """Give a reminder."""
        ...

    def remove(self, workspace: str, member: str) -> None:
        """Remind no longer."""
        ...

    def due(self, now: datetime, limit: int) -> Sequence[int]:
        """Give the ids of reminders that are due, earliest first, without looking at the others."""
        ...
