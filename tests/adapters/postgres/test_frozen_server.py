"""The end comes also where the server takes what is asked, and answers nothing."""

import asyncio
from collections.abc import Iterator
from threading import Event
from typing import Any

import psycopg
import pytest
from psycopg_pool import PoolClosed

from adapters.storage.postgres import PostgresStore, store
from adapters.storage.postgres.locks import PostgresLocks
from adapters.storage.postgres.readers import Readers
from bot.errors import StoreError
from tests.servers.postgres import OwnServer, new_database, own_server
from tests.waiting import PATIENCE, until

#: What holds a lock says to show that it is there.
_SIGN = b"SELECT 1"


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server() as own:
        yield own


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[bytes, Event]:
    """What is to be waited for until it is asked, and whether it is and was not answered."""
    events, execute = {_SIGN: Event(), b"": Event()}, psycopg.Connection.execute

    def noted(self: Any, statement: Any, *rest: Any, **options: Any) -> Any:
        event = events.get(statement.encode() if isinstance(statement, str) else statement, Event())
        event.set()
        answer = execute(self, statement, *rest, **options)
        event.clear()
        return answer

    monkeypatch.setattr(psycopg.Connection, "execute", noted)
    return events


async def until_asked(event: Event) -> None:
    assert await asyncio.to_thread(event.wait, PATIENCE)


async def test_reading_is_given_up(
    server: OwnServer, asked: dict[bytes, Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_ENDING", 0.1)
    opened = PostgresStore.open(server.url)
    await opened.read(lambda tx: tx.series.all())

    with server.frozen():
        # One waits whether its connection is there, some for connections, and some have not begun.
        reading = [asyncio.create_task(opened.read(lambda tx: tx.series.all())) for _ in range(6)]
        await until_asked(asked[b""])
        await asyncio.wait_for(opened.close(), PATIENCE)
        ended = await asyncio.gather(*reading, return_exceptions=True)

    assert [type(one) for one in ended] == [StoreError] * 6


async def test_who_waits_for_a_connection_is_let_go() -> None:
    readers = Readers("postgresql://askaday@127.0.0.1:1/askaday", "nowhere", "me")
    reading = asyncio.create_task(readers.run(lambda tx: tx.series.all(), (), {}))
    await until(lambda: readers._pool.get_stats().get("requests_waiting"))

    await readers.stop(0)

    with pytest.raises(StoreError) as raised:
        await reading
    assert isinstance(raised.value.__cause__, PoolClosed)


async def test_lock_is_let_go_and_free_once_the_server_answers(server: OwnServer, asked: dict[bytes, Event]) -> None:
    locks = PostgresLocks(server.url, "holder", silence=7)
    held = await locks.acquire("a")

    with server.frozen():
        await until_asked(asked[_SIGN])
        await asyncio.wait_for(held.release(patience=0), PATIENCE)

    again = await asyncio.wait_for(locks.acquire("a"), PATIENCE)
    await again.release()


async def test_listening_that_does_not_come_about_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, let_go = Event(), Event()

    def connect(*_asked: object, **_options: object) -> None:
        begun.set()
        let_go.wait(PATIENCE)
        raise psycopg.OperationalError

    with new_database() as url:
        opened = PostgresStore.open(url)
        monkeypatch.setattr(store, "_ENDING", 0.1)
        monkeypatch.setattr(store, "connect", connect)
        opened.on_due(lambda: None)
        assert await asyncio.to_thread(begun.wait, PATIENCE)

        closing = asyncio.create_task(opened.close())
        done, _ = await asyncio.wait({closing}, timeout=PATIENCE)
        let_go.set()
        await closing

    assert done
