"""What people said of questions, and which grades reviewers changed."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from functools import cache

from adapters.storage.tables.connection import Connection
from adapters.storage.tables.dialect import Dialect
from bot.domain.statistics.questions import Reactions, Settled, Wording

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


@cache
def _grades(dialect: Dialect) -> str:
    # Of one source a later one counts more.
    return f"""
        SELECT grades.round_id, grades.member, grades.source, {dialect.number_of("grades.judgement", "score")} AS score
        FROM (SELECT DISTINCT round_id, member FROM grades WHERE workspace = ? AND source = 'reviewer') AS reviewed
            JOIN grades ON grades.round_id = reviewed.round_id AND grades.member = reviewed.member
        ORDER BY grades.id
    """  # noqa: S608 - pieces of the dialect


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
    return {ref: _reactions(said, len(people[ref]), wordings[ref]) for ref, said in counts.items()}


def _reactions(counts: Counter[str], complaints: int, wordings: list[Wording]) -> Reactions:
    return Reactions(
        good=counts["good"],
        bad=counts["bad"],
        flags=counts["flags"],
        claims=Settled(counts["claims decided"], counts["claims upheld"]),
        disputes=Settled(counts["disputes decided"], counts["disputes upheld"]),
        complaints=complaints,
        wordings=tuple(dict.fromkeys(wordings)),
    )


def regraded(connection: Connection, workspace: str) -> AbstractSet[tuple[int, str]]:
    """Give the answers, by round and member, that a reviewer gave another score than the grader had."""
    said: dict[tuple[int, str], dict[str, float | None]] = defaultdict(dict)
    for round_id, member, source, score in connection.execute(_grades(connection.dialect), (workspace,)):
        said[round_id, member][source] = score
    return {answer for answer, by in said.items() if by.get("auto") is not None and by["reviewer"] != by["auto"]}
