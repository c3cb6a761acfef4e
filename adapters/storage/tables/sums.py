"""The sums of standings, added up anew from points: for a rebuild, and to check those that are kept."""

from collections.abc import Iterator, Mapping
from functools import cache

from adapters.storage.tables.codecs import read_day
from adapters.storage.tables.connection import Connection
from bot.domain.scoring import DrillPoints, Points, SumKey, Sums, shift, worth


def rebuild(connection: Connection, workspace: str) -> None:
    """Replace all sums of a workspace."""
    connection.execute("DELETE FROM standings WHERE workspace = ?", (workspace,))
    connection.executemany(
        """
        INSERT INTO standings (workspace, scope, period, member, points, answered, scored, units)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        ((workspace, *key, *sums) for key, sums in _added_up(connection, workspace).items()),
    )


def differing(connection: Connection) -> int:
    """Count the sums that are not what the points add up to."""
    workspaces = connection.execute(
        "SELECT workspace FROM points UNION SELECT workspace FROM drill_points UNION SELECT workspace FROM standings"
    ).fetchall()
    return sum(_differing(connection, row["workspace"]) for row in workspaces)


def _differing(connection: Connection, workspace: str) -> int:
    rows = connection.execute(
        "SELECT scope, period, member, points, answered, scored, units FROM standings WHERE workspace = ?", (workspace,)
    )
    kept = {SumKey(*row[:3]): Sums(*row[3:]) for row in rows}
    right = _added_up(connection, workspace)
    # A row of zeros says what no row says.
    return sum(right.get(key, Sums()) != kept.get(key, Sums()) for key in right.keys() | kept.keys())


def _added_up(connection: Connection, workspace: str) -> Mapping[SumKey, Sums]:
    return shift((earned, worth(earned)) for earned in _earned(connection, workspace))


def _earned(connection: Connection, workspace: str) -> Iterator[Points | DrillPoints]:
    days = cache(read_day)
    answers = connection.execute(
        "SELECT round_id, series_id, day, member, points, score, is_best FROM points WHERE workspace = ?", (workspace,)
    )
    for round_id, series_id, day, member, points, score, is_best in answers:
        yield Points(round_id, series_id, workspace, days(day), member, points, score, bool(is_best))
    drills = connection.execute(
        "SELECT series_id, day, member, ref, points FROM drill_points WHERE workspace = ?", (workspace,)
    )
    for series_id, day, member, ref, points in drills:
        yield DrillPoints(series_id, workspace, days(day), member, ref, points)
