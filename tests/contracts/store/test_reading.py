"""Reading beside all calls: of one instant, with nothing written, and nobody held up."""

import asyncio
import threading
from collections.abc import Callable

import pytest

from bot.errors import RefusedError, StoreError
from bot.ports.store import Store, Transaction
from tests.contracts.stored import add_series
from tests.worlds.builders import WORKSPACE


def _names(tx: Transaction) -> list[str]:
    return [series.name for series in tx.series.of_workspace(WORKSPACE)]


def _paused(begun: threading.Event, goes_on: threading.Event) -> Callable[[Transaction], list[list[str]]]:
    """Give work that reads, waits, and reads again."""

    def work(tx: Transaction) -> list[list[str]]:
        before = _names(tx)
        begun.set()
        goes_on.wait()
        return [before, _names(tx)]

    return work


async def test_what_its_caller_wrote_before_is_read(store: Store) -> None:
    seen = []
    for number in range(20):
        await store.call(add_series, f"s{number}")
        seen.append(len(await store.read(_names)))

    assert seen == [*range(1, 21)]


async def test_calls_go_on_while_something_is_read_and_change_nothing_of_it(store: Store) -> None:
    await store.call(add_series, "before")
    begun, goes_on = threading.Event(), threading.Event()
    reading = asyncio.create_task(store.read(_paused(begun, goes_on)))
    await asyncio.to_thread(begun.wait)

    await store.call(add_series, "meanwhile")  # would wait for ever behind the reading
    another = await store.read(_names)
    goes_on.set()

    assert (await reading, another) == ([["before"], ["before"]], ["before", "meanwhile"])


async def test_what_writes_is_refused_and_keeps_nothing(store: Store) -> None:
    with pytest.raises(StoreError, match="only reads"):
        await store.read(add_series)

    assert (await store.read(_names), await store.call(_names)) == ([], [])
    await store.call(add_series)
    assert await store.read(_names) == ["daily"]


async def test_what_reading_raises_is_raised_where_it_was_asked_for(store: Store) -> None:
    def refuse(_: Transaction) -> None:
        raise RefusedError("not now")

    def stop(_: Transaction) -> None:
        raise StopIteration

    with pytest.raises(RefusedError, match="not now"):
        await store.read(refuse)
    with pytest.raises(RuntimeError, match="StopIteration"):
        await store.read(stop)
    assert await store.read(_names) == []


async def test_more_is_read_than_there_are_connections(store: Store) -> None:
    await store.call(add_series)

    found = await asyncio.gather(*(store.read(_names) for _ in range(50)))

    assert found == [["daily"]] * 50


async def test_nothing_is_read_of_a_store_that_was_closed(store: Store) -> None:
    await store.close()

    with pytest.raises(StoreError, match="was closed"):
        await store.read(_names)
