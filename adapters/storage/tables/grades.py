"""The ledger of grades."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from adapters.storage.tables.codecs import (
    JUDGEMENT,
    instant_text,
    json_text,
    read_enum,
    read_instant,
    read_record,
)
from adapters.storage.tables.connection import Connection
from bot.domain.grading import Grade, Source


class SqlGrades:
    """Fulfils `GradesTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, grades: Iterable[Grade]) -> None:
        """Add entries."""
        instants = cache(instant_text)  # those of one close were all made at once
        self._connection.executemany(
            """
            INSERT INTO grades (round_id, workspace, member, source, judgement, graded_by, at)
            VALUES (?1, (SELECT workspace FROM rounds WHERE id = ?1), ?2, ?3, ?4, ?5, ?6)
            """,
            [
                (
                    grade.round_id,
                    grade.member,
                    grade.source,
                    json_text(JUDGEMENT, grade.judgement),
                    grade.by,
                    instants(grade.at),
                )
                for grade in grades
            ],
        )

    def of_round(self, round_id: int, member: str | None = None) -> Mapping[str, Sequence[Grade]]:
        """Give a round's entries by member, oldest first; with a member, theirs."""
        by_member: dict[str, list[Grade]] = defaultdict(list)
        found = "SELECT * FROM grades WHERE round_id = ? AND member = coalesce(?, member) ORDER BY id"
        for row in self._connection.execute(found, (round_id, member)):
            by_member[row["member"]].append(
                Grade(
                    round_id=round_id,
                    member=row["member"],
                    source=read_enum(Source, row["source"]),
                    judgement=read_record(JUDGEMENT, row["judgement"]),
                    by=row["graded_by"],
                    at=read_instant(row["at"]),
                )
            )
        return dict(by_member)
