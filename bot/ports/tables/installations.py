"""The table of installations, of the states that prove who began one, and of what a workspace does not take."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.installations import Installed


class InstallationsTable(Protocol):
    """Where Askaday was installed through OAuth."""

    def save(self, installed: Installed) -> None:
        """Keep an installation; one of the same workspace is replaced."""
        ...

    def get(self, workspace: str) -> Installed | None:
        """Give the installation of a workspace, or of an organization by its own id."""
        ...

    def all(self) -> Sequence[Installed]:
        """Give all installations, in the order of their workspaces."""
        ...

    def remove(self, workspace: str) -> None:
        """Forget an installation with its secrets."""
        ...

    def add_state(self, state: str, now: datetime, expires_at: datetime) -> None:
        """Keep the proof that an installation was begun here; states that have expired are dropped."""
        ...

    def take_state(self, state: str, now: datetime) -> bool:
        """Use a state up; False: it is unknown, was used before, or has expired."""
        ...

    def refuse(self, workspace: str, blocks: Iterable[str], at: datetime) -> None:
        """Keep that a workspace does not take these kinds of blocks."""
        ...

    def refused(self, workspace: str, since: datetime) -> frozenset[str]:
        """Give the kinds of blocks that a workspace was found not to take since then."""
        ...
