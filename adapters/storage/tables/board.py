"""Reading boards from the sums of a period: who is hidden is left out before ranks are given."""

import json
from collections.abc import Sequence
from functools import cache

from adapters.storage.tables.connection import Connection, Row
from adapters.storage.tables.dialect import Dialect
from bot.domain.members import GONE
from bot.domain.scoring import WHOLE_WORKSPACE, Standing, Sums


# A series' own settings name members who never appear on its boards; the workspace's board has no such list.
@cache
def _appearing(dialect: Dialect) -> str:
    excluded = dialect.texts("(SELECT settings FROM series WHERE id = :scope)", "excluded")
    return f"""
        appearing AS (
            SELECT standings.*, coalesce(members.name, :gone) AS name,
                coalesce(members.folded, standings.member) AS folded
            FROM standings LEFT JOIN members
                ON members.workspace = standings.workspace AND members.member = standings.member
            WHERE standings.workspace = :workspace AND scope = :scope AND period = :period
                AND coalesce(on_board, 1) = 1
                AND standings.member NOT IN (SELECT value FROM {excluded})
        )
    """  # noqa: S608 - pieces of the dialect


_STREAK = """
    coalesce((SELECT max(current) FROM streaks
        WHERE streaks.workspace = :workspace AND streaks.member = line.member AND :scope IN (0, series_id)), 0)
        AS streak
"""


@cache
def _lines(dialect: Dialect) -> str:
    return f"""
        WITH {_appearing(dialect)}, line AS (
            SELECT *, rank() OVER (ORDER BY points DESC) AS rank
            FROM appearing ORDER BY rank, folded, member LIMIT :limit
        )
        SELECT *, {_STREAK} FROM line ORDER BY rank, folded, member
    """  # noqa: S608 - constants of this module


@cache
def _own(dialect: Dialect) -> str:
    return f"""
        WITH {_appearing(dialect)}, line AS (
            SELECT * FROM standings
            WHERE workspace = :workspace AND scope = :scope AND period = :period AND member = :member
        )
        SELECT *, coalesce((SELECT name FROM members WHERE workspace = :workspace AND member = :member), :gone) AS name,
            1 + (SELECT count(*) FROM appearing WHERE appearing.points > line.points) AS rank,
            {_STREAK}
        FROM line
    """  # noqa: S608 - constants of this module


# Who earned something in the round alone was on no board before it.
@cache
def _before(dialect: Dialect) -> str:
    return f"""
        WITH {_appearing(dialect)}, before AS (
            SELECT appearing.member, appearing.points - coalesce(points.points, 0) AS points
            FROM appearing LEFT JOIN points ON points.round_id = :round AND points.member = appearing.member
            WHERE appearing.points > coalesce(points.points, 0)
                OR appearing.answered > CASE WHEN points.member IS NULL THEN 0 ELSE 1 END
        ), ranked AS (SELECT member, rank() OVER (ORDER BY points DESC) AS rank FROM before)
        SELECT member, rank FROM ranked WHERE member IN (SELECT value FROM {dialect.texts(":members")})
    """  # noqa: S608 - constants of this module


@cache
def _count(dialect: Dialect) -> str:
    return f"WITH {_appearing(dialect)} SELECT count(*) AS n FROM appearing"  # noqa: S608 - constants of this module


def lines(
    connection: Connection, workspace: str, series_id: int | None, period: str, limit: int
) -> tuple[Standing, ...]:
    """Give the first lines, by rank, then name, then id."""
    values = _values(workspace, series_id, period) | {"limit": limit}
    return tuple(_standing(row) for row in connection.execute(_lines(connection.dialect), values))


def members(connection: Connection, workspace: str, series_id: int | None, period: str) -> int:
    """Count who appears."""
    return int(connection.execute(_count(connection.dialect), _values(workspace, series_id, period)).fetchone()["n"])


def own_line(
    connection: Connection, workspace: str, series_id: int | None, period: str, member: str
) -> Standing | None:
    """Give one member's line, whether they appear or not."""
    row = connection.execute(
        _own(connection.dialect), _values(workspace, series_id, period) | {"member": member}
    ).fetchone()
    return None if row is None else _standing(row)


def ranks_before(
    connection: Connection, workspace: str, series_id: int, period: str, *, round_id: int, of: Sequence[str]
) -> dict[str, int]:
    """Give the ranks that some members would have without a round."""
    values = _values(workspace, series_id, period) | {"round": round_id, "members": json.dumps(list(of))}
    return {row["member"]: row["rank"] for row in connection.execute(_before(connection.dialect), values)}


def _values(workspace: str, series_id: int | None, period: str) -> dict[str, object]:
    scope = WHOLE_WORKSPACE if series_id is None else series_id
    return {"workspace": workspace, "scope": scope, "period": period, "gone": GONE}


def _standing(row: Row) -> Standing:
    return Standing(
        rank=row["rank"],
        member=row["member"],
        name=row["name"],
        points=row["points"],
        answered=row["answered"],
        mean_score=Sums(scored=row["scored"], units=row["units"]).mean_score,
        streak=row["streak"],
    )
