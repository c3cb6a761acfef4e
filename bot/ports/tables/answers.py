"""What people answered, how it was graded, and which grades they doubt."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.answers import Answer, Revision
from bot.domain.doubts import Dispute
from bot.domain.grading import Grade
from bot.domain.rounds import Round


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

    def frozen(self, round_id: int) -> Sequence[Answer]:
        """Give the answers as they were at the close, first answerers first."""
        ...


class GradesTable(Protocol):
    """The ledger of grades: entries are only added."""

    def add(self, grades: Iterable[Grade]) -> None:
        """Add entries."""
        ...

    def of_round(self, round_id: int) -> Mapping[str, Sequence[Grade]]:
        """Give a round's entries by member, oldest first."""
        ...


class DisputesTable(Protocol):
    """Grades that members doubt, and what reviewers decided."""

    def add(self, closed: Round, member: str, reason: str, at: datetime) -> Dispute | None:
        """Add a dispute; None if the member has one on that round that nobody decided on."""
        ...

    def latest(self, round_id: int, member: str) -> Dispute | None:
        """Give a member's latest dispute on a round, decided or not."""
        ...

    def open_of(self, series_id: int) -> Sequence[Dispute]:
        """Give the disputes of a series that nobody decided on, oldest first."""
        ...

    def decide(self, dispute_id: int, decision: str, by: str, at: datetime) -> None:
        """Settle a dispute with a reason; one that is settled stays as it is."""
        ...
