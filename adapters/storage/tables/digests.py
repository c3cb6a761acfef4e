"""The weekly digests that managers asked for; each tick asks which are due."""

from collections.abc import Sequence
from datetime import datetime

from adapters.storage.tables.codecs import instant_text, optional_instant, optional_instant_text, read_time
from adapters.storage.tables.connection import Connection, Row
from adapters.storage.tables.due import DueNote
from bot.domain.calendar.digests import Digest


def _digest(row: Row) -> Digest:
    return Digest(
        id=row["id"],
        workspace=row["workspace"],
        member=row["member"],
        series_id=row["series_id"],
        weekday=row["weekday"],
        at=read_time(row["at"]),
        zone=row["zone"],
        next_due=optional_instant(row["next_due"]),
    )


class SqlDigests:
    """Fulfils `DigestsTable`."""

    def __init__(self, connection: Connection, due: DueNote) -> None:
        self._connection = connection
        self._due = due

    def set(self, digest: Digest) -> None:
        """Keep what a manager asked for, in the place of what they asked for before."""
        self._connection.execute(
            """
            INSERT INTO digests (workspace, member, series_id, weekday, at, zone, next_due)
                VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (workspace, member, series_id) DO UPDATE SET weekday = excluded.weekday,
                at = excluded.at, zone = excluded.zone, next_due = excluded.next_due
            """,
            (
                digest.workspace,
                digest.member,
                digest.series_id,
                digest.weekday,
                digest.at.isoformat(timespec="minutes"),
                digest.zone,
                optional_instant_text(digest.next_due),
            ),
        )
        self._due.raised = True

    def of_member(self, workspace: str, member: str, series_id: int) -> Digest | None:
        """Give a member's digest of a series."""
        row = self._connection.execute(
            "SELECT * FROM digests WHERE workspace = ? AND member = ? AND series_id = ?", (workspace, member, series_id)
        ).fetchone()
        return None if row is None else _digest(row)

    def get(self, digest_id: int) -> Digest | None:
        """Give a digest."""
        row = self._connection.execute("SELECT * FROM digests WHERE id = ?", (digest_id,)).fetchone()
        return None if row is None else _digest(row)

    def remove(self, digest_id: int) -> None:
        """Send it no longer."""
        self._connection.execute("DELETE FROM digests WHERE id = ?", (digest_id,))

    def due(self, now: datetime, limit: int) -> Sequence[int]:
        """Give the ids of digests that are due, earliest first, without looking at the others."""
        rows = self._connection.execute(
            "SELECT id FROM digests WHERE next_due <= ? ORDER BY next_due, id LIMIT ?", (instant_text(now), limit)
        )
        return [row["id"] for row in rows]
