"""When members are away."""

from collections.abc import Sequence
from datetime import date

from adapters.storage.tables.codecs import read_day
from adapters.storage.tables.connection import Connection, Row
from bot.domain.members import Absence


def _absence(row: Row) -> Absence:
    return Absence(row["workspace"], row["member"], read_day(row["since"]), read_day(row["until"]))


class SqlAbsences:
    """Fulfils `AbsencesTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set(self, absence: Absence) -> None:
        """Keep that a member is away; what was kept of them from its first day on gives way to it."""
        self.end(absence.workspace, absence.member, absence.since)
        self._connection.execute(
            "INSERT INTO absences (workspace, member, since, until) VALUES (?, ?, ?, ?)",
            (absence.workspace, absence.member, absence.since.isoformat(), absence.until.isoformat()),
        )

    def end(self, workspace: str, member: str, day: date) -> bool:
        """Let a member be back on a day, and say whether they were away then."""
        whose = (workspace, member, day.isoformat())
        dropped = self._connection.execute(
            "DELETE FROM absences WHERE workspace = ? AND member = ? AND since >= ?", whose
        )
        cut = self._connection.execute(
            "UPDATE absences SET until = ?3 WHERE workspace = ?1 AND member = ?2 AND until > ?3", whose
        )
        return dropped.rowcount + cut.rowcount > 0

    def of_member(self, workspace: str, member: str, day: date) -> Absence | None:
        """Give the absence that a day belongs to; None: the member is there."""
        found = self._where("workspace = ?1 AND member = ?2 AND since <= ?3 AND until > ?3", workspace, member, day)
        return next(iter(found), None)

    def latest(self, workspace: str, member: str) -> Absence | None:
        """Give the absence of a member that ends last."""
        return next(reversed(self._where("workspace = ? AND member = ?", workspace, member)), None)

    def away(self, workspace: str, day: date) -> frozenset[str]:
        """Give who is away on a day, by id."""
        return frozenset(one.member for one in self.between(workspace, day, day))

    def between(self, workspace: str, since: date, until: date) -> Sequence[Absence]:
        """Give the absences that have a day from `since` to `until`, both counted, by member and day."""
        return self._where("workspace = ? AND until > ? AND since <= ?", workspace, since, until)

    def _where(self, condition: str, *values: str | date) -> Sequence[Absence]:
        said = [value if isinstance(value, str) else value.isoformat() for value in values]
        rows = self._connection.execute(
            f"SELECT * FROM absences WHERE {condition} ORDER BY member, since",  # noqa: S608 - constants
            said,
        )
        return [_absence(row) for row in rows]
