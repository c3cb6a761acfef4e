"""Real faults of a real file: what was answered stays, what was not leaves no trace, and the store goes on."""

import asyncio
import os
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.storage.sqlite import SqliteStore
from bot.errors import RefusedError, StoreError
from bot.ports.store import Transaction
from tests.contracts.stored import NOON, add_series, posted
from tests.worlds.builders import CHANNEL, WORKSPACE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "askaday.db"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore.open(path, busy_timeout=timedelta(milliseconds=50))
    yield opened
    await opened.close()


def _sql(tx: Transaction, statement: str) -> None:
    tx.connection.execute(statement)  # type: ignore[attr-defined]  # a way in that only these tests take


def _names(tx: Transaction) -> list[str]:
    return [series.name for series in tx.series.of_workspace(WORKSPACE)]


def _count(tx: Transaction) -> int:
    return len(tx.answers.revisions(WORKSPACE, CHANNEL, "t1"))


def _fill_disk(tx: Transaction) -> None:
    tx.answers.record(WORKSPACE, CHANNEL, "t1", [posted(n, text="x" * 40_000) for n in range(50)], NOON)


def _orphan(tx: Transaction) -> None:
    _sql(tx, "PRAGMA defer_foreign_keys = ON")
    tx.rounds.add(99, WORKSPACE, NOON.date())


async def _hold(store: SqliteStore) -> tuple[asyncio.Task[bool], threading.Event]:
    """Keep the store busy until the event is set: calls made meanwhile share the next transaction."""
    gate, begun = threading.Event(), threading.Event()

    def wait(_: Transaction) -> bool:
        begun.set()
        return gate.wait()

    held = asyncio.create_task(store.call(wait))
    await asyncio.to_thread(begun.wait)
    return held, gate


async def _together(store: SqliteStore, *works: Callable[[Transaction], object]) -> list[object]:
    """Run works in one transaction."""
    held, gate = await _hold(store)
    waiting = [asyncio.create_task(store.call(work)) for work in works]
    await asyncio.sleep(0)
    gate.set()
    await held
    return list(await asyncio.gather(*waiting, return_exceptions=True))


async def test_full_disk_loses_nothing_and_ends(store: SqliteStore) -> None:
    await store.call(add_series)
    await store.call(_sql, "PRAGMA max_page_count = 60")

    with pytest.raises(StoreError, match="There is no room left"):
        await store.call(_fill_disk)
    refused = await store.call(_count)
    await store.call(_sql, "PRAGMA max_page_count = 100000")
    await store.call(_fill_disk)

    assert (refused, await store.call(_count), await store.call(_names)) == (0, 50, ["daily"])
    assert await store.check() == []


async def test_full_disk_fails_all_that_share_the_commit(store: SqliteStore) -> None:
    await store.call(_sql, "PRAGMA max_page_count = 60")

    results = await _together(store, add_series, _fill_disk, _names)

    assert [str(result)[:26] for result in results] == ["There is no room left for "] * 3
    assert await store.call(_names) == []


async def test_failed_commit_keeps_nothing_and_tells_everyone(store: SqliteStore) -> None:
    def refuse(_: Transaction) -> None:
        raise RefusedError("not now")

    results = await _together(store, add_series, refuse, _orphan)

    assert [type(result) for result in results] == [StoreError, RefusedError, StoreError]
    assert "FOREIGN KEY constraint failed" in str(results[0])
    assert await store.call(_names) == []
    assert await store.check() == []


async def test_shared_commit_survives_a_call_that_breaks_a_rule(store: SqliteStore) -> None:
    def orphan(tx: Transaction) -> None:
        tx.rounds.add(99, WORKSPACE, NOON.date())

    results = await _together(store, add_series, orphan, _names)

    assert [type(result) for result in results] == [type(results[0]), StoreError, list]
    assert results[2] == ["daily"]


