"""Events as platforms sent them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from adapters.storage.tables.codecs import instant_text, read_instant
from adapters.storage.tables.connection import Connection, Row
from bot.domain.events import MOST_ATTEMPTS, Event
from bot.domain.members import platform_of


def _event(row: Row) -> Event:
    received_at = read_instant(row["received_at"])
    return Event(row["workspace"], row["event"], row["body"], received_at, row["attempts"], row["error"])


class SqlInbox:
    """Fulfils `InboxTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, workspace: str, event_id: str, body: str, received_at: datetime, thread: str = "") -> bool:
        """Keep an event that is to be handled; False if it is known."""
        cursor = self._connection.execute(
            """
            INSERT INTO inbox (workspace, event, platform, body, received_at, thread) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            (workspace, event_id, platform_of(workspace), body, instant_text(received_at), thread),
        )
        return cursor.rowcount == 1

    def pending(self, platform: str, limit: int) -> Sequence[Event]:
        """Give the events of a platform that are still to be handled, in the order in which they were kept."""
        rows = self._connection.execute(
            "SELECT * FROM inbox WHERE platform = ? AND state = 'pending' ORDER BY id LIMIT ?", (platform, limit)
        )
        return [_event(row) for row in rows]

    def threads(self, platform: str) -> Sequence[tuple[str, str]]:
        """Give the workspaces and threads of which events are still to be handled, oldest first."""
        rows = self._connection.execute(
            """
            SELECT workspace, thread FROM inbox WHERE platform = ? AND state = 'pending'
            GROUP BY workspace, thread ORDER BY min(id)
            """,
            (platform,),
        )
        return [(row["workspace"], row["thread"]) for row in rows]

    def next_of(self, workspace: str, thread: str) -> Event | None:
        """Give the oldest event of a thread that is still to be handled."""
        row = self._connection.execute(
            """
            SELECT * FROM inbox WHERE workspace = ? AND thread = ? AND state = 'pending' ORDER BY id LIMIT 1
            """,
            (workspace, thread),
        ).fetchone()
        return None if row is None else _event(row)

    def holds(self, workspace: str, thread: str) -> bool:
        """Say whether an event that is still to be handled names a thread; an empty one is named by none."""
        row = self._connection.execute(
            f"""
            SELECT 1 FROM inbox
            WHERE platform = ?1 AND state = 'pending' AND workspace = ?2 AND ?3 <> ''
                AND {self._connection.dialect.place("body", "?3")} > 0 LIMIT 1
            """,  # noqa: S608 - a piece of the dialect
            (platform_of(workspace), workspace, thread),
        ).fetchone()
        return row is not None

    def mark_done(self, workspace: str, event_id: str) -> None:
        """Record that an event was handled, and drop its body."""
        self._connection.execute(
            "UPDATE inbox SET state = 'done', body = '', error = '' WHERE workspace = ? AND event = ?",
            (workspace, event_id),
        )

    def mark_failed(self, workspace: str, event_id: str, error: str) -> bool:
        """Count an attempt that failed; True if it was the last one."""
        row = self._connection.execute(
            """
            UPDATE inbox SET attempts = attempts + 1, error = ?,
                state = CASE WHEN attempts + 1 < ? THEN state ELSE 'failed' END
            WHERE workspace = ? AND event = ? AND state = 'pending' RETURNING state
            """,
            (error, MOST_ATTEMPTS, workspace, event_id),
        ).fetchone()
        return row is not None and bool(row["state"] == "failed")

    def newest(self) -> Mapping[str, datetime]:
        """Say by workspace when the last event came in."""
        rows = self._connection.execute("SELECT workspace, max(received_at) AS at FROM inbox GROUP BY workspace")
        return {row["workspace"]: read_instant(row["at"]) for row in rows}

    def failed(self) -> int:
        """Count the events of all workspaces that stay as failed."""
        row = self._connection.execute("SELECT count(*) AS n FROM inbox WHERE state = 'failed'").fetchone()
        return int(row["n"])

    def forget(self, done_before: datetime, failed_before: datetime, workspace: str | None = None, *, most: int) -> int:
        """Delete finished events that were received before these instants, at most so many, and give how many."""
        cursor = self._connection.execute(
            """
            DELETE FROM inbox WHERE id IN (
                SELECT id FROM inbox
                WHERE (state = 'done' AND received_at < ?1 OR state = 'failed' AND received_at < ?2)
                    AND workspace = coalesce(?3, workspace)
                LIMIT ?4
            )
            """,
            (instant_text(done_before), instant_text(failed_before), workspace, most),
        )
        return cursor.rowcount
