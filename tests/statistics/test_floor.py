"""No two views of a small team tell by their difference how one of them did: periods, topics, series, and who left."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from typing import Any, cast

import pytest

from bot.domain.scoring import units_of
from bot.domain.series import Series
from bot.domain.statistics.floor import Group, Mean, ViewRules, mean_score, share_met
from bot.domain.statistics.memory import standings
from bot.ports.store import Transaction
from bot.services.statistics import rows
from bot.services.statistics.reading import Statistics
from bot.services.statistics.scopes import Scope, scope_for_operator
from tests.statistics.teams import NOW, TEAMS, TODAY, Made, TeamMaker
from tests.statistics.tracing import Event, Traced, TracedTable, traced_standings
from tests.worlds.world import World, new_world

#: Of a team are as many views as of thirty that are only recomputed.
FEW, MANY = 2, max(TEAMS // 30, 1)
#: Periods that hold, cut and touch each other.
PERIODS = ("all", "month", "since 2026-11-20", "last month", "quarter", *(f"2026-W{week}" for week in range(44, 51)))

Views = dict[str, frozenset[Event]]


def traced(mean: Mean) -> frozenset[Event]:
    value = cast("Any", mean.value)
    return value.events if isinstance(value, Traced) else frozenset()


def team_views(found: Any) -> Iterator[tuple[str, frozenset[Event]]]:
    for one in found.topics:
        yield f"met {one.topic}", traced(one.met)
        yield f"held {one.topic}", traced(one.held)
        yield f"trend {one.topic}", one.trend.events if isinstance(one.trend, Traced) else frozenset()
        yield from ((f"met {one.topic} {week}", traced(mean)) for week, mean in one.weeks)


def question_views(found: Any) -> Iterator[tuple[str, frozenset[Event]]]:
    for one in found.lines:
        yield f"met {one.ref}", traced(one.met)
        yield f"score {one.ref}", traced(one.mean_score)


def all_views(tx: Transaction, world: World, made: Made, known: dict[str, Group], when: str) -> Views:
    """Give what each view of every scope and period is made of; those that show nothing are left out."""
    figures = Statistics(world.clock, world.app.services.managing)
    table = TracedTable(tx, known)
    tx = replace(tx, statistics=cast("Any", table))
    found: Views = {}
    for series in (made.series[:1], made.series[1:], made.series):
        scope: Scope = scope_for_operator(tx, cast("list[Series]", series))
        for one in series:
            table.rounds(one.id)
        table.drills(made.workspace)
        for period in PERIODS:
            where = f"{when}, {scope.name or 'both'}, {period}"
            shown = [
                *team_views(figures.team(tx, scope, period)),
                *question_views(figures.questions(tx, scope, period)),
            ]
            found |= {f"{where}: {name}": events for name, events in shown if events}
        chart = {f"{when}, chart {one.id}": traced(mean_score([one.group], scope.rules.floor))
                 for each in series for one in table.rounds(each.id)}  # fmt: skip
        found |= {name: events for name, events in chart.items() if events}
    return found


def public(tx: Transaction, made: Made) -> frozenset[Event]:
    """Give the answers whose points a reveal named: the three best, or everybody who may be named."""
    found: set[Event] = set()
    visible = tx.members.visible_names(made.workspace)
    for series in made.series:
        for played in tx.statistics.rounds(series.id):
            earned = tx.standings.points_of(played.id)
            named = sorted((m for m in earned if m in visible), key=lambda m, of=earned: -of[m].points)  # type: ignore[misc]  # of is bound
            found |= {(member, f"round:{played.id}") for member in named[: played.group.published]}
    return frozenset(found)


def told(views: Mapping[str, frozenset[Event]], known: frozenset[Event], floor: int) -> list[str]:
    """Name the pairs of views whose difference is made of the answers of too few people."""
    names: dict[frozenset[Event], str] = {events - known: name for name, events in views.items()}
    names[frozenset()] = "nothing"
    # There are hundreds of thousands of pairs: each answer is a bit of a number, and each member the bits of theirs.
    place = {event: number for number, event in enumerate(sorted(frozenset[Event]().union(*names)))}
    theirs: dict[str, int] = {}
    for event, number in place.items():
        theirs[event[0]] = theirs.get(event[0], 0) | 1 << number
    numbers = [(sum(1 << place[event] for event in events), name) for events, name in names.items()]
    found = []
    for (one, first), (other, second) in combinations(numbers, 2):
        differing = one ^ other
        people = [member for member, bits in theirs.items() if differing & bits]
        if 0 < len(people) < floor:
            found.append(f"{first} less {second}: {sorted(people)}")
    return found


async def pairs_told(world: World, seed: int, floor: int, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[str]]:
    """Give how many pairs of views were tried, and those that tell of too few."""
    true = standings
    monkeypatch.setattr(rows, "standings", lambda *given: traced_standings(true(*given)))

    def tried(tx: Transaction) -> tuple[int, list[str]]:
        maker = TeamMaker(tx, seed)
        made = maker.make()
        tx.statistics.set_rules(made.workspace, ViewRules(floor=floor))
        known: dict[str, Group] = {}
        views = all_views(tx, world, made, known, "before")
        seen = public(tx, made)
        gone = maker.draw.sample(made.members, 2)
        for who in gone:
            tx.members.erase(made.workspace, who, NOW)
            views |= all_views(tx, world, made, known, f"after {who} left")
        maker.members = tuple(member for member in made.members if member not in gone)
        maker.go_on(TODAY, days=1)
        world.clock.travel(NOW + timedelta(days=1))
        views |= all_views(tx, world, made, known, "a day later")
        return len(views) * (len(views) - 1) // 2, told(views, seen | public(tx, made), floor)

    found = await world.app.call(tried)
    monkeypatch.undo()
    return found


async def tried(seeds: range, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[str]]:
    pairs, found = 0, list[str]()
    for seed in seeds:
        async with new_world(start=NOW) as world:
            more, telling = await pairs_told(world, seed, floor=5 if seed % 3 == 0 else 3, monkeypatch=monkeypatch)
        pairs, found = pairs + more, found + telling
    return pairs, found


async def test_no_difference_of_two_views_is_one_members_score(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pairs, found = await tried(range(2_000, 2_000 + FEW), monkeypatch)

    sys.stdout.write(f"{pairs} pairs of views tried\n")  # pytest -s shows it
    assert found == []
    assert pairs > 10_000


@pytest.mark.repeats
async def test_no_difference_of_many_views_is_one_members_score(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pairs, found = await tried(range(2_100, 2_100 + MANY), monkeypatch)

    sys.stdout.write(f"{pairs} pairs of views tried\n")  # pytest -s shows it
    assert found == []
    assert pairs > 300_000 * MANY


def test_a_difference_that_tells_of_one_is_found_out() -> None:
    weeks = frozenset({("ana", "1"), ("bo", "1"), ("cy", "1")})

    # Four weeks less three of them is the fourth, which one person answered.
    assert told({"month": weeks | {("ana", "2")}, "weeks": weeks}, frozenset(), 3) == ["month less weeks: ['ana']"]
    assert told({"month": weeks | {("ana", "2")}}, weeks, 3) == ["month less nothing: ['ana']"]


@pytest.mark.parametrize(
    ("group", "is_shown"),
    [
        (Group(lookers=2, looked=4, met=2), False),
        (Group(lookers=3, looked=6, met=2), True),
        # The best three were named: of five two are left.
        (Group(lookers=5, looked=9, met=2, scored=5, published=3), False),
        (Group(lookers=6, looked=9, met=2, scored=6, published=3), True),
        # Everybody was named.
        (Group(lookers=5, looked=9, met=2, scored=5, published=5), True),
        # Five were named, two of whom chose and did not write; the one who was not named wrote.
        (Group(lookers=4, looked=9, met=2, scored=6, published=5), False),
    ],
)
def test_group_of_too_few_is_left_out(group: Group, is_shown: bool) -> None:
    assert share_met([group], 3) == (Mean(group.met / group.looked) if is_shown else Mean(None, 1))


def test_score_of_few_who_chose_is_not_what_is_left_of_a_mean() -> None:
    wrote = Group(scored=4, units=units_of(1.0), lookers=3, looked=6, met=2)

    assert mean_score([wrote], 3) == Mean(None, 1)
    assert mean_score([replace(wrote, scored=6)], 3) == Mean(1 / 6)
    assert mean_score([replace(wrote, lookers=0, looked=0, met=0)], 3) == Mean(0.25)
