"""A private question on demand, and what an answer to it is worth."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.grading import Judgement
from bot.domain.practice.memory import Rating
from bot.domain.question import Level, Question

#: The share of the score that is left after a hint.
HINT_LEAVES = 0.7
#: From these scores on, an answer was recalled with difficulty, and well.
HARD_FROM, GOOD_FROM, EASY_FROM = 0.4, 0.75, 0.9


class Sureness(StrEnum):
    """How sure a member is of their answer, said before they see how it did."""

    SURE = "sure"
    THINK_SO = "think so"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class DrillAsked:
    """As much of a drill as it takes to choose the next one."""

    ref: str
    asked_at: datetime
    level: Level
    #: Of the answer, 0..1; None: not answered.
    score: float | None = None
    is_exam: bool = False


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
    #: The topic that was asked for; empty: any.
    topic: str = ""
    #: The exam that it is part of.
    exam_id: int | None = None
    is_hinted: bool = False
    #: None: the member did not say.
    sureness: Sureness | None = None
    #: Letters of the choices that are picked; None: the choices were not asked for.
    picked: str | None = None
    #: The place of the key point that a follow-up asked for; None: there was none.
    probe: int | None = None
    #: What came back to it; empty: it was passed over. None while it waits.
    probe_answer: str | None = None

    @property
    def open_probe(self) -> str:
        """Give the follow-up that waits for its answer; empty: none does."""
        if self.probe is None or self.probe_answer is not None:
            return ""
        return self.question.key_points[self.probe].probe

    @property
    def ref(self) -> str:
        """Give the question's name across packs."""
        return self.question.ref


def after_hint(score: float) -> float:
    """Give what is left of a score when a hint was taken."""
    return score * HINT_LEAVES


def rating_of(score: float | None, sureness: Sureness | None = None, *, by_choices: bool = False) -> Rating:
    """Say how well something was recalled; no score means that it was not answered.

    Only who is sure of a free answer found it easy, and what was guessed is not known, however right it is.
    """
    if score is None or score < HARD_FROM:
        return Rating.AGAIN
    if score < GOOD_FROM or sureness is Sureness.GUESS:
        return Rating.HARD
    is_easy = score >= EASY_FROM and sureness is Sureness.SURE and not by_choices
    return Rating.EASY if is_easy else Rating.GOOD
