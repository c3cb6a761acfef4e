"""Events as platforms sent them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache

from adapters.storage.tables.codecs import instant_text, read_instant
from adapters.storage.tables.connection import Connection, Row
from adapters.storage.tables.dialect import Dialect
from bot.domain.events import MOST_ATTEMPTS, Event
from bot.domain.members import platform_of


def _event(row: Row) -> Event:
    received_at = read_instant(row["received_at"])
    return Event(row["workspace"], row["event"], row["body"], received_at, row["attempts"], row["error"])


def _is_held(dialect: Dialect) -> str:
    """Give the condition that another process that lives has claimed an event."""
    return f"""
        claimed_by <> '' AND claimed_by <> :this AND claimed_until > {dialect.seconds_now()}
        AND NOT ({dialect.gone("claimed_by", ":this")})
    """


@cache
def _claim(dialect: Dialect) -> str:
    pending = "workspace = :workspace AND thread = :thread AND state = 'pending'"
    # Not the oldest alone is looked at: one with a lower number may have become visible after a later one was claimed.
    return f"""
        UPDATE inbox SET claimed_by = :this, claimed_until = {dialect.seconds_now()} + :lease
        WHERE id = (SELECT id FROM inbox WHERE {pending} ORDER BY id LIMIT 1)
            AND NOT EXISTS (SELECT 1 FROM inbox WHERE {pending} AND {_is_held(dialect)})
        RETURNING *
    """  # noqa: S608 - pieces of the dialect


@cache
def _threads(dialect: Dialect) -> str:
    return f"""
        SELECT workspace, thread FROM inbox WHERE platform = :platform AND state = 'pending'
        GROUP BY workspace, thread HAVING max(CASE WHEN {_is_held(dialect)} THEN 1 ELSE 0 END) = 0 ORDER BY min(id)
    """  # noqa: S608 - pieces of the dialect


class SqlInbox:
    """Fulfils `InboxTable`."""

    def __init__(self, connection: Connection, owner: str) -> None:
        """`owner` names the process."""
        self._connection = connection
        self._owner = owner

    def add(self, workspace: str, event_id: str, body: str, received_at: datetime, thread: str = "") -> bool:
        """Keep an event that is to be handled; False if it is known."""
        cursor = self._connection.execute(
            """
            INSERT INTO inbox (workspace, event, platform, body, received_at, thread) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            (workspace, event_id, platform_of(workspace), body, instant_text(received_at), thread),
        )
        return self._connection.written(cursor, 1) == 1

    def pending(self, platform: str, limit: int) -> Sequence[Event]:
        """Give the events of a platform that are still to be handled, in the order in which they were kept."""
        rows = self._connection.execute(
            "SELECT * FROM inbox WHERE platform = ? AND state = 'pending' ORDER BY id LIMIT ?", (platform, limit)
        )
        return [_event(row) for row in rows]

    def threads(self, platform: str) -> Sequence[tuple[str, str]]:
        """Give the workspaces and threads of which events are still to be handled, oldest first; not others' own."""
        values = {"platform": platform, "this": self._owner}
        rows = self._connection.execute(_threads(self._connection.dialect), values)
        return [(row["workspace"], row["thread"]) for row in rows]

    def claim_next(self, workspace: str, thread: str, lease: timedelta) -> Event | None:
        """Claim the oldest event of a thread that is still to be handled, unless another process handles one of it."""
        values = {
            "workspace": workspace,
            "thread": thread,
            "this": self._owner,
            "lease": int(lease.total_seconds()),
        }
        row = self._connection.execute(_claim(self._connection.dialect), values).fetchone()
        return None if row is None else _event(row)

    def renew(self, platform: str, lease: timedelta) -> None:
        """Hold all claims of this process on events of a platform for a lease from now on."""
        now = self._connection.dialect.seconds_now()
        self._connection.execute(
            f"""
            UPDATE inbox SET claimed_until = {now} + :lease
            WHERE platform = :platform AND state = 'pending' AND claimed_by = :this
            """,  # noqa: S608 - a piece of the dialect
            {"platform": platform, "this": self._owner, "lease": int(lease.total_seconds())},
        )

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

    def mark_done(self, workspace: str, event_id: str) -> bool:
        """Record that an event was handled, and drop its body; False: another process has it now."""
        cursor = self._connection.execute(
            """
            UPDATE inbox SET state = 'done', body = '', error = '', claimed_by = ''
            WHERE workspace = ? AND event = ? AND claimed_by IN ('', ?)
            """,
            (workspace, event_id, self._owner),
        )
        return cursor.rowcount == 1

    def mark_failed(self, workspace: str, event_id: str, error: str) -> bool:
        """Count an attempt that failed; True if it was the last one."""
        row = self._connection.execute(
            """
            UPDATE inbox SET attempts = attempts + 1, error = ?,
                state = CASE WHEN attempts + 1 < ? THEN state ELSE 'failed' END
            WHERE workspace = ? AND event = ? AND state = 'pending' AND claimed_by IN ('', ?) RETURNING state
            """,
            (error, MOST_ATTEMPTS, workspace, event_id, self._owner),
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
