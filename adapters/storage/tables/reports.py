"""Read-only figures. Who took part in a round is who has points in it."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache

from adapters.storage.tables.codecs import optional_day_text, optional_instant
from adapters.storage.tables.connection import Connection
from adapters.storage.tables.dialect import Dialect
from adapters.storage.tables.leases import HELD
from bot.domain.members import GONE
from bot.domain.reporting import Participation, TopicScore

_CLOSED = """
    closed AS (
        SELECT id, day, question FROM rounds
        WHERE series_id = :series AND state = 'closed'
            AND day >= coalesce(:since, '') AND day <= coalesce(:until, '9999-12-31')
    )
"""


@cache
def _participation(*, of_one: bool) -> str:
    # An index finds the answers of one member; of all, those of the rounds.
    of_member = "AND points.series_id = :series AND points.member = :member" if of_one else ""
    return _PARTICIPATION.format(of_member=of_member)


# Scores are added up in whole numbers: of fractions the sum would depend on the order of the rows. Who took part first
# when needs no look at rounds, as in `first_answers` of the domain: points are first written where a round is closed.
_PARTICIPATION = f"""
    WITH {_CLOSED},
    firsts AS (
        SELECT member, min(day) AS day FROM points WHERE series_id = :series {{of_member}} GROUP BY member
    ),
    excused AS (
        SELECT firsts.member, count(*) AS rounds
        FROM firsts JOIN absences ON absences.member = firsts.member
                AND absences.workspace = (SELECT workspace FROM series WHERE id = :series)
            JOIN closed ON closed.day >= firsts.day AND closed.day >= since AND closed.day < until
            LEFT JOIN points ON points.round_id = closed.id AND points.member = firsts.member
        WHERE points.member IS NULL GROUP BY firsts.member
    ),
    earned AS (
        SELECT points.member, count(*) AS answered, sum(points) AS points,
            CAST(sum(units) AS DOUBLE PRECISION) / nullif(count(score), 0) / 1e12 AS mean_score,
            max(last_at) AS last_answer, count(chosen) AS quick
        FROM closed JOIN points ON points.round_id = closed.id
            LEFT JOIN answers ON answers.round_id = points.round_id AND answers.member = points.member
        WHERE true {{of_member}}
        GROUP BY points.member
    )
    SELECT firsts.member, series.name AS series, coalesce(members.name, :gone) AS name,
        (SELECT count(*) FROM closed WHERE closed.day >= firsts.day) - coalesce(excused.rounds, 0) AS rounds,
        coalesce(earned.answered, 0) AS answered, mean_score, coalesce(points, 0) AS points, last_answer,
        coalesce(earned.quick, 0) AS quick,
        coalesce(streaks.current, 0) AS streak, coalesce(streaks.longest, 0) AS longest
    FROM firsts JOIN series ON series.id = :series
        LEFT JOIN excused ON excused.member = firsts.member
        LEFT JOIN earned ON earned.member = firsts.member
        LEFT JOIN members ON members.workspace = series.workspace AND members.member = firsts.member
        LEFT JOIN streaks ON streaks.series_id = :series AND streaks.member = firsts.member
    ORDER BY coalesce(members.folded, firsts.member), firsts.member
"""  # noqa: S608 - constants of this module


@cache
def _topics(dialect: Dialect) -> str:
    return f"""
        WITH scored AS (
            SELECT rounds.question, points.score FROM points JOIN rounds ON rounds.id = points.round_id
                WHERE points.workspace = :workspace AND points.member = :member
            UNION ALL SELECT question, score FROM drills WHERE workspace = :workspace AND member = :member
        )
        SELECT one.value AS topic, avg(score) AS mean_score, count(*) AS answers
        FROM scored JOIN questions ON questions.hash = scored.question
            CROSS JOIN {dialect.texts("content", "topics")} AS one
        WHERE score IS NOT NULL GROUP BY one.value ORDER BY one.value
    """  # noqa: S608 - pieces of the dialect


# Each part reads one row, the first of a partial index. What other processes hold comes back with a notice or a tick.
_NEXT_DUE = f"""
    SELECT min(due) AS due FROM (
        SELECT min(next_due) AS due FROM series WHERE state = 'active' AND next_due IS NOT NULL
        UNION ALL SELECT min(close_due) FROM rounds
            WHERE state = 'open' AND close_due IS NOT NULL AND NOT ({HELD})
        UNION ALL SELECT min(remind_at) FROM rounds WHERE state = 'open' AND remind_at IS NOT NULL
        UNION ALL SELECT min(ready_at) FROM deliveries WHERE ready_at IS NOT NULL AND NOT ({HELD})
        UNION ALL SELECT min(look_at) FROM deliveries WHERE state = 'queued'
        UNION ALL SELECT min(silent_at) FROM contacts WHERE silent_at IS NOT NULL
        UNION ALL SELECT min(next_due) FROM nudges WHERE next_due IS NOT NULL
        UNION ALL SELECT min(next_due) FROM digests WHERE next_due IS NOT NULL
    ) AS parts
"""  # noqa: S608 - constants


class SqlReports:
    """Fulfils `ReportsTable`."""

    def __init__(self, connection: Connection, owner: str) -> None:
        """`owner` names the process."""
        self._connection = connection
        self._owner = owner

    def participation(
        self, series_id: int, since: date | None, until: date | None, member: str | None = None
    ) -> Sequence[Participation]:
        """Give one row per member who ever answered, or for one, over the closed rounds of the days, by name."""
        values = {**_period(series_id, since, until), "gone": GONE, "member": member}
        rows = self._connection.execute(_participation(of_one=member is not None), values)
        return [
            Participation(
                series=row["series"],
                member=row["member"],
                name=row["name"],
                rounds=row["rounds"],
                answered=row["answered"],
                mean_score=row["mean_score"],
                points=row["points"],
                streak=row["streak"],
                longest=row["longest"],
                last_answer=optional_instant(row["last_answer"]),
                quick=row["quick"],
            )
            for row in rows
        ]

    def topics(self, workspace: str, member: str) -> Sequence[TopicScore]:
        """Give the member's mean effective score by topic, over rounds and drills that were scored, by topic."""
        rows = self._connection.execute(_topics(self._connection.dialect), {"workspace": workspace, "member": member})
        return [TopicScore(row["topic"], row["mean_score"], row["answers"]) for row in rows]

    def next_due(self) -> datetime | None:
        """Give the earliest instant at which anything is due; it may have passed."""
        return optional_instant(self._connection.execute(_NEXT_DUE, {"this": self._owner}).fetchone()["due"])


def _period(series_id: int, since: date | None, until: date | None) -> dict[str, object]:
    return {"series": series_id, "since": optional_day_text(since), "until": optional_day_text(until)}
