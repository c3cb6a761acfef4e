"""What statistics are made of. Rules stand in `bot/domain/statistics`; what is counted here is what rows say."""

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from itertools import zip_longest

from adapters.storage.tables import reactions
from adapters.storage.tables.codecs import (
    QUESTION,
    optional_day_text,
    optional_instant,
    read_day,
    read_enum,
    read_instant,
    read_json,
    read_met,
    read_record,
)
from adapters.storage.tables.connection import Connection, Row
from adapters.storage.tables.dialect import Dialect
from bot.domain.statistics.floor import Group, PeopleShown, ViewRules
from bot.domain.statistics.ledger import (
    AskedRound,
    DrillAnswer,
    PointsFound,
    ScoredRound,
    Standing,
    TookPart,
    Uncounted,
    round_name,
)
from bot.domain.statistics.people import TopicSum
from bot.domain.statistics.questions import Reactions

_DAYS = "rounds.day >= coalesce(:since, '') AND rounds.day <= coalesce(:until, '9999-12-31')"
_CLOSED = f"rounds.series_id = :series AND rounds.state = 'closed' AND {_DAYS}"

# An index finds the answers of one member; of all, those of the rounds.
_OF_ONE = "AND points.series_id = :series AND points.member = :member"

# What is added up stands in a query of its own: rows are grouped there without what is only shown.
_ROUNDS = f"""
    SELECT rounds.id, rounds.day, coalesce(questions.ref, '') AS ref, coalesce(questions.topic, '') AS topic,
        opened_at, closed_at, first_answer_at, published, audiences.people AS audience,
        coalesce(answers, 0) AS answers, coalesce(quick, 0) AS quick, coalesce(scored, 0) AS scored,
        coalesce(units, 0) AS units, coalesce(lookers, 0) AS lookers, coalesce(looked, 0) AS looked,
        coalesce(met, 0) AS met
    FROM rounds LEFT JOIN (
        SELECT points.round_id, count(*) AS answers, sum(points.is_quick) AS quick, count(points.score) AS scored,
            sum(points.units) AS units, count(nullif(points.met, '')) AS lookers, sum(length(points.met)) AS looked,
            sum(length(replace(points.met, '0', ''))) AS met
        FROM rounds JOIN points ON points.round_id = rounds.id
        WHERE {_CLOSED}
        GROUP BY points.round_id
    ) AS added_up ON added_up.round_id = rounds.id
        LEFT JOIN questions ON questions.hash = rounds.question
        LEFT JOIN audiences ON audiences.round_id = rounds.id
    WHERE {_CLOSED} ORDER BY rounds.day
"""  # noqa: S608 - constants of this module

_DRILLS = """
    SELECT drills.member, questions.ref, questions.topic, substr(finished_at, 1, 10) AS day,
        CAST(round(score * 1e12) AS BIGINT) AS units,
        length(replace(met, '0', '')) AS met, length(met) AS looked
    FROM drills JOIN questions ON questions.hash = drills.question
    WHERE workspace = :workspace
        AND finished_at >= coalesce(:since, '') AND finished_at < coalesce(:until, '9999-12-31')
        AND (score IS NOT NULL OR met <> '')
    ORDER BY drills.id
"""


# Of many rows the database makes few: a row for each question or round, with an array of what would be a row each.
@cache
def _recalls(dialect: Dialect, *, of_some: bool) -> str:
    members, days = map(dialect.array, ("member", "substr(due_at, 1, 10) || substr(last_review, 1, 10)"))
    some = f"AND ref IN (SELECT value FROM {dialect.texts(':refs')})" if of_some else ""  # noqa: S608 - a piece of the dialect
    return f"""
        SELECT ref, {members}, {days} FROM memories
        WHERE workspace = :workspace AND last_review >= :since {some} GROUP BY ref
    """  # noqa: S608 - pieces of the dialect


@cache
def _scored(dialect: Dialect) -> str:
    members, units = dialect.array("points.member"), dialect.array("points.units")
    return f"""
        SELECT rounds.day, max(rounds.id), max(questions.ref),
            max(substr(coalesce(rounds.closed_at, rounds.day), 1, 10)), {members}, {units}
        FROM rounds JOIN questions ON questions.hash = rounds.question JOIN points ON points.round_id = rounds.id
        WHERE {_CLOSED} AND points.score IS NOT NULL
        GROUP BY rounds.day
    """  # noqa: S608 - pieces of the dialect


