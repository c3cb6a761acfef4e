"""Flags and what is quarantined."""

from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from adapters.storage.sqlite.tables.codecs import instant_text, read_instant
from adapters.storage.sqlite.tables.existing import existing
from bot.domain.doubts import Flag, Verdict


class SqliteFlags:
    """Fulfils `FlagsTable`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection = database.conn

    def add(self, flag: Flag) -> bool:
        """Add a flag; False if the member has flagged the question since it was last decided on."""
        # Here and below: sqlite-utils does not say how many rows changed.
        cursor = self._connection.execute(
            "INSERT INTO flags (workspace, ref, member, reason, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (flag.workspace, flag.ref, flag.member, flag.reason, instant_text(flag.at)),
        )
        return cursor.rowcount == 1

    def open_flags(self, workspace: str) -> Sequence[Flag]:
        """Give the flags nobody decided on, oldest first."""
        rows = existing(self._database, "flags").rows_where(
            "workspace = ? AND verdict IS NULL", [workspace], order_by="at, id"
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
        if quarantined:
            # sqlite-utils looks for the rowid of what it was to ignore, and this table has none.
            statement = "INSERT INTO quarantine (workspace, ref) VALUES (?, ?) ON CONFLICT DO NOTHING"
            self._connection.execute(statement, (workspace, ref))
        else:
            existing(self._database, "quarantine").delete_where("workspace = ? AND ref = ?", [workspace, ref])

    def quarantined(self, workspace: str) -> frozenset[str]:
        """Give the refs that are not to be asked in the workspace."""
        rows = existing(self._database, "quarantine").rows_where("workspace = ?", [workspace])
        return frozenset(row["ref"] for row in rows)
