"""Who may do what in a workspace beyond what its platform says."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.members import WhoSetsUp


class AccessTable(Protocol):
    """Who invited Askaday to a channel, who was made its administrator, and who may set series up."""

    def invited(self, workspace: str, channel: str, member: str, at: datetime) -> None:
        """Remember who invited Askaday to a channel."""
        ...

    def uninvited(self, workspace: str, channel: str, member: str | None = None) -> None:
        """Forget who invited Askaday to a channel: one of them, or all."""
        ...

    def inviters(self, workspace: str, channel: str) -> Sequence[str]:
        """Give who invited Askaday to a channel, the last one first."""
        ...

    def invited_to(self, workspace: str, member: str) -> Sequence[str]:
        """Give the channels to which a member invited Askaday, the last one first."""
        ...

    def make_administrator(self, workspace: str, member: str, at: datetime) -> None:
        """Make somebody an administrator in Askaday, whatever the platform says."""
        ...

    def administrators(self, workspace: str) -> Sequence[str]:
        """Give who was made an administrator, by id."""
        ...

    def who_sets_up(self, workspace: str) -> WhoSetsUp:
        """Say who may set a series up."""
        ...

    def retention_days(self, workspace: str) -> int | None:
        """Say for how many days a workspace keeps messages; None: as long as the operator says."""
        ...

    def set_retention_days(self, workspace: str, days: int | None) -> None:
        """Choose for how long messages are kept."""
        ...

    def retentions(self) -> Mapping[str, int]:
        """Give the days of all workspaces that chose some."""
        ...

    def let_set_up(self, workspace: str, who: WhoSetsUp) -> None:
        """Choose who may set a series up."""
        ...
