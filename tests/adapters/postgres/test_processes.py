"""Several processes on one database: what is decided once stays decided once, and each hears of the others."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import psycopg
import pytest

from adapters.storage.postgres import PostgresStore
from bot.bootstrap import build
from bot.domain.card import Card
from bot.domain.deliveries import DeliveryKind
from bot.domain.members import platform_of
from bot.domain.series import PausedFor, SeriesState
from bot.errors import StoreError
from bot.ports.store import Store, Transaction
from scheduler.clockwork import Clockwork
from tests.contracts.stored import MINUTE, NOON, add_series
from tests.servers.postgres import cut, new_database, server_url, until_gone
from tests.services.played import CLOSE, NINE, WHOLE
from tests.waiting import PATIENCE, until
from tests.worlds.builders import ANA, CHANNEL, WORKSPACE, options
from tests.worlds.titles import BOARD, CLOSED, REVEALED
from tests.worlds.world import World, new_world, title

PLATFORMS = frozenset({platform_of(WORKSPACE)})


@pytest.fixture
def url() -> Iterator[str]:
    with new_database() as made:
        yield made


@pytest.fixture
async def stores(url: str) -> AsyncIterator[tuple[Store, Store]]:
    both = (PostgresStore.open(url), PostgresStore.open(url))
    yield both
    for one in both:
        await one.close()


def owe(tx: Transaction, number: int, due_at: datetime = NOON, channel: str = "c") -> int | None:
    return tx.deliveries.add(
        key=f"k{number}", workspace=WORKSPACE, kind=DeliveryKind.CARD, channel=channel, card=Card("t"), due_at=due_at
    )


def claimed(tx: Transaction, limit: int) -> list[int]:
    return [one.id for one in tx.deliveries.claim(NOON, NOON + MINUTE, limit, PLATFORMS)]


def append(tx: Transaction, series_id: int, ref: str) -> None:
    """Read and write: two of them at once must not both build on what was there before."""
    tx.queue.set(series_id, [*tx.queue.list(series_id), ref])


async def test_every_delivery_is_claimed_by_one_of_two_processes(stores: tuple[Store, Store]) -> None:
    owed = [await stores[0].call(owe, number) for number in range(40)]

    found = await asyncio.gather(*(store.call(claimed, 5) for _ in range(5) for store in stores))

    assert sorted(number for some in found for number in some) == owed


async def test_what_two_processes_change_at_once_is_all_kept(stores: tuple[Store, Store]) -> None:
    series = await stores[0].call(add_series)

    for number in range(15):
        await asyncio.gather(
            *(store.call(append, series.id, f"{which}/{number}") for which, store in enumerate(stores))
        )

    kept = await stores[0].call(lambda tx: tx.queue.list(series.id))
    assert sorted(kept) == sorted(f"{which}/{number}" for which in range(2) for number in range(15))


async def test_work_that_passes_over_what_came_in_its_way_is_run_again_and_kept(url: str) -> None:
    """After what came in its way PostgreSQL refuses all else: the call is not to fail by that, but to be run again."""
    store = PostgresStore.open(url)
    series = await store.call(add_series)
    paused: list[bool] = []

    def work(tx: Transaction) -> None:
        paused.append(False)
        if len(paused) == 1:
            tx.connection.execute("SELECT 1 / 0")  # type: ignore[attr-defined]  # after that they are waited for
        tx.series.get(series.id)
        if len(paused) == 2:
            with psycopg.connect(url, autocommit=True) as other:
                other.execute(b"UPDATE series SET pool_warned = 'low'")
        with suppress(Exception):
            paused[-1] = tx.series.pause(series.id, "enough", PausedFor.MANAGER)

    await store.call(work)

    kept = await store.read(lambda tx: tx.series.get(series.id))
    await store.close()
    assert (paused, kept and kept.state) == ([False, False, True], SeriesState.PAUSED)


async def test_another_process_hears_what_has_become_due(stores: tuple[Store, Store]) -> None:
    heard = asyncio.Event()
    stores[1].on_due(heard.set)
    series = await stores[0].call(add_series)

    async with asyncio.timeout(PATIENCE):
        while not heard.is_set():  # it may not listen yet
            await stores[0].call(lambda tx: tx.series.set_next(series.id, NOON.date(), NOON))
            await asyncio.sleep(0.01)


async def test_claims_of_a_process_are_let_go_when_it_is_gone_and_not_before(url: str) -> None:
    alive, other = PostgresStore.open(url), PostgresStore.open(url)
    await alive.call(owe, 1)
    await alive.call(claimed, 1)

    kept = await other.call(lambda tx: tx.deliveries.release_gone(NOON))
    await alive.close()
    await until_gone(url, 1)
    let_go = await other.call(lambda tx: tx.deliveries.release_gone(NOON))

    await other.close()
    assert (kept, let_go) == (0, 1)


async def test_call_goes_on_after_its_connection_was_cut(url: str) -> None:
    store = PostgresStore.open(url)
    await store.call(add_series, "daily")
    cut(url)

    await store.call(add_series, "weekly")

    names = await store.read(lambda tx: [one.name for one in tx.series.all()])
    await store.close()
    assert names == ["daily", "weekly"]


async def test_call_in_the_middle_of_which_the_connection_is_cut_keeps_nothing_by_half(url: str) -> None:
    store = PostgresStore.open(url)
    tries = 0

    def work(tx: Transaction) -> None:
        nonlocal tries
        tries += 1
        add_series(tx, f"first {tries}")
        if tries == 1:
            cut(url)
        add_series(tx, f"second {tries}")

    await store.call(work)

    names = await store.read(lambda tx: [one.name for one in tx.series.all()])
    await store.close()
    assert names == ["first 2", "second 2"]


async def test_store_is_lost_when_its_database_is_deleted() -> None:
    with new_database(with_tables=False) as url:
        store = PostgresStore.open(url)
        with psycopg.connect(server_url(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {url.split('?')[0].rsplit('/', 1)[1]} WITH (FORCE)".encode())

        with pytest.raises(StoreError, match="There is no database at"):
            await store.call(add_series)

        async with asyncio.timeout(PATIENCE):
            assert "There is no database at" in str(await store.lost())
        await store.close()


def test_password_is_not_shown() -> None:
    with pytest.raises(StoreError) as refused:
        PostgresStore.open("postgresql://ana:hush@127.0.0.1:1/askaday")

    assert str(refused.value) == (
        "The database postgresql://127.0.0.1:1/askaday cannot be reached. "
        "See that the server runs and can be reached from here."
    )


def test_database_of_another_program_is_refused_and_left_alone() -> None:
    with new_database(with_tables=False) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE theirs (id int)")

        with pytest.raises(StoreError, match="belongs to another program"):
            PostgresStore.open(url)

        with psycopg.connect(url) as connection:
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        assert tables == [("theirs",)]


async def test_two_processes_that_play_the_same_round_post_everything_once(url: str) -> None:
    async with new_world(store=PostgresStore.open(url)) as world:
        second = PostgresStore.open(url)
        app = build(options(), {"console": world.messenger}, store=second, packs=world.packs, clock=world.clock)
        other = replace(world, app=app)
        await world.set_up()

        await both_at(world, other, NINE)
        await world.say(ANA, WHOLE)
        await both_at(world, other, CLOSE)

        played = await world.last_round()
        await second.close()
        assert (title(world.posted()), title(world.posted(played.thread))) == ([CLOSED, BOARD], REVEALED)


async def test_what_another_process_owes_is_sent_by_its_notice_and_by_no_tick(url: str) -> None:
    """The worker's slow tick never comes: nothing but the notice can wake it."""
    async with new_world(store=PostgresStore.open(url)) as world:
        ticking, second = world.app.ticking, PostgresStore.open(url)
        clockwork = Clockwork(world.clock, ticking.tick, ticking.next_due, slow_tick=timedelta(days=1))
        world.app.store.on_due(clockwork.wake)
        await clockwork.start()
        await clockwork.caught_up()
        listening = world.app.store._listening  # type: ignore[attr-defined]  # of PostgreSQL's
        await asyncio.wait_for(listening[-1].ready(), PATIENCE)

        await second.call(owe, 1, world.clock.now(), CHANNEL)
        await until(world.posted)

        await clockwork.stop()
        await second.close()
        assert title(world.posted()) == ["t"]


async def both_at(world: World, other: World, instant: object) -> None:
    world.clock.travel(instant)  # type: ignore[arg-type]  # an instant of the game
    for _ in range(2):
        await asyncio.gather(world.app.ticking.tick(), other.app.ticking.tick())
        for one in (world, other):
            await one.app.ticking.finish(timedelta(seconds=PATIENCE))
