"""Figures of a year of 200 members: how their work grows with the rows they are made of."""

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.members import Actor
from bot.domain.series import Series
from bot.domain.statistics.team import Team
from bot.ports.store import Transaction
from bot.services.statistics.scopes import Scope, scope_for_operator
from tests.growth import seconds
from tests.statistics.teams import pool
from tests.worlds.builders import CHANNEL, WORKSPACE, settings
from tests.worlds.world import World, new_world

MEMBERS, DAYS, SERIES = 200, 250, 4
END = date(2026, 12, 31)
NOON = datetime(2026, 12, 31, 12, tzinfo=UTC)
#: Work that takes less than this is not compared.
_NOTHING = 0.004
FIGURES = ("team", "people", "questions", "forecast")


def fill(tx: Transaction, members: int) -> list[Series]:
    """Write a year of rounds of four series, each answered by half of a quarter of the members; and their memories."""
    connection: sqlite3.Connection = tx.connection  # type: ignore[attr-defined]  # SQLite's own
    made = []
    for place in range(SERIES):
        series = tx.series.add(WORKSPACE, f"series-{place}", CHANNEL, settings(packs=("first", "second")), 1)
        who = [f"m{number}" for number in range(place, members, SERIES)]
        for number in range(DAYS):
            _round(tx, connection, series, who, number)
        made.append(series)
    for number in range(members):
        tx.members.seen(Actor(WORKSPACE, f"m{number}", f"Member {number}"))
    return made


def _round(tx: Transaction, connection: sqlite3.Connection, series: Series, who: list[str], number: int) -> None:
    day = END - timedelta(days=DAYS - number)
    asked = [*pool("first"), *pool("second")][(number * 7 + series.id) % 18]
    planned = tx.rounds.add(series.id, WORKSPACE, day)
    assert planned is not None
    closed = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
    tx.rounds.save(replace(planned, question=asked, opened_at=closed - timedelta(hours=8), closed_at=closed))
    connection.execute("UPDATE rounds SET state = 'closed' WHERE id = ?", (planned.id,))
    there = [member for place, member in enumerate(who) if (place + number) % 2]
    connection.executemany(
        "INSERT INTO points (round_id, member, series_id, workspace, day, points, score, is_best, met) "
        "VALUES (?, ?, ?, ?, ?, 6, 0.5, 0, '10')",
        [(planned.id, member, series.id, WORKSPACE, day.isoformat()) for member in there],
    )
    connection.executemany(
        "INSERT INTO answers (round_id, member, workspace, position, text, messages, first_at, last_at) "
        "VALUES (?, ?, ?, 0, 'some words of an answer', '[]', ?, ?)",
        [(planned.id, member, WORKSPACE, closed.isoformat(), closed.isoformat()) for member in there],
    )
    due = (closed + timedelta(days=9)).isoformat(timespec="microseconds")
    connection.executemany(
        "INSERT OR REPLACE INTO memories VALUES (?, ?, ?, 9.0, 5.0, ?, ?)",
        [(WORKSPACE, member, asked.ref, closed.isoformat(timespec="microseconds"), due) for member in there],
    )


async def costs(members: int) -> dict[str, float]:
    """Give the processor time of each figure of a year, over all four series."""
    async with new_world(start=NOON) as world:

        def measured(tx: Transaction) -> dict[str, float]:
            scope = scope_for_operator(tx, fill(tx, members))
            return {name: seconds(lambda name=name: figure(tx, world, scope, name)) for name in FIGURES}  # type: ignore[misc]  # name is bound

        return await world.app.call(measured)


def figure(tx: Transaction, world: World, scope: Scope, name: str) -> object:
    figures = world.app.services.statistics
    if name == "forecast":
        return figures.forecast(tx, scope)
    return getattr(figures, name)(tx, scope, "all")


@pytest.mark.repeats
async def test_figures_grow_with_the_members() -> None:
    few, many = await costs(MEMBERS // 4), await costs(MEMBERS)

    # Four times the members are four times the rows; what is quadratic would take sixteen times as long.
    grown = {name: round(many[name] / max(few[name], _NOTHING), 1) for name in FIGURES}
    assert {name: times for name, times in grown.items() if times > 8} == {}


async def test_a_year_of_fifty_members_is_added_up_whole() -> None:
    async with new_world(start=NOON) as world:

        def read(tx: Transaction) -> Team:
            scope = scope_for_operator(tx, fill(tx, MEMBERS // 4))
            return world.app.services.statistics.team(tx, scope, "all")

        team = await world.app.call(read)

    assert (sum(one.answers for one in team.by_series), team.members) == (SERIES * DAYS * 50 // 8, 50)
    assert {one.met.value for one in team.topics} == {0.5}
