"""An event as a platform sent it, kept until it was handled."""

from dataclasses import dataclass
from datetime import datetime

#: How often an event is tried before it stays as failed.
MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Event:
    """One inbound event."""

    workspace: str
    #: The platform's own id; unique within the workspace.
    id: str
    #: JSON, as the adapter wrote it.
    body: str
    received_at: datetime
    #: How many attempts to handle it have failed.
    attempts: int = 0
    error: str = ""
