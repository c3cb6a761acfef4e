"""What concerns several tables: deleting what is old, or a workspace's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

#: Whoever has given no sign of life for so long is not well: several ticks have not come, or hung.
FRESH = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Retention:
    """How much a retention run deleted."""

    revisions: int
    deliveries: int


@dataclass(frozen=True, slots=True)
class Expired:
    """What retention may delete, by what finds it at once."""

    #: Of revisions, each a workspace, a channel and a thread, and how many of its revisions that are.
    threads: Sequence[tuple[str, str, str, int]]
    deliveries: Sequence[int]


@dataclass(frozen=True, slots=True)
class Load:
    """How much there is, and how much waits; of nobody in particular."""

    #: By how far they are.
    deliveries: Mapping[str, int]
    late_deliveries: int
    late_series: int
    #: Events that are to be handled.
    inbox: int
    answers: int
    #: Of the pages, those that have not ended.
    sessions: int


class UpkeepTable(Protocol):
    """Deletes from all the other tables, and keeps signs of life."""

    def expired(self, before: datetime, workspace: str | None, most: int) -> Expired:
        """Find threads and finished deliveries older than the instant, at most so many of each; it may take its time.

        What belongs to a round stays until the round's end is older, too. With a workspace only what is its own goes.
        """
        ...

    def retain(self, before: datetime, found: Expired, workspace: str | None = None) -> Retention:
        """Delete of what was found the revisions and deliveries that are old still; answers and grades stay.

        Of a thread so many go as it says.
        """
        ...

    def give_back(self) -> bool:
        """Give some of the room that deleted rows left back to the disk; False: there is no more that can be given."""
        ...

    def export(self, workspace: str) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Give all that is kept of a workspace, by table, ready for JSON, but for secrets."""
        ...

    def purge(self, workspace: str) -> int:
        """Delete all that is kept of a workspace and give how many rows that were; others' rows stay as they are."""
        ...

    def beat(self, role: str) -> None:
        """Give a sign of life of this process, and say what it does."""
        ...

    def leave(self) -> None:
        """Take away the sign of life of this process, which ends."""
        ...

    def roles(self, within: timedelta) -> Mapping[str, int]:
        """Say by what they do how many processes have given a sign of life lately, by the store's own clock."""
        ...

    def load(self, now: datetime, late: datetime) -> Load:
        """Give how much there is: late is what was due before that instant and is not done."""
        ...

    def since_beat(self) -> timedelta | None:
        """Give how long ago the newest sign of life of any process was; None: there is none.

        Both are by the store's own clock: what a platform says of the time does not count here.
        """
        ...
