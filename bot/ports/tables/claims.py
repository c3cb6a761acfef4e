"""What members say against grades, and what reviewers decided."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.judging.claims import Claim, ClaimRate


class ClaimsTable(Protocol):
    """Claims of key points, and doubts about whole grades: one table, one queue."""

    def add(self, claim: Claim) -> Claim | None:
        """Add a claim and give it with its id.

        None: the member has claimed that point of the answer before, or a doubt of theirs about the grade waits.
        """
        ...

    def get(self, claim_id: int) -> Claim | None:
        """Give a claim."""
        ...

    def of_round(self, round_id: int, member: str) -> Sequence[Claim]:
        """Give all that a member said against their grade in a round, oldest first."""
        ...

    def of_drill(self, drill_id: int) -> Sequence[Claim]:
        """Give all that was claimed of a drill, oldest first."""
        ...

    def waiting(self, workspace: str) -> Sequence[Claim]:
        """Give what nobody in a workspace has decided on, oldest first."""
        ...

    def decide(self, claim_id: int, decision: str, by: str, at: datetime, *, accepted: bool) -> bool:
        """Settle a claim, with a reason where there is one; False: it was settled before, and stays as it is."""
        ...

    def rate(self, workspace: str, member: str) -> ClaimRate:
        """Say how many of a member's claims of points were accepted, of those that were decided."""
        ...
