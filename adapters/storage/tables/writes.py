"""What was last written that figures are made of, by workspace: triggers note it, whoever writes.

The step `add_sources_of_writes` makes the triggers.
"""

from collections.abc import Mapping
from functools import cache, lru_cache

from adapters.storage.tables.codecs import read_json
from adapters.storage.tables.connection import Connection
from adapters.storage.tables.dialect import Dialect

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


# Rows are many, and few of them change: the database makes texts of them, which are read once while they are the same.
@cache
def _latest(dialect: Dialect) -> str:
    about, part, number = map(dialect.array, ("about", "part", "number"))
    return f"""
        SELECT source, {about}, {part}, {number} FROM (
            SELECT source, about, part, number FROM last_writes WHERE workspace IN ('', ?) ORDER BY source, about, part
        ) AS noted
        GROUP BY source ORDER BY source
    """  # noqa: S608 - pieces of the dialect


# What a transaction writes to one of the tables changes what is noted, which triggers do.
_RECALLED = "SELECT 1 " + " ".join(f"FROM {table}" for table in (*WATCHED, SHARED))


class SqlWrites:
    """Fulfils `WritesTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def latest(self, workspace: str) -> Mapping[str, Mapping[str, tuple[int, ...]]]:
        """Give what was written last by its source, and there by what it is about, in numbers without a sense."""
        return self._connection.recalled.once(_RECALLED, (workspace,), lambda: self._latest(workspace))

    def _latest(self, workspace: str) -> Mapping[str, Mapping[str, tuple[int, ...]]]:
        rows = self._connection.execute(_latest(self._connection.dialect), (workspace,))
        return {source: _noted(about, part, number) for source, about, part, number in rows}


@lru_cache(maxsize=256)
def _noted(about: str, part: str, number: str) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for what, where, last in zip(*map(read_json, (about, part, number)), strict=True):
        found[what] = (*found.get(what, ()), where, last)
    return found
