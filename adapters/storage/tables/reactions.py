"""What people said of questions, and what reviewers changed."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from adapters.storage.tables.connection import Connection
from adapters.storage.tables.dialect import Dialect
from bot.domain.statistics.questions import Reactions, Regrades, Settled, Wording

# Each row: the question, who said it. Flags are of a question, whatever series asked it.
_FLAGS = "SELECT ref, member FROM flags WHERE workspace = :workspace AND at >= :since AND at < :until ORDER BY id"

# Of who found it good only how many they are.
_FEEDBACK = """
    SELECT questions.ref, said.member, said.is_good, sum(said.people) FROM (
        SELECT round_id, is_good, CASE WHEN is_good = 1 THEN '' ELSE member END AS member, count(*) AS people
        FROM feedback
        WHERE workspace = :workspace AND at >= :since AND at < :until
        GROUP BY round_id, is_good, CASE WHEN is_good = 1 THEN '' ELSE member END
    ) AS said JOIN rounds ON rounds.id = said.round_id JOIN questions ON questions.hash = rounds.question
    WHERE rounds.series_id = coalesce(:series, rounds.series_id)
    GROUP BY questions.ref, said.member, said.is_good
"""

# Claims of drills are of no series.
_CLAIMS = """
    SELECT ref, member, point, sentence, accepted, decided_at IS NOT NULL AS is_decided FROM claims
    WHERE workspace = :workspace AND at >= :since AND at < :until
        AND coalesce(series_id, :series, 0) = coalesce(:series, series_id, 0)
    ORDER BY id
"""


# Rounds are found by their series: there is an index for that.
_ROUNDS = """
    rounds.series_id IN (SELECT id FROM series WHERE workspace = :workspace AND id = coalesce(:series, id))
        AND rounds.closed_at >= :since AND rounds.closed_at < :until AND rounds.state = 'closed'
"""


@cache
def _grades(dialect: Dialect) -> str:
    # The grades of answers that a reviewer graded and that have a score; of one source a later one counts more.
    return f"""
        SELECT questions.ref, grades.round_id, grades.member, grades.source,
            {dialect.number_of("grades.judgement", "score")} AS score
        FROM (SELECT DISTINCT round_id, member FROM grades WHERE workspace = :workspace AND source = 'reviewer')
                AS reviewed
            JOIN rounds ON rounds.id = reviewed.round_id
            JOIN points ON points.round_id = reviewed.round_id AND points.member = reviewed.member
                AND points.score IS NOT NULL
            JOIN grades ON grades.round_id = reviewed.round_id AND grades.member = reviewed.member
            JOIN questions ON questions.hash = rounds.question
        WHERE {_ROUNDS}
        ORDER BY grades.id
    """  # noqa: S608 - pieces of the dialect


# How many grades there are, by round.
_GRADED = f"""
    SELECT max(questions.ref), count(points.score)
    FROM rounds JOIN questions ON questions.hash = rounds.question JOIN points ON points.round_id = rounds.id
    WHERE {_ROUNDS}
    GROUP BY rounds.id
"""  # noqa: S608 - constants of this module


def by_question(
    connection: Connection, workspace: str, series_id: int | None, since: date, until: date
) -> Mapping[str, Reactions]:
    """Give what people said of questions within some days (UTC), both ends included."""
    values = {
        "workspace": workspace,
        "series": series_id,
        "since": since.isoformat(),
        "until": (until + timedelta(days=1)).isoformat(),
    }
    people: dict[str, set[str]] = defaultdict(set)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    wordings: dict[str, list[Wording]] = defaultdict(list)
    for ref, member in connection.execute(_FLAGS, values):
        counts[ref]["flags"] += 1
        people[ref].add(member)
    for ref, member, is_good, said in connection.execute(_FEEDBACK, values):
        counts[ref]["good" if is_good else "bad"] += said
        if not is_good:
            people[ref].add(member)
    for ref, member, point, sentence, accepted, is_decided in connection.execute(_CLAIMS, values):
        kind = "claims" if point else "disputes"
        counts[ref][f"{kind} decided"] += is_decided
        counts[ref][f"{kind} upheld"] += bool(accepted)
        if not point:
            people[ref].add(member)
        elif accepted and sentence:
            wordings[ref].append(Wording(point, sentence))
    regrades = _regrades(connection, values)
    return {
        ref: _reactions(counts[ref], len(people[ref]), regrades.get(ref, Regrades()), wordings[ref])
        for ref in counts.keys() | regrades.keys()
    }


def _reactions(counts: Counter[str], complaints: int, regrades: Regrades, wordings: list[Wording]) -> Reactions:
    return Reactions(
        good=counts["good"],
        bad=counts["bad"],
        flags=counts["flags"],
        claims=Settled(counts["claims decided"], counts["claims upheld"]),
        disputes=Settled(counts["disputes decided"], counts["disputes upheld"]),
        complaints=complaints,
        regrades=regrades,
        wordings=tuple(dict.fromkeys(wordings)),
    )


def _regrades(connection: Connection, values: Mapping[str, object]) -> Mapping[str, Regrades]:
    said: dict[tuple[str, int, str], dict[str, float | None]] = defaultdict(dict)
    for ref, round_id, member, source, score in connection.execute(_grades(connection.dialect), values):
        said[ref, round_id, member][source] = score
    changed = Counter(
        ref
        for (ref, _, _), by in said.items()
        if by.get("auto") is not None and "reviewer" in by and by["reviewer"] != by["auto"]
    )
    graded: Counter[str] = Counter()
    for ref, scores in connection.execute(_GRADED, values):
        graded[ref] += scores
    return {ref: Regrades(scores, changed[ref]) for ref, scores in graded.items() if scores}
