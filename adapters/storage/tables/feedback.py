"""What members think of questions."""

from collections.abc import Sequence
from datetime import datetime

from adapters.storage.tables.codecs import instant_text
from adapters.storage.tables.connection import Connection
from bot.domain.doubts import Opinions


class SqlFeedback:
    """Fulfils `FeedbackTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def give(self, workspace: str, round_id: int, member: str, *, is_good: bool, at: datetime) -> None:
        """Keep what a member thinks of a round's question, in the place of what they said before."""
        self._connection.execute(
            """
            INSERT INTO feedback (round_id, member, workspace, is_good, at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (round_id, member) DO UPDATE SET is_good = excluded.is_good, at = excluded.at
            """,
            (round_id, member, workspace, is_good, instant_text(at)),
        )

    def by_question(self, workspace: str | None = None) -> Sequence[Opinions]:
        """Count by question, in one workspace or everywhere, those first that most members find bad."""
        rows = self._connection.execute(
            """
            SELECT questions.ref, sum(feedback.is_good) AS good, sum(1 - feedback.is_good) AS bad
            FROM feedback JOIN rounds ON rounds.id = feedback.round_id
                JOIN questions ON questions.hash = rounds.question
            WHERE feedback.workspace = coalesce(?, feedback.workspace)
            GROUP BY questions.ref ORDER BY sum(1 - 2 * feedback.is_good) DESC, questions.ref
            """,
            (workspace,),
        )
        return [Opinions(row["ref"], row["good"], row["bad"]) for row in rows]
