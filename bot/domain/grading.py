"""What a grade says and which of several grades counts; how texts are compared is a grader's business."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.text import percent


class Finding(StrEnum):
    """What a grader says of one key point; never "wrong"."""

    COVERED = "covered"
    UNSURE = "unsure"
    NOT_FOUND = "not found in your reply"


class Source(StrEnum):
    """Who graded, in rising authority."""

    AUTO = "auto"
    PEER = "peer"
    REVIEWER = "reviewer"


#: What is said of a point that was not found to whoever reads another person's answer.
NOT_IN_THIS: Final = "not found in this answer"


_AUTHORITY = {source: rank for rank, source in enumerate(Source)}


@dataclass(frozen=True, slots=True)
class PointFinding:
    """What was found of one key point."""

    finding: Finding
    #: The words of the answer that met it; empty where nothing did.
    evidence: str = ""
    #: The words of the answer that say otherwise than the model answer; empty where none do.
    differs: str = ""
    #: How much of the point's weight counted, 0..1, before what lowered the score; None: it was not kept (older grades,
    #: graders that do not say).
    credit: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a grader says of one answer."""

    #: 0..1; None where the grader does not score (participation).
    score: float | None
    #: One per key point of the question, in its order; empty where the grader does not look.
    findings: tuple[PointFinding, ...]
    #: One sentence a person accepts.
    reason: str
    #: Names of what lowered the score although words were right, as in `bot.domain.judging.guards`.
    guards: tuple[str, ...] = ()
    #: Why the grader failed on the answer, which was set aside for a reviewer; empty where it did not.
    problem: str = ""

    @property
    def met(self) -> tuple[bool, ...]:
        """Say of each key point whether it was met; empty where the grader does not look."""
        return tuple(found.finding is Finding.COVERED for found in self.findings)


#: Of whoever answered where nothing is scored.
TOOK_PART = Judgement(score=None, findings=(), reason="Taking part counts.")


@dataclass(frozen=True, slots=True)
class Grade:
    """One entry of the ledger: append-only."""

    round_id: int
    member: str
    source: Source
    judgement: Judgement
    #: The grader's name, or the member id of the reviewer.
    by: str
    at: datetime


def effective(grades: Sequence[Grade]) -> Grade | None:
    """Give the grade that counts: the highest authority, and of equals the latest in the ledger's order."""
    best: Grade | None = None
    for grade in grades:
        if best is None or _AUTHORITY[grade.source] >= _AUTHORITY[best.source]:
            best = grade
    return best


def is_full(grade: Grade | None) -> bool:
    """Say whether a grade is shown as 100 %: there is nothing left to win by a dispute."""
    return grade is not None and grade.judgement.score is not None and percent(grade.judgement.score) == percent(1)
