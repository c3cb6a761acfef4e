"""What reviewers took over from answers into the rubrics of their workspace."""

from collections.abc import Sequence

from adapters.storage.tables.codecs import instant_text, read_instant
from adapters.storage.tables.connection import Connection, Row
from bot.domain.judging.wordings import Saying, Wording


def _wording(row: Row) -> Wording:
    return Wording(
        id=row["id"],
        workspace=row["workspace"],
        ref=row["ref"],
        point=row["point"],
        text=row["text"],
        saying=Saying(row["saying"]),
        member=row["member"],
        added_by=row["added_by"],
        at=read_instant(row["at"]),
    )


class SqlWordings:
    """Fulfils `WordingsTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, wording: Wording) -> Wording | None:
        """Add a sentence and give it with its id; None: the member's sentence stands there already."""
        row = self._connection.execute(
            """
            INSERT INTO wordings (workspace, ref, point, text, saying, member, added_by, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING *
            """,
            (
                wording.workspace,
                wording.ref,
                wording.point,
                wording.text,
                wording.saying.value,
                wording.member,
                wording.added_by,
                instant_text(wording.at),
            ),
        ).fetchone()
        return None if row is None else _wording(row)

    def get(self, wording_id: int) -> Wording | None:
        """Give a sentence."""
        return next(iter(self._where("id = ?", wording_id)), None)

    def remove(self, wording_id: int) -> bool:
        """Take a sentence back; False: it was gone."""
        return self._connection.execute("DELETE FROM wordings WHERE id = ?", (wording_id,)).rowcount > 0

    def of_question(self, workspace: str, ref: str) -> Sequence[Wording]:
        """Give what is laid over a question, oldest first."""
        return self._where("workspace = ? AND ref = ?", workspace, ref)

    def of_workspace(self, workspace: str) -> Sequence[Wording]:
        """Give what is laid over all questions, oldest first."""
        return self._where("workspace = ?", workspace)

    def _where(self, condition: str, *values: object) -> Sequence[Wording]:
        rows = self._connection.execute(f"SELECT * FROM wordings WHERE {condition} ORDER BY id", values)  # noqa: S608 - constants
        return [_wording(row) for row in rows]
