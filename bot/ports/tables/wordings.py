"""What reviewers took over from answers into the rubrics of their workspace."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.judging.wordings import Wording


class WordingsTable(Protocol):
    """Further wordings and contraries of key points, by workspace and question."""

    def add(self, wording: Wording) -> Wording | None:
        """Add a sentence and give it with its id; None: the member's sentence stands there already."""
        ...

    def get(self, wording_id: int) -> Wording | None:
        """Give a sentence."""
        ...

    def remove(self, wording_id: int) -> bool:
        """Take a sentence back; False: it was gone."""
        ...

    def of_question(self, workspace: str, ref: str) -> Sequence[Wording]:
        """Give what is laid over a question, oldest first."""
        ...

    def of_workspace(self, workspace: str) -> Sequence[Wording]:
        """Give what is laid over all questions, oldest first."""
        ...