@cache
def _topics(dialect: Dialect) -> str:
    # Snapshots are shared, and only added: the later one counts. Workspaces' own packs may have the same names.
    return f"""
        SELECT ref, topic FROM questions
        WHERE substr(ref, 1, {dialect.place("ref", "'/'")} - 1) NOT IN (SELECT name FROM own_packs WHERE workspace = ?1)
            OR hash IN (
                SELECT question FROM rounds WHERE series_id IN (SELECT id FROM series WHERE workspace = ?1)
            )
        ORDER BY {dialect.age("questions")}
    """  # noqa: S608 - pieces of the dialect


@cache
def _own_topics(dialect: Dialect) -> str:
    topic = dialect.first_of("content", "topics")
    return f"SELECT pack || '/' || id, coalesce({topic}, '') FROM own_questions WHERE workspace = ?"  # noqa: S608 - a piece of the dialect


@cache
def _topic_sums(dialect: Dialect, *, of_one: bool) -> str:
    of_round = _OF_ONE if of_one else ""
    of_drill = "AND member = :member" if of_one else ""
    # Packs are named in the settings as JSON; the part of a question's name before the slash is its pack.
    return f"""
        SELECT member, topic, sum(answers) AS answers, sum(units) AS units FROM (
            SELECT points.member, questions.topic, count(*) AS answers, sum(points.units) AS units
            FROM rounds JOIN points ON points.round_id = rounds.id JOIN questions ON questions.hash = rounds.question
            WHERE rounds.series_id = :series AND rounds.state = 'closed' AND points.score IS NOT NULL {of_round}
            GROUP BY points.member, questions.topic
            UNION ALL
            SELECT drilled.member, questions.topic, drilled.answers, drilled.units
            FROM (
                SELECT member, question, count(*) AS answers, sum(CAST(round(score * 1e12) AS BIGINT)) AS units
                FROM drills
                WHERE workspace = (SELECT workspace FROM series WHERE id = :series) AND score IS NOT NULL {of_drill}
                GROUP BY member, question
            ) AS drilled JOIN questions ON questions.hash = drilled.question
            WHERE substr(questions.ref, 1, {dialect.place("questions.ref", "'/'")} - 1) IN (
                SELECT value FROM series, {dialect.texts("series.settings", "packs")} WHERE series.id = :series
            )
        ) AS scored
        GROUP BY member, topic ORDER BY member, topic
    """  # noqa: S608 - pieces of the dialect


@cache
def _took_part(dialect: Dialect) -> str:
    return f"""
        SELECT rounds.day, max(rounds.id), {dialect.array("points.member")}
        FROM rounds JOIN points ON points.round_id = rounds.id
        WHERE {_CLOSED}
        GROUP BY rounds.day
    """  # noqa: S608 - pieces of the dialect


_LAST_SEEN = f"""
    SELECT max(answers.last_at) AS last_at
    FROM points JOIN rounds ON rounds.id = points.round_id
        JOIN answers ON answers.round_id = points.round_id AND answers.member = points.member
    WHERE rounds.state = 'closed' {_OF_ONE}
"""  # noqa: S608 - constants of this module


@cache
def _last_answers(dialect: Dialect) -> str:
    members, instants = dialect.array("answers.member"), dialect.array("answers.last_at")
    return f"""
        SELECT rounds.day, {members}, {instants}
        FROM rounds JOIN points ON points.round_id = rounds.id
            JOIN answers ON answers.round_id = points.round_id AND answers.member = points.member
        WHERE {_CLOSED}
        GROUP BY rounds.day
    """  # noqa: S608 - pieces of the dialect


@cache
def _points_found(dialect: Dialect) -> str:
    return f"""
        SELECT rounds.day, max(questions.ref), max(rounds.question), {dialect.array("DISTINCT points.met")}
        FROM rounds JOIN questions ON questions.hash = rounds.question JOIN points ON points.round_id = rounds.id
        WHERE {_CLOSED} AND points.met <> ''
        GROUP BY rounds.day
    """  # noqa: S608 - pieces of the dialect


#: So many letters name a day.
_DAY = len("2026-11-28")


