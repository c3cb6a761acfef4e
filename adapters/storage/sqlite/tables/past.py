"""Questions that were revealed, and the full-text index in which they are found."""

import json
from collections.abc import Collection, Sequence

from sqlite_utils import Database

from adapters.storage.sqlite.tables.existing import existing
from bot.domain.rounds import Round

#: sqlite-utils selects what it orders by.
_COLUMNS = ("round_id", "day")
_NEWEST_FIRST = "day desc"
_WHERE = """
    series_id = :series AND round_id NOT IN (
        SELECT rounds.id FROM rounds JOIN questions ON questions.hash = rounds.question
        WHERE rounds.series_id = :series AND questions.ref IN (SELECT value FROM json_each(:but))
    )
"""


class SqlitePast:
    """Fulfils `PastTable`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, closed: Round) -> None:
        """Let the question of a round be found from now on."""
        if (question := closed.question) is None:
            return
        entry = {
            "round_id": closed.id,
            "series_id": closed.series_id,
            "workspace": closed.workspace,
            "day": closed.day.isoformat(),
            "title": question.title,
            "prompt": question.prompt,
            "answer": question.model_answer,
            "topics": " ".join(question.topics),
        }
        existing(self._database, "past").insert(entry)

    def find(
        self, series_id: int, words: str, *, but: Collection[str] = (), limit: int, offset: int = 0
    ) -> Sequence[int]:
        """Give the rounds of a series whose questions have all of the words, newest first, but for some questions."""
        past = existing(self._database, "past")
        values = {"series": series_id, "but": json.dumps(sorted(but))}
        if words:
            rows = past.search(
                words,
                order_by=_NEWEST_FIRST,
                columns=_COLUMNS,
                limit=limit,
                offset=offset,
                where=_WHERE,
                where_args=values,
                quote=True,
            )
        else:
            rows = past.rows_where(_WHERE, values, order_by=_NEWEST_FIRST, limit=limit, offset=offset)
        return [row["round_id"] for row in rows]
