"""What an operator does with a whole database nobody disturbs who starts meanwhile: they wait, or it is not done."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Thread

import psycopg
import pytest

from adapters.storage.moving.moving import Progress
from adapters.storage.moving.opening import to_file, to_server
from adapters.storage.moving.side import Table
from adapters.storage.postgres import PostgresStore, restore_server
from adapters.storage.postgres.server import restoring
from adapters.storage.postgres.server.dumping import dump
from adapters.storage.sqlite import SqliteStore
from bot.errors import StoreError
from bot.ports.store import Transaction
from tests.contracts.stored import add_series
from tests.servers.postgres import new_database, programs
from tests.waiting import PATIENCE, until
from tests.worlds.builders import WORKSPACE

_WAITING = b"SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
_HELD_UP = b"SELECT count(*) FROM pg_locks WHERE relation = 'rounds'::regclass AND NOT granted"


@pytest.fixture
def url() -> Iterator[str]:
    with new_database() as made:
        yield made


class Starting:
    """An Askaday that starts as soon as an operator's command has begun."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._thread = Thread(target=self._start)
        self.has_waited = False
        self.found: list[str] = []

    def begun(self, _tables: Sequence[Table], _rows: int) -> Progress:
        """Start, and wait until that waits for the end of the command, or is through."""
        self._thread.start()
        with psycopg.connect(self._url, autocommit=True) as connection:
            asyncio.run(until(lambda: connection.execute(_WAITING).fetchone() or not self._thread.is_alive()))
        self.has_waited = self._thread.is_alive()
        return lambda _table, _rows: None

    def end(self) -> None:
        """Wait until it has started and ended."""
        self._thread.join()

    def _start(self) -> None:
        async def look() -> None:
            store = PostgresStore.open(self._url)
            self.found = await store.call(_names)
            await store.close()

        asyncio.run(look())


def _names(tx: Transaction) -> list[str]:
    return [series.name for series in tx.series.of_workspace(WORKSPACE)]


async def test_who_starts_on_what_is_moved_away_waits_for_the_end(url: str, tmp_path: Path) -> None:
    store, starting = PostgresStore.open(url), Starting(url)
    await store.call(add_series, "moved")
    await store.close()

    await asyncio.to_thread(to_file, url, tmp_path / "askaday.db", starting.begun)
    starting.end()

    assert (starting.has_waited, starting.found) == (True, ["moved"])


async def test_who_starts_on_what_is_filled_waits_for_the_end(tmp_path: Path) -> None:
    file = tmp_path / "askaday.db"
    store = SqliteStore.open(file)
    await store.call(add_series, "moved")
    await store.close()

    with new_database(with_tables=False) as url:
        starting = Starting(url)
        await asyncio.to_thread(to_server, file, url, starting.begun)
        starting.end()

    assert (starting.has_waited, starting.found) == (True, ["moved"])


async def test_who_waited_for_what_was_given_up_half_filled_does_not_use_it(tmp_path: Path) -> None:
    file = tmp_path / "askaday.db"
    await SqliteStore.open(file).close()
    refused: list[str] = []

    with new_database(with_tables=False) as url:

        def start() -> None:
            try:
                PostgresStore.open(url)
            except StoreError as error:
                refused.append(error.message)

        thread = Thread(target=start)

        def give_up(_tables: Sequence[Table], _rows: int) -> Progress:
            thread.start()
            with psycopg.connect(url, autocommit=True) as connection:
                asyncio.run(until(lambda: connection.execute(_WAITING).fetchone() or not thread.is_alive()))

            def fail(_table: str, _rows: int) -> None:
                raise KeyboardInterrupt

            return fail

        with pytest.raises(KeyboardInterrupt):
            await asyncio.to_thread(to_server, file, url, give_up)
        thread.join()

    assert [said.partition(" is being ")[2] for said in refused] == ["filled by a migration."]


async def test_nothing_is_brought_back_under_who_started_after_it_was_looked_whether_somebody_does(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{programs()}:/usr/bin:/bin")
    copy, started = tmp_path / "copy.dump", list[PostgresStore]()
    store = PostgresStore.open(url)
    await store.backup(str(copy))
    await store.call(add_series, "later")
    await store.close()

    def dump_and_start(url: str, target: Path) -> None:
        dump(url, target)
        started.append(PostgresStore.open(url))

    monkeypatch.setattr(restoring, "dump", dump_and_start)
    with pytest.raises(StoreError, match="is in use"):
        restore_server(copy, url)

    found = await started[0].call(_names)
    await started[0].close()
    assert found == ["later"]


async def test_end_waits_for_no_reading_that_the_server_does_not_end(url: str) -> None:
    store = PostgresStore.open(url)
    with psycopg.connect(url) as holder, psycopg.connect(url, autocommit=True) as looking:
        holder.execute(b"LOCK TABLE rounds IN ACCESS EXCLUSIVE MODE")
        # More than are read at once: some of them have not even begun.
        reading = [asyncio.create_task(store.read(lambda tx: tx.rounds.get(1))) for _ in range(6)]
        await until(lambda: looking.execute(_HELD_UP).fetchone() == (4,))

        await asyncio.wait_for(store.close(), PATIENCE)
        ended = await asyncio.gather(*reading, return_exceptions=True)

    assert [type(one) for one in ended] == [StoreError] * 6
