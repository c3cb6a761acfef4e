"""The figures of seeded teams are those that somebody else works out from the raw rows."""

import sys
from collections.abc import Mapping, Sequence
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


#: Figures by what they are: as they are shown, and as they are worked out from the rows.
Pairs = Mapping[str, tuple[object, object]]


def compared(tx: Transaction, world: World, made: Made, periods: Sequence[str]) -> tuple[int, list[str]]:
    """Compare periods of each series; give how many figures there are, and name those that differ."""
    figures, count, found = world.app.services.statistics, 0, list[str]()
    for series in made.series:
        scope = scope_for_operator(tx, [series])
        raw = Raw(tx.connection, series.id, TODAY, floor=3)  # type: ignore[attr-defined]  # SQLite's own
        for period in periods:
            span = figures.spans(scope, period).period
            where = f"{made.workspace} {series.name} {period}"
            team, questions = figures.team(tx, scope, period), figures.questions(tx, scope, period)
            pairs = {**_of_team(team, raw, span), **_of_questions(questions, raw, span)}
            count += sum(_numbers(theirs) for _, theirs in pairs.values())
            found += _differing(where, pairs)
        levels = _of_people(figures.people(tx, scope, "all"), raw)
        count += sum(_numbers(theirs) for _, theirs in levels.values())
        found += _differing(f"{made.workspace} {series.name}", levels)
    return count, found


def _differing(where: str, pairs: Pairs) -> list[str]:
    return [f"{where} {name}: {ours} is not {theirs}" for name, (ours, theirs) in pairs.items() if ours != theirs]


def _numbers(figures: object) -> int:
    """Count the single figures in what was compared: not what they are of, but names where the figure is names."""
    if isinstance(figures, Mapping):
        return sum(map(_numbers, figures.values()))
    if isinstance(figures, list | tuple):
        return sum(map(_numbers, figures))
    return 1


def _ends(span: Span) -> tuple[date, date]:
    return span.since or date.min, span.until or date.max - timedelta(days=9)


def _of_team(team: Team, raw: Raw, span: Span) -> Pairs:
    rounds = [(one.name, one.possible, one.answers, one.quick) for one in team.rounds]
    in_channel = [(one.in_channel, one.answers_in_channel) for one in team.by_series] or [(0, 0)]
    met = {one.topic: one.met.value for one in team.topics if one.met.value is not None or one.met.is_withheld}
    held = {one.topic: (one.held.value, one.people) for one in team.topics if one.held.value is not None or one.people}
    right = {topic: said for topic, said in raw.held(TODAY).items() if said != (None, 0)}
    return {
        "participation": (rounds, raw.participation(*_ends(span))),
        "in the channel": (in_channel, [raw.in_channel(*_ends(span))]),
        "met": ({topic: pytest.approx(share) for topic, share in met.items()}, raw.met(*_ends(span))),
        "held": (held, right),
    }


def _of_questions(questions: Questions, raw: Raw, span: Span) -> Pairs:
    ours = {one.ref: (one.asked, one.answered, one.reactions.good, one.reactions.bad) for one in questions.lines}
    said = {one.ref: counted for one in questions.lines if any(counted := _counted(one.reactions))}
    return {"questions": (ours, raw.questions(*_ends(span))), "said": (said, raw.said(*_ends(span)))}


def _counted(said: Reactions) -> tuple[int, ...]:
    claims, doubts, grades = said.claims, said.disputes, said.regrades
    decided = (claims.decided, claims.upheld, doubts.decided, doubts.upheld)
    return (said.flags, *decided, said.complaints, grades.graded, grades.changed)


def _of_people(people: People, raw: Raw) -> Pairs:
    return {"levels": ({one.member: one.level.value for one in people.lines}, raw.levels())}


async def differing(seeds: range, days: int, periods: Sequence[str]) -> list[str]:
    async with new_world(start=NOW) as world:
        count, found = 0, list[str]()
        for seed in seeds:

            def compare(tx: Transaction, seed: int = seed) -> tuple[int, list[str]]:
                return compared(tx, world, TeamMaker(tx, seed, days=days).make(), periods)

            more, telling = await world.app.call(compare)
            count, found = count + more, found + telling
    sys.stdout.write(f"{count} figures of {len(seeds)} teams compared\n")  # pytest -s shows it
    return found


async def test_figures_of_thirty_teams_are_those_of_the_raw_rows() -> None:
    assert await differing(range(FEW), DAYS, PERIODS) == []


@pytest.mark.repeats
async def test_figures_of_many_teams_are_those_of_the_raw_rows() -> None:
    assert await differing(range(FEW, FEW + TEAMS), SHORT, TWO_PERIODS) == []
