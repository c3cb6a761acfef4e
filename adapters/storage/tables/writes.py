"""When something was last written that figures are made of, by workspace: triggers note it, whoever writes.

The step `add_last_writes` makes the triggers.
"""

from adapters.storage.tables.connection import Connection

#: The tables that figures are read from; their triggers are as the step `add_last_writes` makes them, and a table more
#: needs a step of its own.
WATCHED = (
    "absences",
    "answers",
    "audiences",
    "claims",
    "deliveries",
    "departures",
    "drills",
    "feedback",
    "flags",
    "grades",
    "kept_groups",
    "members",
    "memories",
    "own_packs",
    "own_questions",
    "points",
    "quarantine",
    "rounds",
    "series",
    "streaks",
)
#: Snapshots of questions are of all workspaces.
SHARED = "questions"


class SqlWrites:
    """Fulfils `WritesTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def latest(self, workspace: str) -> str:
        """Say what was written last that figures of a workspace are made of."""
        rows = self._connection.execute(
            "SELECT workspace, part, number FROM last_writes WHERE workspace IN ('', ?) ORDER BY workspace, part",
            (workspace,),
        ).fetchall()
        return " ".join(f"{'' if row[0] else '*'}{row[1]}:{row[2]}" for row in rows)
