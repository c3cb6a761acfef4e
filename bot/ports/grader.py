"""Judging answers."""

from typing import Protocol

from bot.domain.grading import Judgement
from bot.domain.question import Question


class Grader(Protocol):
    """Judges one answer against a question's key points."""

    @property
    def name(self) -> str:
        """Name it as series settings do; recorded with every grade."""
        ...

    @property
    def is_metered(self) -> bool:
        """Say whether each judgement costs a call that is counted: then it is asked at the close alone."""
        ...

    def grade(self, question: Question, answer: str) -> Judgement:
        """Judge the answer; the same input gives the same judgement. May be slow: never called inside a transaction."""
        ...
