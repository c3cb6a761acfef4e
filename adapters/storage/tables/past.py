"""Questions that were revealed, and the full-text index in which they are found."""

import json
import re
from collections.abc import Collection, Sequence
from functools import cache

from adapters.storage.tables.connection import Connection
from adapters.storage.tables.dialect import Dialect
from bot.domain.rounds import Round

#: Words, and what stands in quotation marks.
_PHRASES = re.compile(r'"([^"]*)"?|([^\s"]+)')


@cache
def _found(dialect: Dialect, *, by_words: bool) -> str:
    found = dialect.found(":words") if by_words else "1 = 1"
    return f"""
        SELECT round_id FROM past WHERE series_id = :series AND {found} AND round_id NOT IN (
            SELECT rounds.id FROM rounds JOIN questions ON questions.hash = rounds.question
            WHERE rounds.series_id = :series AND questions.ref IN (SELECT value FROM {dialect.texts(":but")})
        ) ORDER BY day DESC LIMIT :limit OFFSET :offset
    """  # noqa: S608 - pieces of the dialect


class SqlPast:
    """Fulfils `PastTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, closed: Round) -> None:
        """Let the question of a round be found from now on."""
        if (question := closed.question) is None:
            return
        self._connection.execute(
            """
            INSERT INTO past (round_id, series_id, workspace, day, title, prompt, answer, topics)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (
                closed.id,
                closed.series_id,
                closed.workspace,
                closed.day.isoformat(),
                question.title,
                question.prompt,
                question.model_answer,
                " ".join(question.topics),
            ),
        )

    def find(
        self, series_id: int, words: str, *, but: Collection[str] = (), limit: int, offset: int = 0
    ) -> Sequence[int]:
        """Give the rounds of a series whose questions have all of the words, newest first, but for some questions."""
        values = {
            "series": series_id,
            "but": json.dumps(sorted(but)),
            "words": _quoted(words),
            "limit": limit,
            "offset": offset,
        }
        rows = self._connection.execute(_found(self._connection.dialect, by_words=bool(words)), values)
        return [row["round_id"] for row in rows]


def _quoted(words: str) -> str:
    """Put every word between quotation marks, so that none means anything but itself to a search."""
    return " ".join(f'"{phrase or word}"' for phrase, word in _PHRASES.findall(words) if phrase or word)