class SqlStatistics:
    """Fulfils `StatisticsTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rules(self, workspace: str) -> ViewRules:
        """Give what views of a workspace may show."""
        row = self._connection.execute(
            "SELECT floor, people FROM workspaces WHERE workspace = ?", (workspace,)
        ).fetchone()
        return ViewRules() if row is None else ViewRules(row["floor"], read_enum(PeopleShown, row["people"]))

    def set_rules(self, workspace: str, rules: ViewRules) -> None:
        """Choose what views of a workspace may show."""
        self._connection.execute(
            """
            INSERT INTO workspaces (workspace, setup, floor, people) VALUES (?, 'inviters', ?, ?)
            ON CONFLICT (workspace) DO UPDATE SET floor = excluded.floor, people = excluded.people
            """,
            (workspace, rules.floor, rules.people),
        )

    def rounds(self, series_id: int, since: date | None = None, until: date | None = None) -> Sequence[AskedRound]:
        """Give the closed rounds of a series by day, with what their answers came to."""
        row = self._connection.execute("SELECT workspace FROM series WHERE id = ?", (series_id,)).fetchone()
        kept = {} if row is None else self.kept_groups(row["workspace"])
        rows = self._connection.execute(_ROUNDS, _days(series_id, since, until))
        return [_asked(series_id, found, kept) for found in rows]

    def uncounted(self, limit: int) -> Sequence[Uncounted]:
        """Give open rounds that stand in their channel, and of which `set_audience` has not been said."""
        rows = self._connection.execute(
            """
            SELECT rounds.id, rounds.workspace, rounds.channel FROM rounds
                LEFT JOIN audiences ON audiences.round_id = rounds.id
            WHERE rounds.state = 'open' AND rounds.card_message IS NOT NULL AND audiences.round_id IS NULL
            LIMIT ?
            """,
            (limit,),
        )
        return [Uncounted(*row) for row in rows]

    def set_audience(self, round_ids: Sequence[int], people: int | None) -> None:
        """Keep how many people are in the channel of some rounds, once; None: the platform does not tell."""
        self._connection.executemany(
            """
            INSERT INTO audiences (round_id, workspace, people) SELECT id, workspace, ?2 FROM rounds WHERE id = ?1
            ON CONFLICT DO NOTHING
            """,
            [(round_id, people) for round_id in round_ids],
        )

    def took_part(
        self, series_id: int, since: date | None = None, until: date | None = None
    ) -> Mapping[date, TookPart]:
        """Give who took part in the closed rounds of a series, by day; of those in which anybody did."""
        rows = self._connection.execute(_took_part(self._connection.dialect), _days(series_id, since, until))
        return {read_day(day): TookPart(number, frozenset(read_json(members))) for day, number, members in rows}

    def scored(self, series_id: int, since: date, until: date | None = None) -> Mapping[date, ScoredRound]:
        """Give the scored answers to the closed rounds of a series, by their day; of those that have any."""
        rows = self._connection.execute(_scored(self._connection.dialect), _days(series_id, since, until))
        days, read = cache(read_day), json.loads
        return {
            days(day): ScoredRound(number, ref, days(closed_on), dict(zip(read(members), read(units), strict=True)))
            for day, number, ref, closed_on, members, units in rows
        }

    def last_seen(self, series_id: int, member: str) -> datetime | None:
        """Give when a member finished their latest answer to a closed round of a series."""
        row = self._connection.execute(_LAST_SEEN, {"series": series_id, "member": member}).fetchone()
        return optional_instant(row["last_at"])

    def last_answers(
        self, series_id: int, since: date | None = None, until: date | None = None
    ) -> Mapping[date, Mapping[str, datetime]]:
        """Give when members finished their answers to the closed rounds of a series, by the rounds' days."""
        rows = self._connection.execute(_last_answers(self._connection.dialect), _days(series_id, since, until))
        return {
            read_day(day): dict(zip(read_json(members), map(read_instant, read_json(instants)), strict=True))
            for day, members, instants in rows
        }

    def drills(self, workspace: str, since: date | None = None, until: date | None = None) -> Sequence[DrillAnswer]:
        """Give the private questions that were answered, by the day (UTC) on which they were finished."""
        values = {
            "workspace": workspace,
            "since": optional_day_text(since),
            # Instants of the last day are longer than its name.
            "until": None if until is None else (until + timedelta(days=1)).isoformat(),
        }
        days = cache(read_day)
        return [
            DrillAnswer(member, ref, topic, days(day), units, met, looked)
            for member, ref, topic, day, units, met, looked in self._connection.execute(_DRILLS, values)
        ]

    def recalls(
        self, workspace: str, since: date, refs: Sequence[str] | None = None
    ) -> Mapping[str, Mapping[str, Standing]]:
        """Give what members remember of questions, or of some, that they answered since a day (UTC)."""
        statement = _recalls(self._connection.dialect, of_some=refs is not None)
        values = {"workspace": workspace, "since": since.isoformat(), "refs": json.dumps(list(refs or ()))}
        standing, read = cache(_standing), json.loads
        return {
            ref: dict(zip(read(members), map(standing, read(days)), strict=True))
            for ref, members, days in self._connection.execute(statement, values)
        }

    def topics(self, workspace: str) -> Mapping[str, str]:
        """Give the main topic of every question that was ever asked, as it was asked last; of own packs as they are."""
        dialect = self._connection.dialect
        of_own, of_asked = (
            self._connection.execute(query, (workspace,)) for query in (_own_topics(dialect), _topics(dialect))
        )
        return {ref: topic for rows in (of_own, of_asked) for ref, topic in rows}

    def topic_sums(self, series_id: int, member: str | None = None) -> Sequence[TopicSum]:
        """Add up the scored answers of members, or of one, by main topic: in a series' rounds, and in drills of it."""
        statement = _topic_sums(self._connection.dialect, of_one=member is not None)
        rows = self._connection.execute(statement, {"series": series_id, "member": member})
        return [TopicSum(*row) for row in rows]

    def remarks(self, workspace: str, series_id: int | None, since: date, until: date) -> Mapping[str, Reactions]:
        """Give what people said of questions within some days (UTC), by question; of a series' rounds, or of all."""
        return reactions.by_question(self._connection, workspace, series_id, since, until)

    def regraded(self, workspace: str) -> AbstractSet[tuple[int, str]]:
        """Give the answers, by round and member, that a reviewer gave another score than the grader had."""
        return reactions.regraded(self._connection, workspace)

    def points_found(
        self, series_id: int, since: date | None = None, until: date | None = None
    ) -> Mapping[date, PointsFound]:
        """Give which key points somebody met in the closed rounds of a series, by day; of those that were looked at."""
        rows = self._connection.execute(_points_found(self._connection.dialect), _days(series_id, since, until))
        return {read_day(day): PointsFound(ref, snapshot, _by_any(texts)) for day, ref, snapshot, texts in rows}

    def point_names(self, snapshot: str) -> Sequence[str]:
        """Give the names of the key points of a question as it was asked."""
        row = self._connection.execute("SELECT content FROM questions WHERE hash = ?", (snapshot,)).fetchone()
        return [point.name for point in read_record(QUESTION, row["content"]).key_points]

    def kept_groups(self, workspace: str) -> Mapping[str, Group]:
        """Give by name what groups came to before one of them erased their data."""
        rows = self._connection.execute("SELECT * FROM kept_groups WHERE workspace = ?", (workspace,))
        return {
            row["name"]: Group(row["scored"], row["units"], row["scores"], row["lookers"], row["looked"], row["met"])
            for row in rows
        }

    def departures(self, workspace: str) -> Mapping[str, date]:
        """Give by name the last day (UTC) on which somebody of a topic's people erased their data."""
        rows = self._connection.execute("SELECT name, at FROM departures WHERE workspace = ?", (workspace,))
        return {row["name"]: read_instant(row["at"]).astimezone(UTC).date() for row in rows}


