"""The figures of seeded teams are those that somebody else works out from the raw rows."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from bot.domain.statistics.people import People
from bot.domain.statistics.questions import Questions, Reactions
from bot.domain.statistics.spans import Span
from bot.domain.statistics.team import Team
from bot.ports.store import Transaction
from bot.services.statistics.scopes import scope_for_operator
from tests.statistics.recomputing import Raw
from tests.statistics.teams import NOW, TEAMS, TODAY, Made, TeamMaker
from tests.worlds.world import World, new_world

FEW = 30
PERIODS = ("all", "month", "since 2026-11-20", "last month", "2026-W48")
#: Of the many teams each is small and short, and two periods are looked at.
DAYS, SHORT = 40, 16
TWO_PERIODS = ("all", "2026-W49")


def differences(tx: Transaction, world: World, made: Made, periods: Sequence[str]) -> list[str]:
    """Compare periods of each series; name what differs."""
    figures, found = world.app.services.statistics, []
    for series in made.series:
        scope = scope_for_operator(tx, [series])
        raw = Raw(tx.connection, series.id, TODAY, floor=3)  # type: ignore[attr-defined]  # SQLite's own
        for period in periods:
            span = figures.spans(scope, period).period
            where = f"{made.workspace} {series.name} {period}"
            found += [f"{where} {what}" for what in _of_team(figures.team(tx, scope, period), raw, span)]
            found += [f"{where} {what}" for what in _of_questions(figures.questions(tx, scope, period), raw, span)]
        found += [
            f"{made.workspace} {series.name} {what}" for what in _of_people(figures.people(tx, scope, "all"), raw)
        ]
    return found


def _ends(span: Span) -> tuple[date, date]:
    return span.since or date.min, span.until or date.max - timedelta(days=9)


def _of_team(team: Team, raw: Raw, span: Span) -> list[str]:
    rounds = [(one.name, one.possible, one.answers, one.quick) for one in team.rounds]
    in_channel = [(one.in_channel, one.answers_in_channel) for one in team.by_series] or [(0, 0)]
    met = {one.topic: one.met.value for one in team.topics if one.met.value is not None or one.met.is_withheld}
    held = {one.topic: (one.held.value, one.people) for one in team.topics if one.held.value is not None or one.people}
    right = {topic: said for topic, said in raw.held(TODAY).items() if said != (None, 0)}
    pairs = {
        "participation": (rounds, raw.participation(*_ends(span))),
        "in the channel": (in_channel, [raw.in_channel(*_ends(span))]),
        "met": (met, pytest.approx(raw.met(*_ends(span)))),
        "held": (held, right),
    }
    return [f"{name}: {ours} is not {theirs}" for name, (ours, theirs) in pairs.items() if ours != theirs]


def _of_questions(questions: Questions, raw: Raw, span: Span) -> list[str]:
    ours = {one.ref: (one.asked, one.answered, one.reactions.good, one.reactions.bad) for one in questions.lines}
    theirs = raw.questions(*_ends(span))
    said = {one.ref: counted for one in questions.lines if any(counted := _counted(one.reactions))}
    right = raw.said(*_ends(span))
    asked = [] if ours == theirs else [f"questions: {ours} is not {theirs}"]
    return asked if said == right else [*asked, f"said: {said} is not {right}"]


def _counted(said: Reactions) -> tuple[int, ...]:
    claims, doubts, grades = said.claims, said.disputes, said.regrades
    decided = (claims.decided, claims.upheld, doubts.decided, doubts.upheld)
    return (said.flags, *decided, said.complaints, grades.graded, grades.changed)


def _of_people(people: People, raw: Raw) -> list[str]:
    ours, theirs = {one.member: one.level.value for one in people.lines}, raw.levels()
    return [] if ours == theirs else [f"levels: {ours} is not {theirs}"]


async def differing(seeds: range, days: int, periods: Sequence[str]) -> list[str]:
    async with new_world(start=NOW) as world:
        found: list[str] = []
        for seed in seeds:

            def compare(tx: Transaction, seed: int = seed) -> list[str]:
                return differences(tx, world, TeamMaker(tx, seed, days=days).make(), periods)

            found += await world.app.call(compare)
        return found


async def test_figures_of_thirty_teams_are_those_of_the_raw_rows() -> None:
    assert await differing(range(FEW), DAYS, PERIODS) == []


@pytest.mark.repeats
async def test_figures_of_many_teams_are_those_of_the_raw_rows() -> None:
    assert await differing(range(FEW, FEW + TEAMS), SHORT, TWO_PERIODS) == []
