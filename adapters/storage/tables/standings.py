"""Points, their sums by period, and streaks. Sums are kept up by differences, so that no board reads the ledger."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from adapters.storage.tables import board, sums
from adapters.storage.tables.codecs import met_text, read_day, read_met
from adapters.storage.tables.connection import Connection, Row
from bot.domain.scoring import Board, DrillPoints, Points, Standing, Sums, difference, spread, worth
from bot.domain.streaks import Streak


class SqlStandings:
    """Fulfils `StandingsTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set_points(self, standings: Sequence[Points]) -> None:
        """Set what members earned in one round and bring the sums of every period up to date."""
        before = self._earned(standings)
        self._connection.executemany(
            """
            INSERT INTO points (round_id, member, series_id, workspace, day, points, score, is_best, met, is_quick)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (round_id, member) DO UPDATE SET points = excluded.points, score = excluded.score,
                is_best = excluded.is_best, met = excluded.met, is_quick = excluded.is_quick
            """,
            [
                (
                    standing.round_id,
                    standing.member,
                    standing.series_id,
                    standing.workspace,
                    standing.day.isoformat(),
                    standing.points,
                    standing.score,
                    standing.is_best,
                    met_text(standing.met),
                    standing.is_quick,
                )
                for standing in standings
            ],
        )
        if standings:
            growths = {one.member: difference(before.get(one.member), one) for one in standings}
            self._grow(standings[0], growths)

    def add_drill_points(self, earned: DrillPoints) -> None:
        """Add what a member earned by a drill, once per series, day and question."""
        added = self._connection.execute(
            """
            INSERT INTO drill_points (series_id, member, day, ref, workspace, points) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            (earned.series_id, earned.member, earned.day.isoformat(), earned.ref, earned.workspace, earned.points),
        )
        if added.rowcount:
            self._grow(earned, {earned.member: worth(earned)})

    def change_drill_points(self, earned: DrillPoints, points: int) -> None:
        """Change what a member earned by a drill to so many points; what is not kept as `earned` stays as it is."""
        changed = self._connection.execute(
            """
            UPDATE drill_points SET points = ?
            WHERE series_id = ? AND member = ? AND day = ? AND ref = ? AND points = ?
            """,
            (points, earned.series_id, earned.member, earned.day.isoformat(), earned.ref, earned.points),
        )
        if changed.rowcount:
            self._grow(earned, {earned.member: difference(earned, replace(earned, points=points))})

    def points_of(self, round_id: int) -> Mapping[str, Points]:
        """Give what members earned in a round."""
        rows = self._connection.execute("SELECT * FROM points WHERE round_id = ?", (round_id,))
        return {row["member"]: _points(row) for row in rows}

    def board(
        self, workspace: str, series_id: int | None, period: str, *, limit: int, viewer: str | None = None
    ) -> Board:
        """Give the best of a period, the whole workspace's where `series_id` is None."""
        own = None if viewer is None else self.standing(workspace, series_id, period, viewer)
        return Board(
            period=period,
            lines=board.lines(self._connection, workspace, series_id, period, limit),
            members=board.members(self._connection, workspace, series_id, period),
            own=own,
        )

    def standing(self, workspace: str, series_id: int | None, period: str, member: str) -> Standing | None:
        """Give a member's own standing, with the rank they would have where they do not appear."""
        return board.own_line(self._connection, workspace, series_id, period, member)

    def ranks_before(
        self, workspace: str, series_id: int, period: str, round_id: int, members: Sequence[str]
    ) -> Mapping[str, int]:
        """Give the ranks of those members that they would have without a round; who had nothing yet has none."""
        return board.ranks_before(self._connection, workspace, series_id, period, round_id=round_id, of=members)

    def streaks(self, series_id: int) -> Mapping[str, Streak]:
        """Give the streaks of all members who ever answered in the series."""
        rows = self._connection.execute("SELECT * FROM streaks WHERE series_id = ?", (series_id,))
        return {row["member"]: Streak(row["current"], row["longest"], row["answered"], row["freezes"]) for row in rows}

    def set_streaks(self, series_id: int, streaks: Mapping[str, Streak]) -> None:
        """Replace the streaks of these members."""
        self._connection.executemany(
            """
            INSERT INTO streaks (series_id, member, workspace, current, longest, answered, freezes)
            VALUES (?1, ?2, (SELECT workspace FROM series WHERE id = ?1), ?3, ?4, ?5, ?6)
            ON CONFLICT (series_id, member) DO UPDATE SET current = excluded.current, longest = excluded.longest,
                answered = excluded.answered, freezes = excluded.freezes
            """,
            [
                (series_id, member, streak.current, streak.longest, streak.answered, streak.freezes)
                for member, streak in streaks.items()
            ],
        )

    def rebuild(self, series_id: int) -> None:
        """Derive the sums of every period anew from the points of rounds, for the series' whole workspace."""
        row = self._connection.execute("SELECT workspace FROM series WHERE id = ?", (series_id,)).fetchone()
        if row is not None:
            sums.rebuild(self._connection, row["workspace"])

    def _earned(self, standings: Sequence[Points]) -> Mapping[str, Points]:
        """Give what these members had earned in their round so far."""
        if not standings:
            return {}
        members, found = json.dumps([standing.member for standing in standings]), self._connection.dialect.texts("?")
        rows = self._connection.execute(
            f"SELECT * FROM points WHERE round_id = ? AND member IN (SELECT value FROM {found})",  # noqa: S608 - a piece of the dialect
            (standings[0].round_id, members),
        )
        return {row["member"]: _points(row) for row in rows}

    def _grow(self, earned: Points | DrillPoints, growths: Mapping[str, Sums]) -> None:
        """Let the sums grow that something earned on its day in its series counts in, by member."""
        self._connection.executemany(
            """
            INSERT INTO standings (workspace, scope, period, member, points, answered, scored, units)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (workspace, scope, period, member) DO UPDATE SET points = standings.points + excluded.points,
                answered = standings.answered + excluded.answered, scored = standings.scored + excluded.scored,
                units = standings.units + excluded.units
            """,
            ((earned.workspace, *key, *sums) for key, sums in spread(earned.series_id, earned.day, growths)),
        )


def _points(row: Row) -> Points:
    return Points(
        round_id=row["round_id"],
        series_id=row["series_id"],
        workspace=row["workspace"],
        day=read_day(row["day"]),
        member=row["member"],
        points=row["points"],
        score=row["score"],
        is_best=bool(row["is_best"]),
        met=read_met(row["met"]),
        is_quick=bool(row["is_quick"]),
    )
