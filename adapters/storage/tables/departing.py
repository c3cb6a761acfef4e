"""What is kept without a name before a member's data is deleted, so that no view tells by a difference how they did."""

from collections.abc import Mapping
from datetime import UTC, datetime

from adapters.storage.tables.codecs import instant_text
from adapters.storage.tables.connection import Connection
from adapters.storage.tables.statistics import SqlStatistics
from bot.domain.statistics.floor import DEFAULT_FLOOR, Group
from bot.domain.statistics.ledger import drill_groups, pack_of, round_name
from bot.domain.statistics.memory import cell_name


def keep_groups(connection: Connection, workspace: str, member: str, at: datetime) -> None:
    """Keep what the groups of a member come to: what a view shows then could be taken off what it showed before.

    Of fewer than three people nothing is kept. What a group came to at the first of several erasures stays.
    """
    groups = {**_rounds(connection, workspace, member), **_drills(connection, workspace, member, at)}
    connection.executemany(
        """
        INSERT INTO kept_groups (workspace, name, scored, units, scores, lookers, met, looked)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """,
        [
            (workspace, name, one.scored, one.units, one.answers, one.lookers, one.met, one.looked)
            for name, one in groups.items()
            if max(one.scored, one.lookers) >= DEFAULT_FLOOR
        ],
    )
    connection.executemany(
        """
        INSERT INTO departures (workspace, name, at) VALUES (?, ?, ?)
        ON CONFLICT (workspace, name) DO UPDATE SET at = excluded.at
        """,
        [(workspace, name, instant_text(at)) for name in sorted(_cells(connection, workspace, member))],
    )


def _rounds(connection: Connection, workspace: str, member: str) -> Mapping[str, Group]:
    rows = connection.execute(
        "SELECT round_id, series_id FROM points WHERE workspace = ? AND member = ?", (workspace, member)
    ).fetchall()
    theirs, statistics = {row["round_id"] for row in rows}, SqlStatistics(connection)
    return {
        round_name(played.id): played.group
        for series_id in {row["series_id"] for row in rows}
        for played in statistics.rounds(series_id)
        if played.id in theirs
    }


def _drills(connection: Connection, workspace: str, member: str, at: datetime) -> Mapping[str, Group]:
    statistics = SqlStatistics(connection)
    drills = statistics.drills(workspace)
    theirs = {(pack_of(one.ref), one.topic) for one in drills if one.member == member}
    groups = drill_groups(drills, statistics.kept_groups(workspace), at.astimezone(UTC).date())
    return {str(name): group for name, _, group in groups if (name.pack, name.topic) in theirs}


def _cells(connection: Connection, workspace: str, member: str) -> set[str]:
    """Name the topics of packs of which a member remembers something, or was asked in a round."""
    refs = connection.execute(
        """
        SELECT ref FROM memories WHERE workspace = :workspace AND member = :member
        UNION SELECT questions.ref FROM points JOIN rounds ON rounds.id = points.round_id
            JOIN questions ON questions.hash = rounds.question
        WHERE points.workspace = :workspace AND points.member = :member
        """,
        {"workspace": workspace, "member": member},
    ).fetchall()
    topics = SqlStatistics(connection).topics(workspace)
    return {cell_name(pack_of(row["ref"]), topics.get(row["ref"], "")) for row in refs}
