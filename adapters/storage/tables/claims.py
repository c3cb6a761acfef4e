"""What members say against grades, and what reviewers decided."""

from collections.abc import Sequence
from datetime import datetime

from adapters.storage.tables.codecs import instant_text, optional_instant, read_instant
from adapters.storage.tables.connection import Connection, Row
from bot.domain.judging.claims import Claim, ClaimRate


def _claim(row: Row) -> Claim:
    return Claim(
        id=row["id"],
        workspace=row["workspace"],
        member=row["member"],
        at=read_instant(row["at"]),
        ref=row["ref"],
        series_id=row["series_id"],
        round_id=row["round_id"],
        drill_id=row["drill_id"],
        point=row["point"],
        sentence=row["sentence"],
        reason=row["reason"],
        accepted=None if row["accepted"] is None else bool(row["accepted"]),
        decided_at=optional_instant(row["decided_at"]),
    )


class SqlClaims:
    """Fulfils `ClaimsTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, claim: Claim) -> Claim | None:
        """Add a claim; None if the member has claimed that point before, or a doubt of theirs waits."""
        row = self._connection.execute(
            """
            INSERT INTO claims (workspace, member, at, ref, series_id, round_id, drill_id, point, sentence, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING *
            """,
            (
                claim.workspace,
                claim.member,
                instant_text(claim.at),
                claim.ref,
                claim.series_id,
                claim.round_id,
                claim.drill_id,
                claim.point,
                claim.sentence,
                claim.reason,
            ),
        ).fetchone()
        return None if row is None else _claim(row)

    def get(self, claim_id: int) -> Claim | None:
        """Give a claim."""
        return next(iter(self._where("id = ?", claim_id)), None)

    def of_round(self, round_id: int, member: str) -> Sequence[Claim]:
        """Give all that a member said against their grade in a round, oldest first."""
        return self._where("round_id = ? AND member = ?", round_id, member)

    def of_drill(self, drill_id: int) -> Sequence[Claim]:
        """Give all that was claimed of a drill, oldest first."""
        return self._where("drill_id = ?", drill_id)

    def waiting(self, workspace: str) -> Sequence[Claim]:
        """Give what nobody in a workspace has decided on, oldest first."""
        return self._where("workspace = ? AND decided_at IS NULL", workspace)

    def decide(self, claim_id: int, decision: str, by: str, at: datetime, *, accepted: bool) -> bool:
        """Settle a claim; False: it was settled before, and stays as it is."""
        cursor = self._connection.execute(
            """
            UPDATE claims SET accepted = ?, decision = ?, decided_by = ?, decided_at = ?
            WHERE id = ? AND decided_at IS NULL
            """,
            (accepted, decision, by, instant_text(at), claim_id),
        )
        return cursor.rowcount > 0

    def rate(self, workspace: str, member: str) -> ClaimRate:
        """Say how many of a member's claims of points were accepted, of those that were decided."""
        row = self._connection.execute(
            """
            SELECT coalesce(sum(accepted), 0) AS accepted, count(*) AS decided FROM claims
            WHERE workspace = ? AND member = ? AND point <> '' AND decided_at IS NOT NULL
            """,
            (workspace, member),
        ).fetchone()
        return ClaimRate(row["accepted"], row["decided"])

    def _where(self, condition: str, *values: object) -> Sequence[Claim]:
        rows = self._connection.execute(f"SELECT * FROM claims WHERE {condition} ORDER BY id", values)  # noqa: S608 - constants
        return [_claim(row) for row in rows]