def _asked(series_id: int, row: Row, kept: Mapping[str, Group]) -> AskedRound:
    opened, first = optional_instant(row["opened_at"]), optional_instant(row["first_answer_at"])
    closed = optional_instant(row["closed_at"])
    day, before = read_day(row["day"]), kept.get(round_name(row["id"]))
    live = Group(
        scored=row["scored"],
        units=row["units"],
        lookers=row["lookers"],
        looked=row["looked"],
        met=row["met"],
        published=row["published"],
    )
    return AskedRound(
        id=row["id"],
        series_id=series_id,
        day=day,
        closed_on=closed.astimezone(UTC).date() if closed else day,
        ref=row["ref"],
        topic=row["topic"],
        answers=row["answers"],
        quick=row["quick"],
        first_after=first - opened if first and opened else None,
        audience=row["audience"],
        group=live if before is None else replace(before, published=row["published"]),
    )


_day = lru_cache(maxsize=4096)(read_day)


def _standing(days: str) -> Standing:
    return Standing(_day(days[:_DAY]), _day(days[_DAY:]))


def _by_any(texts: str) -> tuple[bool, ...]:
    """Say of each key point whether any answer has it."""
    return tuple(map(any, zip_longest(*map(read_met, read_json(texts)), fillvalue=False)))


def _days(series_id: int, since: date | None, until: date | None) -> dict[str, object]:
    return {"series": series_id, "since": optional_day_text(since), "until": optional_day_text(until)}
