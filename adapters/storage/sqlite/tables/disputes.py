"""Grades that members doubt, and what reviewers decided."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from adapters.storage.sqlite.tables.codecs import instant_text, optional_instant, read_instant
from bot.domain.doubts import Dispute
from bot.domain.rounds import Round


def _dispute(row: sqlite3.Row) -> Dispute:
    return Dispute(
        id=row["id"],
        round_id=row["round_id"],
        workspace=row["workspace"],
        member=row["member"],
        reason=row["reason"],
        at=read_instant(row["at"]),
        decided_at=optional_instant(row["decided_at"]),
    )


class SqliteDisputes:
    """Fulfils `DisputesTable`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, closed: Round, member: str, reason: str, at: datetime) -> Dispute | None:
        """Add a dispute; None if the member has one on that round that nobody decided on."""
        row = self._connection.execute(
            """
            INSERT INTO disputes (round_id, workspace, member, reason, at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING RETURNING *
            """,
            (closed.id, closed.workspace, member, reason, instant_text(at)),
        ).fetchone()
        return None if row is None else _dispute(row)

    def latest(self, round_id: int, member: str) -> Dispute | None:
        """Give a member's latest dispute on a round, decided or not."""
        row = self._connection.execute(
            "SELECT * FROM disputes WHERE round_id = ? AND member = ? ORDER BY id DESC LIMIT 1", (round_id, member)
        ).fetchone()
        return None if row is None else _dispute(row)

    def open_of(self, series_id: int) -> Sequence[Dispute]:
        """Give the disputes of a series that nobody decided on, oldest first."""
        rows = self._connection.execute(
            """
            SELECT disputes.* FROM disputes JOIN rounds ON rounds.id = disputes.round_id
            WHERE rounds.series_id = ? AND decided_at IS NULL ORDER BY disputes.id
            """,
            (series_id,),
        )
        return [_dispute(row) for row in rows]

    def decide(self, dispute_id: int, decision: str, by: str, at: datetime) -> None:
        """Settle a dispute with a reason; one that is settled stays as it is."""
        self._connection.execute(
            """
            UPDATE disputes SET decision = ?, decided_by = ?, decided_at = ? WHERE id = ? AND decided_at IS NULL
            """,
            (decision, by, instant_text(at), dispute_id),
        )
