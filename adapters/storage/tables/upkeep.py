"""What concerns several tables."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from adapters.storage.tables.codecs import instant_text
from adapters.storage.tables.connection import Connection
from adapters.storage.tables.due import DueNote
from adapters.storage.tables.exports import export_workspace
from adapters.storage.tables.purge import purge
from adapters.storage.tables.retention import expired, give_back, retain
from bot.ports.tables.upkeep import Expired, Load, Retention

#: Seconds after which a process that gave no sign of life is forgotten.
_FORGOTTEN = 86_400


class SqlUpkeep:
    """Fulfils `UpkeepTable`."""

    def __init__(self, connection: Connection, due: DueNote, owner: str) -> None:
        """`owner` names the process."""
        self._connection = connection
        self._due = due
        self._owner = owner
        self._now = connection.dialect.seconds_now()

    def beat(self, role: str) -> None:
        """Give a sign of life of this process, and forget processes that are long gone, and limits that have passed."""
        self._connection.execute(
            f"""
            INSERT INTO heartbeats (process, beat_at, role) VALUES (?, {self._now}, ?)
            ON CONFLICT (process) DO UPDATE SET beat_at = excluded.beat_at, role = excluded.role
            """,  # noqa: S608 - a piece of the dialect
            (self._owner, role),
        )
        self._connection.execute(f"DELETE FROM heartbeats WHERE beat_at < {self._now} - ?", (_FORGOTTEN,))  # noqa: S608 - as above

        for passed in ("turns WHERE free_at", "seen_requests WHERE until"):
            self._connection.execute(f"DELETE FROM {passed} < {self._now}")  # noqa: S608 - as above

    def leave(self) -> None:
        """Take away the sign of life of this process, which ends."""
        self._connection.execute("DELETE FROM heartbeats WHERE process = ?", (self._owner,))

    def roles(self, within: timedelta) -> Mapping[str, int]:
        """Say by what they do how many processes have given a sign of life lately."""
        rows = self._connection.execute(
            f"SELECT role, count(*) AS number FROM heartbeats WHERE beat_at > {self._now} - ? GROUP BY role",  # noqa: S608 - as above
            (int(within.total_seconds()),),
        )
        return {row["role"]: row["number"] for row in rows}

    def since_beat(self) -> timedelta | None:
        """Give how long ago the newest sign of life was, by the clock that it was given by; None: there is none."""
        [seconds] = self._connection.execute(f"SELECT {self._now} - max(beat_at) FROM heartbeats").fetchone()  # noqa: S608 - as above
        return None if seconds is None else timedelta(seconds=seconds)

    def load(self, now: datetime, late: datetime) -> Load:
        """Count what there is, and what waits."""
        states = self._connection.execute("SELECT state, count(*) AS number FROM deliveries GROUP BY state")
        due = "SELECT count(*) FROM deliveries WHERE state IN ('pending', 'sending') AND due_at < ?"
        asking = "SELECT count(*) FROM series WHERE state = 'active' AND next_due < ?"
        return Load(
            deliveries={row["state"]: row["number"] for row in states},
            late_deliveries=self._count(due, instant_text(late)),
            late_series=self._count(asking, instant_text(late)),
            inbox=self._count("SELECT count(*) FROM inbox WHERE state = 'pending'"),
            answers=self._count("SELECT count(*) FROM answers"),
            sessions=self._count("SELECT count(*) FROM sessions WHERE expires_at > ?", instant_text(now)),
        )

    def _count(self, statement: str, *values: str) -> int:
        [number] = self._connection.execute(statement, values).fetchone()
        return int(number)

    def expired(self, before: datetime, workspace: str | None, most: int) -> Expired:
        """Find what is older than the instant and not needed any more."""
        return expired(self._connection, before, workspace, most)

    def retain(self, before: datetime, found: Expired, workspace: str | None = None) -> Retention:
        """Delete of what was found what is old still."""
        return retain(self._connection, before, workspace, found)

    def give_back(self) -> bool:
        """Give some room back to the disk; False: there is no more, or the database does it by itself."""
        return give_back(self._connection)

    def export(self, workspace: str) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Give all that is kept of a workspace, by table, ready for JSON, but for secrets."""
        return export_workspace(self._connection, workspace)

    def purge(self, workspace: str) -> int:
        """Delete all that is kept of a workspace and give how many rows that were; others' rows stay as they are."""
        self._due.erased = True
        return purge(self._connection, workspace)
