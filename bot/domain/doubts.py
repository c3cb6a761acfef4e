"""What members think of questions: doubts, and how good one was."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Flag:
    """One member's doubt about one question."""

    workspace: str
    #: The question's `pack/id`.
    ref: str
    member: str
    reason: str
    at: datetime


class Verdict(StrEnum):
    """What a manager decides on a flagged question."""

    KEEP = "keep"  # it is asked again
    RETIRE = "retire"  # it is never asked in this workspace again


@dataclass(frozen=True, slots=True)
class Opinions:
    """What members think of one question; of each round of it, each counts once."""

    #: The question's `pack/id`.
    ref: str
    good: int
    bad: int
