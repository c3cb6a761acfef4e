"""Words that make whoever sends one an administrator in Askaday, where every process sees them."""

from datetime import datetime
from typing import Protocol


class AppointingWords(Protocol):
    """Words by their digests; outside the store, to which only the bot writes.

    Its methods wait for a file: call them in a thread. All raise `StoreError` where it cannot be read or written.
    """

    def issue(self, workspace: str, digest: str, until: datetime) -> None:
        """Keep a word for a workspace, in the place of the one before."""
        ...

    def workspace_of(self, digest: str, now: datetime) -> str:
        """Say which workspace a word is for; empty: it is none, or its time is over."""
        ...

    def use_up(self, digest: str) -> bool:
        """Forget a word, and say whether it was there: of several who use it at once one does."""
        ...
