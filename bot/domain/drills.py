"""A private question on demand."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.grading import Judgement
from bot.domain.question import Question


@dataclass(frozen=True, slots=True)
class DrillAsked:
    """As much of a drill as it takes to choose the next one."""

    ref: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Drill:
    """One private question asked of one member."""

    id: int
    workspace: str
    member: str
    #: The question as it was when asked.
    question: Question
    asked_at: datetime
    finished_at: datetime | None = None
    answer: str = ""
    #: None while unfinished, and where the member asked for the answer instead of giving one.
    judgement: Judgement | None = None
