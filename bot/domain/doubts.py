"""Members' doubts about their grades."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Dispute:
    """One member's doubt about their grade in one round."""

    id: int
    round_id: int
    workspace: str
    member: str
    reason: str
    at: datetime
    #: None: nobody has decided yet.
    decided_at: datetime | None = None
