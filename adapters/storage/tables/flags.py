"""Flags and what is quarantined."""

from collections.abc import Sequence
from datetime import datetime

from adapters.storage.tables.codecs import instant_text, read_instant
from adapters.storage.tables.connection import Connection
from bot.domain.doubts import Flag, Verdict


class SqlFlags:
    """Fulfils `FlagsTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, flag: Flag) -> bool:
        """Add a flag; False if the member has flagged the question since it was last decided on."""
        cursor = self._connection.execute(
            "INSERT INTO flags (workspace, ref, member, reason, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (flag.workspace, flag.ref, flag.member, flag.reason, instant_text(flag.at)),
        )
        return cursor.rowcount == 1

    def open_flags(self, workspace: str) -> Sequence[Flag]:
        """Give the flags nobody decided on, oldest first."""
        rows = self._connection.execute(
            "SELECT * FROM flags WHERE workspace = ? AND verdict IS NULL ORDER BY at, id", (workspace,)
        )
        return [Flag(workspace, row["ref"], row["member"], row["reason"], read_instant(row["at"])) for row in rows]

    def decide(self, workspace: str, ref: str, verdict: Verdict, by: str, at: datetime) -> int:
        """Settle the open flags of a question and give how many they were."""
        cursor = self._connection.execute(
            """
            UPDATE flags SET verdict = ?, decided_by = ?, decided_at = ?
            WHERE workspace = ? AND ref = ? AND verdict IS NULL
            """,
            (verdict, by, instant_text(at), workspace, ref),
        )
        return cursor.rowcount

    def set_quarantined(self, workspace: str, ref: str, *, quarantined: bool) -> None:
        """Take a question out of the workspace's pools, or let it back in."""
        into = "INSERT INTO quarantine (workspace, ref) VALUES (?, ?) ON CONFLICT DO NOTHING"
        out_of = "DELETE FROM quarantine WHERE workspace = ? AND ref = ?"
        self._connection.execute(into if quarantined else out_of, (workspace, ref))

    def quarantined(self, workspace: str) -> frozenset[str]:
        """Give the refs that are not to be asked in the workspace."""
        rows = self._connection.execute("SELECT ref FROM quarantine WHERE workspace = ?", (workspace,))
        return frozenset(row["ref"] for row in rows)
