"""Weekly digests that managers asked for, and when each is due."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.calendar.digests import Digest


class DigestsTable(Protocol):
    """One digest a member and series at most."""

    def set(self, digest: Digest) -> None:
        """Keep what a manager asked for, in the place of what they asked for before."""
        ...

    def of_member(self, workspace: str, member: str, series_id: int) -> Digest | None:
        """Give a member's digest of a series."""
        ...

    def get(self, digest_id: int) -> Digest | None:
        """Give a digest."""
        ...

    def remove(self, digest_id: int) -> None:
        """Send it no longer."""
        ...

    def due(self, now: datetime, limit: int) -> Sequence[int]:
        """Give the ids of digests that are due, earliest first, without looking at the others."""
        ...
