"""The sums of standings, derived anew from points: for a rebuild, and to check those that are kept."""

import sqlite3
from collections.abc import Mapping
from functools import cache

from adapters.storage.sqlite.codecs import read_day
from bot.domain.periods import period_keys

#: The scope of sums that count all series of a workspace.
WHOLE_WORKSPACE = 0

# A drill can earn points, and is no answer to a round.
_EARNED = """
    SELECT series_id, member, day, points, 1 AS answered, units IS NOT NULL AS scored, coalesce(units, 0) AS units
        FROM points WHERE workspace = :workspace
    UNION ALL SELECT series_id, member, day, points, 0, 0, 0 FROM drill_points WHERE workspace = :workspace
"""

#: Scope, period, member.
Key = tuple[int, str, str]
#: Points, answers, scored answers, units of score.
Sums = tuple[int, int, int, int]


def rebuild(connection: sqlite3.Connection, workspace: str) -> None:
    """Replace all sums of a workspace."""
    connection.execute("DELETE FROM standings WHERE workspace = ?", (workspace,))
    connection.executemany(
        """
        INSERT INTO standings (workspace, scope, period, member, points, answered, scored, units)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        ((workspace, *key, *sums) for key, sums in _derived(connection, workspace).items()),
    )


def differing(connection: sqlite3.Connection) -> int:
    """Count the sums that are not what the points add up to."""
    workspaces = connection.execute(
        "SELECT workspace FROM points UNION SELECT workspace FROM drill_points UNION SELECT workspace FROM standings"
    ).fetchall()
    return sum(_differing(connection, row["workspace"]) for row in workspaces)


def _differing(connection: sqlite3.Connection, workspace: str) -> int:
    derived = _derived(connection, workspace)
    rows = connection.execute(
        "SELECT scope, period, member, points, answered, scored, units FROM standings WHERE workspace = ?", (workspace,)
    )
    kept = {(row[0], row[1], row[2]): (row[3], row[4], row[5], row[6]) for row in rows}
    return sum(derived.get(key) != kept.get(key) for key in derived.keys() | kept.keys())


def _derived(connection: sqlite3.Connection, workspace: str) -> Mapping[Key, Sums]:
    """Add up in one pass; which periods a day counts in is the engine's rule, not SQL's."""
    keys = cache(lambda day: period_keys(read_day(day)))
    sums: dict[Key, Sums] = {}
    rows = connection.execute(_EARNED, {"workspace": workspace})
    for series_id, member, day, points, answered, scored, units in rows:
        for period in keys(day):
            for scope in (series_id, WHOLE_WORKSPACE):
                old = sums.get((scope, period, member), (0, 0, 0, 0))
                sums[scope, period, member] = (
                    old[0] + points,
                    old[1] + answered,
                    old[2] + scored,
                    old[3] + units,
                )
    return sums
