"""How far automatic grades and reviewers' agree, so that a weak rubric is found."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from bot.domain.grading import Grade, Source


@dataclass(frozen=True, slots=True)
class Compared:
    """One answer that both have graded; scores are 0..1."""

    #: The question, as `pack/id`.
    question: str
    automatic: float
    reviewer: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far they agree on one question."""

    question: str
    answers: int
    #: Mean scores, and the mean distance between the two on the same answer; all 0..1.
    automatic: float
    reviewer: float
    distance: float


def compared(question: str, ledger: Sequence[Grade]) -> Compared | None:
    """Compare the latest automatic and the latest reviewer's grade of one answer; None where one gave no score."""
    latest = {grade.source: grade.judgement.score for grade in ledger}
    automatic, reviewer = latest.get(Source.AUTO), latest.get(Source.REVIEWER)
    return None if automatic is None or reviewer is None else Compared(question, automatic, reviewer)


def agreements(pairs: Iterable[Compared]) -> list[Agreement]:
    """Sum up by question, those on which they are furthest apart first."""
    by_question: dict[str, list[Compared]] = defaultdict(list)
    for pair in pairs:
        by_question[pair.question].append(pair)
    found = [
        Agreement(
            question,
            len(group),
            fmean(pair.automatic for pair in group),
            fmean(pair.reviewer for pair in group),
            fmean(abs(pair.automatic - pair.reviewer) for pair in group),
        )
        for question, group in by_question.items()
    ]
    return sorted(found, key=lambda one: (-one.distance, one.question))
