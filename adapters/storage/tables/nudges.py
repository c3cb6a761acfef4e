"""Reminders that members asked for."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from adapters.storage.tables.codecs import (
    instant_text,
    optional_instant,
    optional_instant_text,
    read_json,
    read_time,
)
from adapters.storage.tables.connection import Connection
from adapters.storage.tables.due import DueNote
from bot.domain.practice.nudges import Nudge


def _nudge(row: Mapping[str, Any]) -> Nudge:
    return Nudge(
        id=row["id"],
        workspace=row["workspace"],
        member=row["member"],
        at=read_time(row["at"]),
        zone=row["zone"],
        weekdays=frozenset(read_json(row["weekdays"])),
        holidays=row["holidays"],
        next_due=optional_instant(row["next_due"]),
    )


class SqlNudges:
    """Fulfils `NudgesTable`."""

    def __init__(self, connection: Connection, due: DueNote) -> None:
        self._connection = connection
        self._due = due

    def set(self, nudge: Nudge) -> None:
        """Keep what a member asked for, in the place of what they asked for before."""
        self._connection.execute(
            """
            INSERT INTO nudges (workspace, member, at, zone, weekdays, holidays, next_due) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (workspace, member) DO UPDATE SET at = excluded.at, zone = excluded.zone,
                weekdays = excluded.weekdays, holidays = excluded.holidays, next_due = excluded.next_due
            """,
            (
                nudge.workspace,
                nudge.member,
                nudge.at.isoformat(timespec="minutes"),
                nudge.zone,
                json.dumps(sorted(nudge.weekdays)),
                nudge.holidays,
                optional_instant_text(nudge.next_due),
            ),
        )
        self._due.raised = True

    def of_member(self, workspace: str, member: str) -> Nudge | None:
        """Give a member's reminder."""
        row = self._connection.execute(
            "SELECT * FROM nudges WHERE workspace = ? AND member = ?", (workspace, member)
        ).fetchone()
        return None if row is None else _nudge(row)

    def get(self, nudge_id: int) -> Nudge | None:
        """Give a reminder."""
        row = self._connection.execute("SELECT * FROM nudges WHERE id = ?", (nudge_id,)).fetchone()
        return None if row is None else _nudge(row)

    def remove(self, workspace: str, member: str) -> None:
        """Remind no longer."""
        self._connection.execute("DELETE FROM nudges WHERE workspace = ? AND member = ?", (workspace, member))

    def due(self, now: datetime, limit: int) -> Sequence[int]:
        """Give the ids of reminders that are due, earliest first, without looking at the others."""
        rows = self._connection.execute(
            "SELECT id FROM nudges WHERE next_due <= ? ORDER BY next_due, id LIMIT ?", (instant_text(now), limit)
        )
        return [row["id"] for row in rows]
