"""The tables of those who look at pages: links that sign in, sessions, and the key that links are signed with."""

from datetime import datetime
from typing import Protocol

from bot.domain.access.sessions import SignedIn


class SessionsTable(Protocol):
    """Links and sessions by digest: what is kept lets nobody in."""

    def key(self, fresh: str) -> str:
        """Give the key that links are signed with, the same for all processes: `fresh` is kept where there is none."""
        ...

    def add_link(self, digest: str, who: SignedIn, now: datetime, expires_at: datetime) -> None:
        """Keep a link in the place of an unused one of the same member; those that have expired are dropped."""
        ...

    def of_link(self, digest: str, now: datetime) -> SignedIn | None:
        """Give whose link it is, and leave it as it is; None: it is unknown, was used before, or has expired."""
        ...

    def take_link(self, digest: str, now: datetime) -> SignedIn | None:
        """Use a link up; None: it is unknown, was used before, or has expired."""
        ...

    def begin(self, digest: str, who: SignedIn, now: datetime, expires_at: datetime) -> None:
        """Keep a session; those that have expired are dropped."""
        ...

    def get(self, digest: str, now: datetime) -> SignedIn | None:
        """Give whose session it is; None: it is unknown, was ended, or has expired."""
        ...

    def end(self, digest: str) -> None:
        """End one session."""
        ...

    def end_all(self, who: SignedIn) -> int:
        """End all sessions of a member in a workspace, void their links, and give how many sessions that were."""
        ...
