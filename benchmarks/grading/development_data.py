"""The development data for graders: short answers graded by people, and where it lies.

Its README says what each file is. None of it is copied into the project.
"""

import csv
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from tests import documents

#: What people who hand in nothing are recorded with.
_PLACEHOLDER = re.compile(r"\W*(?:no|empty|blank|n/?a)?\W*(?:response|submission|answer|given|n/?a)?\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Graded:
    """One answer with the score that people gave it."""

    corpus: str
    #: The question's id, unique among all corpora.
    question: str
    prompt: str
    reference: str
    answer: str
    #: 0..1; of labels, 1 for correct and 0 for incorrect and contradictory.
    score: float
    label: str

    @property
    def is_held_out(self) -> bool:
        """Say whether it belongs to the half that figures are reported on: told by the question alone."""
        return hashlib.sha256(self.question.encode()).digest()[0] % 2 == 1


def data_folder() -> Path | None:
    """Give the folder of the data; None where it is not at hand."""
    named = documents.folder()
    return named / "grading" if named else None


def saf(folder: Path) -> list[Graded]:
    """Read SAF (communication networks), without placeholders."""
    return [
        Graded("saf", row["qid"], row["question"], row["reference"], row["answer"], float(row["score"]), row["label"])
        for row in _rows(folder / "saf.csv")
        if not _PLACEHOLDER.fullmatch(row["answer"])
    ]


def semeval(folder: Path) -> list[Graded]:
    """Read SemEval-2013 task 7 (electricity, school science), each answer beside its question's first reference."""
    return [
        Graded(
            row["corpus"].casefold(),
            f"{row['corpus']} {row['qid']}",
            row["question"],
            row["reference"],
            row["answer"],
            float(row["label"] == "correct"),
            row["label"],
        )
        for row in _rows(folder / "semeval2013_3way_train.csv")
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
