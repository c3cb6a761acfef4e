"""What was last written that figures are made of, by workspace: triggers note it, whoever writes.

The step `add_sources_of_writes` makes the triggers.
"""

from collections import defaultdict
from collections.abc import Mapping

from adapters.storage.tables.connection import Connection

#: The tables that figures are read from, with the source that their writes are noted under; a table more, or another
#: source, needs a step of its own that makes the triggers anew.
WATCHED = {
    "absences": "absences",
    "answers": "answers",
    "audiences": "rounds",
    "claims": "claims",
    "departures": "departures",
    "drills": "drills",
    "feedback": "feedback",
    "flags": "flags",
    "grades": "grades",
    "kept_groups": "kept_groups",
    "members": "members",
    "memories": "memories",
    "own_packs": "own_packs",
    "own_questions": "own_questions",
    "points": "rounds",
    "quarantine": "quarantine",
    "rounds": "rounds",
    "series": "series",
    "streaks": "streaks",
}
#: Snapshots of questions are of all workspaces.
SHARED = "questions"
#: What was watched before that step, and kept figures are not read from.
NO_LONGER_WATCHED = "deliveries"
_LATEST = """
    SELECT source, about, part, number FROM last_writes WHERE workspace IN ('', ?)
    ORDER BY workspace, source, about, part
"""
# What a transaction writes to one of the tables changes what is noted, which triggers do.
_RECALLED = _LATEST + " ".join(f"FROM {table}" for table in (*WATCHED, SHARED))


class SqlWrites:
    """Fulfils `WritesTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def latest(self, workspace: str) -> Mapping[str, Mapping[str, tuple[int, ...]]]:
        """Give what was written last by its source, and there by what it is about, in numbers without a sense."""
        return self._connection.recalled.once(_RECALLED, (workspace,), lambda: self._latest(workspace))

    def _latest(self, workspace: str) -> Mapping[str, Mapping[str, tuple[int, ...]]]:
        found: dict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
        for source, about, part, number in self._connection.execute(_LATEST, (workspace,)):
            there = found[source]
            there[about] = (*there.get(about, ()), part, number)
        return dict(found)
