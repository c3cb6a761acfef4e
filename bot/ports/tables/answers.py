"""What people answered, and how it was graded."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.answers import Answer, Revision
from bot.domain.grading import Grade


class AnswersTable(Protocol):
    """What happened to messages, and answers frozen at the close; threads are numbered within a channel."""

    def record(
        self, workspace: str, channel: str, thread: str, revisions: Iterable[Revision], received_at: datetime
    ) -> int:
        """Add revisions to a thread and give how many were new.

        The same one twice changes nothing. What members posted before they erased their data is left out.
        """
        ...

    def revisions(self, workspace: str, channel: str, thread: str) -> Sequence[Revision]:
        """Give all that happened in a thread."""
        ...

    def mark(self, workspace: str, channel: str, thread: str) -> bytes:
        """Give a digest of all that happened in a thread: the same as long as nothing is added or taken away."""
        ...

    def holds(self, workspace: str, channel: str, thread: str, message: str) -> bool:
        """Say whether anything is kept of a message."""
        ...

    def freeze(self, round_id: int, answers: Sequence[Answer]) -> None:
        """Keep the answers as they were at the close."""
        ...

    def frozen(self, round_id: int, member: str | None = None) -> Sequence[Answer]:
        """Give the answers as they were at the close, first answerers first; with a member, theirs."""
        ...


class GradesTable(Protocol):
    """The ledger of grades: entries are only added."""

    def add(self, grades: Iterable[Grade]) -> None:
        """Add entries."""
        ...

    def of_round(self, round_id: int, member: str | None = None) -> Mapping[str, Sequence[Grade]]:
        """Give a round's entries by member, oldest first; with a member, theirs."""
        ...
