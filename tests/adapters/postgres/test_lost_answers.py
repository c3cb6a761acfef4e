"""Connections that are cut at the worst moment: what was kept is kept once, and said to be."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import psycopg
import pytest

from adapters.storage.postgres import PostgresStore
from adapters.storage.postgres.server.connection import PostgresConnection
from bot.errors import StoreError
from bot.ports.store import Transaction
from tests.contracts.stored import NOON, add_series
from tests.servers.cutting import Loses, cutting_proxy
from tests.servers.postgres import cut, new_database
from tests.waiting import PATIENCE


@pytest.fixture
def url() -> Iterator[str]:
    with new_database() as made:
        yield made


@pytest.mark.parametrize("refuses", [0, 2])
@pytest.mark.parametrize("loses", Loses)
async def test_what_was_committed_is_not_done_twice_and_what_was_not_is_done(
    url: str, loses: Loses, refuses: int
) -> None:
    tries = 0

    def work(tx: Transaction) -> int:
        nonlocal tries
        tries += 1
        add_series(tx, f"try {tries}")
        return tries

    async with cutting_proxy(url) as proxy, asyncio.timeout(PATIENCE):
        store = await asyncio.to_thread(PostgresStore.open, proxy.url)
        proxy.loses, proxy.refuses = loses, refuses
        said = await store.call(work)
        names = await store.read(lambda tx: [one.name for one in tx.series.all()])
        await store.close()

    wanted = 1 if loses is Loses.ANSWER else 2
    assert (said, names) == (wanted, [f"try {wanted}"])


async def test_calls_that_were_kept_one_by_one_are_not_said_to_have_failed_with_a_later_one(url: str) -> None:
    store = PostgresStore.open(url)

    def failing(tx: Transaction) -> None:
        add_series(tx, "no")
        raise ValueError

    def cutting(tx: Transaction) -> None:
        cut(url)
        add_series(tx, "never")

    def good(tx: Transaction) -> str:
        return add_series(tx, "kept").name

    every: list[Callable[[Transaction], str | None]] = [failing, failing, failing, good, cutting]
    found = await asyncio.gather(*(store.call(one) for one in every), return_exceptions=True)
    names = await store.read(lambda tx: [one.name for one in tx.series.all()])
    await store.close()

    assert [one if isinstance(one, str) else type(one) for one in found] == [*[ValueError] * 3, "kept", StoreError]
    assert names == ["kept"]


async def test_conflict_that_a_call_passes_over_is_tried_again_all_the_same(url: str) -> None:
    store = PostgresStore.open(url)
    series = await store.call(add_series)
    tries = 0

    def work(tx: Transaction) -> int:
        nonlocal tries
        tries += 1
        tx.series.get(series.id)
        if tries == 1:
            with psycopg.connect(url) as other:
                other.execute("UPDATE series SET channel = 'elsewhere'")
        with suppress(Exception):  # as who goes on with the others of several does
            tx.series.set_next(series.id, NOON.date(), NOON)
        return tries

    said = await store.call(work)
    kept = await store.read(lambda tx: tx.series.get(series.id))
    await store.close()

    assert kept is not None
    assert (said, kept.channel, kept.next_due) == (2, "elsewhere", NOON)


async def test_only_a_transaction_that_wrote_is_asked_for_its_number(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    execute = PostgresConnection.execute

    def noted(connection: PostgresConnection, statement: str, values: Any = (), /) -> Any:
        asked.append(statement)
        return execute(connection, statement, values)

    monkeypatch.setattr(PostgresConnection, "execute", noted)
    store = PostgresStore.open(url)
    counts = []
    for work in (add_series, lambda tx: tx.series.all()):
        asked.clear()
        await store.call(work)
        counts.append(sum("pg_current_xact_id_if_assigned" in statement for statement in asked))
    await store.close()

    assert counts == [1, 0]
