"""Figures that pages keep: shown again until something is written that they are made of, and never past a right."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from adapters.storage.postgres import PostgresStore
from adapters.storage.sqlite.file.connection import connect
from adapters.storage.tables.due import DueNote
from adapters.storage.tables.statistics import SqlStatistics
from adapters.storage.tables.transaction import tables_on
from adapters.storage.tables.writes import SHARED, WATCHED
from bot.bootstrap import build
from bot.commands.pages.asked import PageQuery
from bot.commands.pages.pages import Pages
from bot.domain.members import Absence, Actor
from bot.errors import RightsError
from bot.ports.store import Transaction
from bot.services.statistics.carrying import Carried
from bot.services.statistics.keeping import KeptStatistics
from bot.services.statistics.reading import Statistics
from bot.services.statistics.rows import Rows
from bot.services.statistics.scopes import Scope, scope_for_operator
from tests.memory_store import file_store
from tests.servers.postgres import new_database
from tests.worlds.builders import ANA, BO, WORKSPACE, Packs, actor, options, pack, question
from tests.worlds.pages import pages_world
from tests.worlds.playing import BOTH, HALF, play
from tests.worlds.world import World, new_world

MANAGER = actor("Root")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with new_world(store=file_store(tmp_path / "askaday.db")) as made:
        made.packs.held["basics"] = pack(question(1), question(2, topics=("network",)))
        await made.set_up()
        await play(made, {ANA: BOTH, BO: HALF})
        yield made


def kept_by(pages: Pages) -> Carried:
    return cast("KeptStatistics", pages.services.statistics).kept


async def names(pages: Pages, who: Actor = MANAGER) -> list[str]:
    return [line.name for line in (await pages.people(who, PageQuery(period="all"))).people.lines]


def _rename(tx: Transaction, name: str) -> None:
    tx.members.rename(Actor(WORKSPACE, "ana", name))


async def test_what_is_asked_for_again_is_not_made_again(world: World) -> None:
    pages = world.app.desk.pages
    first = await pages.people(MANAGER, PageQuery(period="all"))
    again = await pages.people(MANAGER, PageQuery(period="all"))

    assert again.people is first.people


async def test_overview_reads_what_people_hold_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    reading = Statistics._memory

    def noted(self: Statistics, rows: Rows, scope: Scope) -> object:
        read.append(scope.workspace)
        return reading(self, rows, scope)

    monkeypatch.setattr(Statistics, "_memory", noted)
    await world.app.desk.pages.overview(MANAGER, PageQuery())

    assert read == [WORKSPACE]


async def test_of_rounds_only_those_are_read_again_that_were_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, read = world.app.desk.pages, set[tuple[object, ...]]()
    kinds = ("rounds", "scored", "points_found", "took_part", "last_answers")
    await play(world, {ANA: HALF, BO: BOTH})

    async def every_page() -> None:
        for page in (pages.overview, pages.questions, pages.people):
            await page(MANAGER, PageQuery(period="all"))

    def noting(name: str) -> Callable[..., object]:
        reading = getattr(SqlStatistics, name)

        def noted(table: SqlStatistics, series: int, *days: object) -> object:
            read.add((name, *days))
            return reading(table, series, *days)

        return noted

    await every_page()
    for name in kinds:
        monkeypatch.setattr(SqlStatistics, name, noting(name))
    last = await world.last_round()
    points = next(iter((await world.app.call(lambda tx: tx.standings.points_of(last.id))).values()))
    await world.app.call(lambda tx: tx.standings.set_points([replace(points, score=0.25)]))
    await every_page()

    assert read == {(name, last.day, last.day) for name in kinds}


async def test_a_write_shows_on_the_next_page(world: World) -> None:
    pages = world.app.desk.pages
    before = await names(pages)
    await world.app.call(_rename, "Anabel")

    assert (before, await names(pages)) == (["Ana", "Bo"], ["Anabel", "Bo"])


async def test_a_write_of_another_program_shows_on_the_next_page(world: World, tmp_path: Path) -> None:
    pages = world.app.desk.pages
    before = await names(pages)
    with closing(sqlite3.connect(tmp_path / "askaday.db")) as beside, beside:
        beside.execute("UPDATE members SET name = 'Anabel' WHERE member = 'ana'")

    assert (before, await names(pages)) == (["Ana", "Bo"], ["Anabel", "Bo"])


async def test_a_write_of_another_process_shows_on_the_next_page() -> None:
    with new_database() as url:
        async with new_world(store=PostgresStore.open(url)) as world:
            await world.set_up()
            await play(world, {ANA: BOTH, BO: HALF})
            second = PostgresStore.open(url)
            other = build(options(), {}, store=second, packs=Packs(), clock=world.clock)
            before = [await names(app.desk.pages) for app in (world.app, other)]
            renamed = []
            for app, name in ((world.app, "Anabel"), (other, "Annika")):
                await app.call(_rename, name)
                renamed.append([await names(one.desk.pages) for one in (world.app, other)])
            await second.close()

    assert before == [["Ana", "Bo"]] * 2
    assert renamed == [[["Anabel", "Bo"]] * 2, [["Annika", "Bo"]] * 2]


async def test_a_day_later_they_are_made_anew(world: World) -> None:
    pages = world.app.desk.pages
    first = await pages.people(MANAGER, PageQuery(period="all"))
    world.clock.travel(world.clock.now() + timedelta(days=1))

    assert (await pages.people(MANAGER, PageQuery(period="all"))).people is not first.people


async def test_packs_that_were_read_anew_count_at_once(world: World) -> None:
    pages = world.app.desk.pages
    first = await pages.overview(MANAGER, PageQuery())
    world.packs.held = dict(world.packs.held)

    again = await pages.overview(MANAGER, PageQuery())
    assert again.forecast is not first.forecast


async def test_who_loses_a_right_sees_nothing_of_what_is_kept() -> None:
    async with pages_world() as served:
        await served.world.set_up(managers=frozenset({"cy"}))
        await play(served.world, {ANA: BOTH, BO: HALF})
        browser = await served.signed_in(actor("Cy"))
        before = (await browser.get("/w/console:test/people")).status
        await served.world.set_up(managers=frozenset({"root"}))

        assert (before, (await browser.get("/w/console:test/people")).status) == (200, 404)


async def test_what_reviewers_see_is_kept_apart(world: World) -> None:
    pages = world.app.desk.pages
    plain = (await pages.people(MANAGER, PageQuery())).people.has_scores
    await world.set_up(managers=frozenset({"root", "rev"}), reviewers=frozenset({"rev"}))
    seen = [(await pages.people(who, PageQuery())).people.has_scores for who in (actor("Rev"), MANAGER, actor("Rev"))]

    assert (plain, seen) == (False, [True, False, True])


async def test_so_many_figures_are_kept_and_no_more(world: World) -> None:
    pages = world.app.desk.pages
    kept = kept_by(pages)
    kept.most = 3
    first = await pages.people(MANAGER, PageQuery(period="2026-W01"))
    for week in range(2, 12):
        await pages.people(MANAGER, PageQuery(period=f"2026-W{week:02}"))

    assert len(kept) == 3
    assert (await pages.people(MANAGER, PageQuery(period="2026-W01"))).people is not first.people
    with pytest.raises(RightsError):
        await names(pages, ANA)


async def test_readers_side_by_side_get_what_is_right(world: World) -> None:
    pages = world.app.desk.pages

    async def rename(number: int) -> list[str]:
        await world.app.call(lambda tx: tx.members.rename(Actor(WORKSPACE, "bo", f"Bo {number:02}")))
        return await names(pages)

    seen = await asyncio.gather(*(rename(number) for number in range(20)))

    last = (await world.app.call(lambda tx: tx.members.names(WORKSPACE)))["bo"]
    assert await names(pages) == ["Ana", last]
    assert {found[0] for found in seen} == {"Ana"}


def _read_by(connection: sqlite3.Connection, work: Callable[[], object]) -> set[str]:
    """Give the tables that work reads on a connection that has prepared no statement yet."""
    read: set[str] = set()

    def note(action: int, table: str | None, *_: object) -> int:
        if action == sqlite3.SQLITE_READ and table:
            read.add(table)
        return sqlite3.SQLITE_OK

    connection.set_authorizer(note)
    work()
    return read


async def test_what_figures_are_read_from_is_what_is_watched(world: World, tmp_path: Path) -> None:
    day = (await world.last_round()).day
    await world.app.call(lambda tx: tx.absences.set(Absence(WORKSPACE, "cy", day, day + timedelta(days=1))))
    figures = Statistics(world.clock, world.app.services.managing)
    with closing(connect(tmp_path / "askaday.db", read_only=True, busy_timeout=timedelta(0))) as connection:
        tx = tables_on(connection, DueNote())

        def every_figure() -> None:
            scope = scope_for_operator(tx, list(tx.series.of_workspace(WORKSPACE)))
            figures.team(tx, scope, "all")
            figures._health(tx, scope, "all")  # of questions, what is kept
            figures.forecast(tx, scope)
            figures.people(tx, scope, "all")
            figures.taking_part(tx, scope, "all")
            figures.person(tx, scope, "ana", "all")

        read = _read_by(connection, every_figure) - {"json_each", "sqlite_master", "workspaces"}

    # How much is shown of figures, which `workspaces` says, is a part of what they are kept under.
    assert sorted(read) == sorted({*WATCHED, SHARED})


def test_every_figure_is_kept() -> None:
    given = {name for name, one in vars(Statistics).items() if callable(one) and not name.startswith("_")}
    kept = {name for name, one in vars(KeptStatistics).items() if callable(one) and not name.startswith("_")}

    # Periods are read, and not what is stored; of questions, how they do is kept, and not which of them are open.
    assert given - kept == {"spans", "questions"}
