"""The sums of standings, derived anew from points: for a rebuild, and to check those that are kept."""

import json
import sqlite3
from datetime import date

from bot.domain.periods import period_keys

#: The scope of sums that count all series of a workspace.
WHOLE_WORKSPACE = 0

_COLUMNS = "workspace, scope, period, member, points, answered, scored, units"

# Which periods a day counts in is the engine's rule; the pairs are handed in as a JSON array of [day, period].
_PERIODS = """
    periods (day, period) AS MATERIALIZED
        (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:periods))
"""

_DERIVED = """
    SELECT points.workspace, {scope} AS scope, period, member, sum(points), count(*), count(units),
        coalesce(sum(units), 0)
    FROM points JOIN periods ON periods.day = points.day WHERE {condition}
    GROUP BY points.workspace, 2, period, member
"""


def rebuild(connection: sqlite3.Connection, series_id: int) -> None:
    """Replace the sums of a series and of its workspace."""
    series = connection.execute("SELECT workspace FROM series WHERE id = ?", (series_id,)).fetchone()
    if series is None:
        return
    _replace(connection, series["workspace"], series_id, "series_id = :scope")
    _replace(connection, series["workspace"], WHOLE_WORKSPACE, "workspace = :workspace")


def differing(connection: sqlite3.Connection) -> int:
    """Count the sums that are not what the points add up to, without writing."""
    both = " UNION ALL ".join(
        _DERIVED.format(scope=scope, condition="true") for scope in ("series_id", WHOLE_WORKSPACE)
    )
    row = connection.execute(
        # The statement's parts are constants of this module.
        f"""
        WITH {_PERIODS}, derived AS MATERIALIZED ({both})
        SELECT (SELECT count(*) FROM (SELECT * FROM derived EXCEPT SELECT {_COLUMNS} FROM standings))
            + (SELECT count(*) FROM (SELECT {_COLUMNS} FROM standings WHERE answered EXCEPT SELECT * FROM derived)) AS n
        """,  # noqa: S608 - no value from outside is in it
        {"periods": _period_pairs(connection, "true", {})},
    ).fetchone()
    return int(row["n"])


def _replace(connection: sqlite3.Connection, workspace: str, scope: int, condition: str) -> None:
    values = {"workspace": workspace, "scope": scope}
    connection.execute("DELETE FROM standings WHERE workspace = :workspace AND scope = :scope", values)
    derived = _DERIVED.format(scope=":scope", condition=condition)
    connection.execute(
        f"INSERT INTO standings ({_COLUMNS}) WITH {_PERIODS} {derived}",
        values | {"periods": _period_pairs(connection, condition, values)},
    )


def _period_pairs(connection: sqlite3.Connection, condition: str, values: dict[str, object]) -> str:
    rows = connection.execute(
        f"SELECT DISTINCT day FROM points WHERE {condition}",  # noqa: S608 - a condition of this module
        values,
    )
    days = [row["day"] for row in rows]
    return json.dumps([(day, period) for day in days for period in period_keys(date.fromisoformat(day))])
