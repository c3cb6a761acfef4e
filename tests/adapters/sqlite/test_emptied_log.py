"""After an erasure the write-ahead log, which holds pages from before, is emptied; no reader holds calls up for it."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.storage.sqlite import SqliteStore
from bot.ports.store import Transaction
from tests.contracts.stored import add_series
from tests.worlds.builders import ANA, MONDAY, WORKSPACE


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    # Who waited for a reader would wait longer than a test may take.
    opened = SqliteStore.open(tmp_path / "askaday.db", busy_timeout=timedelta(hours=1))
    yield opened
    await opened.close()


def _erase(tx: Transaction) -> int:
    return tx.members.erase(WORKSPACE, ANA.member, MONDAY)


def _log(tmp_path: Path) -> int:
    """Give the length of the write-ahead log."""
    return (tmp_path / "askaday.db-wal").stat().st_size


async def test_log_is_empty_once_an_erasure_is_answered(store: SqliteStore, tmp_path: Path) -> None:
    await store.call(lambda tx: tx.members.seen(ANA))
    assert _log(tmp_path) > 0

    await store.call(_erase)

    assert _log(tmp_path) == 0


async def test_erasure_waits_for_no_reader_and_the_next_commit_empties_the_log(
    store: SqliteStore, tmp_path: Path
) -> None:
    await store.call(lambda tx: tx.members.seen(ANA))
    begun, goes_on = threading.Event(), threading.Event()

    def reading(tx: Transaction) -> None:
        tx.members.get(WORKSPACE, ANA.member)
        begun.set()
        goes_on.wait()

    held = asyncio.create_task(store.read(reading))
    await asyncio.to_thread(begun.wait)

    try:
        await store.call(_erase)
        await store.call(add_series)
        assert _log(tmp_path) > 0
    finally:
        goes_on.set()
    await held
    await store.call(add_series, "another")

    assert _log(tmp_path) == 0


async def test_log_that_cannot_be_emptied_undoes_nothing_and_is_emptied_by_the_next_commit(
    store: SqliteStore, tmp_path: Path
) -> None:
    await store.call(lambda tx: tx.members.seen(ANA))

    def refuse(_: int, name: str | None, *__: object) -> int:
        return sqlite3.SQLITE_DENY if name == "wal_checkpoint" else sqlite3.SQLITE_OK

    def erase_on_a_full_disk(tx: Transaction) -> int:
        _guarded(tx, refuse)
        return _erase(tx)

    assert await store.call(erase_on_a_full_disk) > 0
    assert await store.read(lambda tx: tx.members.get(WORKSPACE, ANA.member)) is None
    assert _log(tmp_path) > 0
    await store.call(lambda tx: _guarded(tx, None))

    assert _log(tmp_path) == 0


def _guarded(tx: Transaction, guard: Callable[..., int] | None) -> None:
    tx.connection.set_authorizer(guard)  # type: ignore[attr-defined]  # a way in that only these tests take
