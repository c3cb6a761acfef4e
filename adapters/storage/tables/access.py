"""Who invited Askaday, who was made an administrator, and who may set series up.

Whoever is no administrator is looked up with each command and press, so that this is plain SQL.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from adapters.storage.tables.codecs import instant_text, read_enum
from adapters.storage.tables.connection import Connection
from bot.domain.members import WhoSetsUp


class SqlAccess:
    """Fulfils `AccessTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def invited(self, workspace: str, channel: str, member: str, at: datetime) -> None:
        """Remember who invited Askaday to a channel."""
        self._connection.execute(
            """
            INSERT INTO inviters (workspace, channel, member, at) VALUES (?, ?, ?, ?)
            ON CONFLICT (workspace, channel, member) DO UPDATE SET at = excluded.at
            """,
            (workspace, channel, member, instant_text(at)),
        )

    def uninvited(self, workspace: str, channel: str, member: str | None = None) -> None:
        """Forget who invited Askaday to a channel: one of them, or all."""
        self._connection.execute(
            "DELETE FROM inviters WHERE workspace = ? AND channel = ? AND member = coalesce(?, member)",
            (workspace, channel, member),
        )

    def inviters(self, workspace: str, channel: str) -> Sequence[str]:
        """Give who invited Askaday to a channel, the last one first."""
        rows = self._connection.execute(
            "SELECT member FROM inviters WHERE workspace = ? AND channel = ? ORDER BY at DESC, member",
            (workspace, channel),
        )
        return [row["member"] for row in rows]

    def invited_to(self, workspace: str, member: str) -> Sequence[str]:
        """Give the channels to which a member invited Askaday, the last one first."""
        rows = self._connection.execute(
            "SELECT channel FROM inviters WHERE workspace = ? AND member = ? ORDER BY at DESC, channel",
            (workspace, member),
        )
        return [row["channel"] for row in rows]

    def make_administrator(self, workspace: str, member: str, at: datetime) -> None:
        """Make somebody an administrator in Askaday, whatever the platform says."""
        self._connection.execute(
            "INSERT INTO administrators (workspace, member, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (workspace, member, instant_text(at)),
        )

    def administrators(self, workspace: str) -> Sequence[str]:
        """Give who was made an administrator, by id."""
        rows = self._connection.execute(
            "SELECT member FROM administrators WHERE workspace = ? ORDER BY member", (workspace,)
        )
        return [row["member"] for row in rows]

    def who_sets_up(self, workspace: str) -> WhoSetsUp:
        """Say who may set a series up."""
        row = self._connection.execute("SELECT setup FROM workspaces WHERE workspace = ?", (workspace,)).fetchone()
        return WhoSetsUp.INVITERS if row is None else read_enum(WhoSetsUp, row["setup"])

    def retention_days(self, workspace: str) -> int | None:
        """Say for how many days a workspace keeps messages; None: as long as the operator says."""
        return self.retentions().get(workspace)

    def set_retention_days(self, workspace: str, days: int | None) -> None:
        """Choose for how long messages are kept."""
        self._connection.execute(
            """
            INSERT INTO workspaces (workspace, setup, retention_days) VALUES (?, ?, ?)
            ON CONFLICT (workspace) DO UPDATE SET retention_days = excluded.retention_days
            """,
            (workspace, WhoSetsUp.INVITERS, days),
        )

    def retentions(self) -> Mapping[str, int]:
        """Give the days of all workspaces that chose some."""
        found = "SELECT workspace, retention_days FROM workspaces WHERE retention_days IS NOT NULL ORDER BY workspace"
        return {row["workspace"]: row["retention_days"] for row in self._connection.execute(found)}

    def let_set_up(self, workspace: str, who: WhoSetsUp) -> None:
        """Choose who may set a series up."""
        self._connection.execute(
            """
            INSERT INTO workspaces (workspace, setup) VALUES (?, ?)
            ON CONFLICT (workspace) DO UPDATE SET setup = excluded.setup
            """,
            (workspace, who),
        )