async def test_caller_cancelled_while_waiting_is_passed_over(store: SqliteStore) -> None:
    held, gate = await _hold(store)
    cancelled = asyncio.create_task(store.call(add_series, "cancelled"))
    kept = asyncio.create_task(store.call(add_series, "kept"))
    await asyncio.sleep(0)
    cancelled.cancel()
    held.cancel()
    await asyncio.sleep(0)
    gate.set()
    await kept

    assert await store.call(_names) == ["kept"]


async def test_shared_commit_wakes_the_listener_once(store: SqliteStore) -> None:
    heard: list[str] = []
    series = await store.call(add_series)
    store.on_due(lambda: heard.append("due"))

    def due(tx: Transaction) -> None:
        tx.series.set_next(series.id, NOON.date(), NOON)

    await _together(store, due, due, due)
    await store.call(_names)

    assert heard == ["due"]


async def test_database_locked_by_another_program(store: SqliteStore, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="locked by another program"):
            await store.call(add_series)

    assert await store.call(_names) == []


async def test_damaged_pages_are_reported(store: SqliteStore, path: Path) -> None:
    await store.call(_fill_disk)
    await store.close()
    with path.open("r+b") as file:
        file.seek(-200 * 4096, os.SEEK_END)
        file.write(b"\xa5" * 100 * 4096)

    for read_only in (False, True):
        with pytest.raises(StoreError, match="is damaged"):
            SqliteStore.open(path, read_only=read_only)
    damaged = SqliteStore.open(path, unchecked=True)
    found = await damaged.check()
    with pytest.raises(StoreError, match="is damaged"):
        await damaged.call(lambda tx: tx.answers.revisions(WORKSPACE, CHANNEL, "t1"))
    await damaged.close()

    assert {sentence.split(":")[0] for sentence in found} == {"The file is damaged"}


async def test_wrong_sums_and_references_are_reported(store: SqliteStore) -> None:
    await store.call(_sql, "INSERT INTO standings VALUES ('console:test', 0, 'all', 'ana', 7, 1, 0, 0)")
    with closing(sqlite3.connect(store._path)) as other:
        other.execute("INSERT INTO queue VALUES (99, 0, 'console:test', 'p/a')")
        other.commit()

    assert await store.check() == [
        "A row of queue refers to a row of series that is not there. Bring back a backup with `askaday restore FILE`.",
        (
            "1 sums of leaderboards are not what the points add up to. Stop Askaday; `askaday doctor --rebuild` adds "
            "them up anew."
        ),
    ]


async def test_rollback_that_fails_leaves_nobody_waiting(store: SqliteStore) -> None:
    refused: list[str | None] = []

    def refuse(action: int, statement: str | None, *_: object) -> int:
        """Refuse to end the transaction, whichever way, as a failing disk may."""
        if action == sqlite3.SQLITE_TRANSACTION and statement in ("COMMIT", "ROLLBACK") and len(refused) < 2:
            refused.append(statement)
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    def prepare(tx: Transaction) -> None:
        tx.connection.set_authorizer(refuse)  # type: ignore[attr-defined]  # a way in that only these tests take

    results = await _together(store, add_series, prepare, _names)

    assert [type(result) for result in results] == [StoreError] * 3
    assert refused == ["COMMIT", "ROLLBACK"]
    assert await store.call(_names) == []
    assert (await store.call(add_series)).name == "daily"


async def test_work_without_memory_is_undone(store: SqliteStore) -> None:
    def run_out(tx: Transaction) -> None:
        add_series(tx)
        raise MemoryError

    with pytest.raises(StoreError, match="not enough memory"):
        await store.call(run_out)

    assert await store.call(_names) == []


async def test_number_out_of_range(store: SqliteStore) -> None:
    with pytest.raises(StoreError, match="out of the range"):
        await store.call(lambda tx: tx.series.get(2**63))


async def test_half_a_character(store: SqliteStore) -> None:
    with pytest.raises(StoreError, match="half a character"):
        await store.call(lambda tx: tx.inbox.add(WORKSPACE, "Ev1", "\ud83d", NOON))


async def test_instant_without_a_zone(store: SqliteStore) -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        await store.call(lambda tx: tx.series.due(NOON.replace(tzinfo=None), 1))
