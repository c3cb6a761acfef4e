"""Retention in slices: other calls come between, what is interrupted goes on, and the file becomes smaller."""

import asyncio
import math
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.storage.sqlite import SqliteStore
from adapters.storage.tables.retention import GIVEN_BACK
from adapters.storage.tables.upkeep import SqlUpkeep
from bot.domain.answers import Happening, Revision
from bot.domain.deliveries import DeliveryKind
from bot.errors import StoreError
from bot.ports.store import Transaction
from bot.ports.tables.upkeep import Expired, Retention
from bot.services.retaining import SLICE, retain
from tests.worlds.builders import CHANNEL, WORKSPACE, text_card

LONG_AGO = datetime(2020, 1, 6, 9, tzinfo=UTC)
NOW = datetime(2026, 12, 7, 9, tzinfo=UTC)
YEAR = timedelta(days=365)
SLICES = 5


#: More than a slice.
OF_THREAD = 120


def _fill(tx: Transaction, rows: int, size: int = 20) -> None:
    for number in range(rows):
        said = Revision(f"m{number}", Happening.POSTED, LONG_AGO, LONG_AGO, "ana", "x" * size)
        tx.answers.record(WORKSPACE, CHANNEL, f"t{number // OF_THREAD}", [said], LONG_AGO)
    young = Revision("young", Happening.POSTED, NOW, NOW, "ana", "kept")
    tx.answers.record(WORKSPACE, CHANNEL, "young", [young], NOW)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore.open(tmp_path / "askaday.db")
    yield opened
    await opened.close()


async def test_calls_come_between_slices(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    await store.call(_fill, SLICE * SLICES)
    happened: list[str] = []
    deleting = SqlUpkeep.retain

    def noted(upkeep: SqlUpkeep, before: datetime, found: Expired, workspace: str | None = None) -> Retention:
        happened.append("slice")
        return deleting(upkeep, before, found, workspace)

    monkeypatch.setattr(SqlUpkeep, "retain", noted)
    retaining = asyncio.create_task(retain(store, NOW, YEAR))
    while not retaining.done():
        # Noted where slices are: the next of them may be under way before the caller has its answer.
        await store.call(lambda _: happened.append("call"))

    between = "".join(one[0] for one in happened).strip("c").split("s")
    assert (await retaining, happened.count("slice")) == (Retention(SLICE * SLICES, 0), SLICES)
    assert [bool(calls) for calls in between[1:-1]] == [True] * (SLICES - 1)


async def test_what_is_interrupted_goes_on_the_next_time(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    await store.call(_fill, SLICE * 2)
    deleting = SqlUpkeep.retain
    done: list[bool] = []

    def fails(upkeep: SqlUpkeep, before: datetime, found: Expired, workspace: str | None = None) -> Retention:
        if done:
            raise StoreError("the disk failed")
        done.append(True)
        return deleting(upkeep, before, found, workspace)

    monkeypatch.setattr(SqlUpkeep, "retain", fails)
    with pytest.raises(StoreError, match="the disk failed"):
        await retain(store, NOW, YEAR)
    monkeypatch.undo()

    assert await retain(store, NOW, YEAR) == Retention(SLICE, 0)
    assert await retain(store, NOW, YEAR) == Retention(0, 0)
    assert [one.message for one in await store.call(lambda tx: tx.answers.revisions(WORKSPACE, CHANNEL, "young"))] == [
        "young"
    ]


async def test_room_of_what_was_deleted_is_given_back(store: SqliteStore) -> None:
    empty = await store.call(_pages)
    await store.call(_fill, SLICE * SLICES, 100_000)
    full = await store.call(_pages)

    await retain(store, NOW, YEAR)

    assert full > 3 * empty
    assert await store.call(_pages) <= empty + 1
    assert await store.check() == []


async def test_many_pages_are_given_back_with_one_commit(store: SqliteStore) -> None:
    await store.call(_fill, SLICE, 100_000)
    await store.call(lambda tx: tx.upkeep.retain(NOW - YEAR, tx.upkeep.expired(NOW - YEAR, None, SLICE)))
    free = await store.call(_pages, "freelist_count")

    commits = 1
    while await store.call(lambda tx: tx.upkeep.give_back()):
        commits += 1

    assert commits == math.ceil(free / GIVEN_BACK) > 1


def _pages(tx: Transaction, which: str = "page_count") -> int:
    [count] = tx.connection.execute(f"PRAGMA {which}").fetchone()  # type: ignore[attr-defined]  # a way in for tests
    return int(count)


def _fill_each(tx: Transaction, rows: int) -> None:
    """Leave as many old replies, messages that were sent, and events of the inbox."""
    _fill(tx, rows)
    for number in range(rows):
        owed = tx.deliveries.add(
            key=str(number),
            workspace=WORKSPACE,
            kind=DeliveryKind.NOTE,
            channel=CHANNEL,
            card=text_card(),
            due_at=LONG_AGO,
        )
        assert owed is not None
        tx.deliveries.mark_sent(owed, "m")
        tx.inbox.add(WORKSPACE, f"Ev{number}", "{}", LONG_AGO)
        tx.inbox.mark_done(WORKSPACE, f"Ev{number}")


def _changes(tx: Transaction) -> int:
    [count] = tx.connection.execute("SELECT total_changes()").fetchone()  # type: ignore[attr-defined]  # a way in for tests
    return int(count)


async def test_no_transaction_deletes_more_than_ten_rows(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    await store.call(_fill_each, 35)
    deleted: list[int] = []

    async def counted(work: Callable[..., Any], /, *args: object, **kwargs: object) -> Any:
        def count(tx: Transaction) -> Any:
            before = _changes(tx)
            result = work(tx, *args, **kwargs)
            deleted.append(_changes(tx) - before)
            return result

        return await SqliteStore.call(store, count)

    monkeypatch.setattr(store, "call", counted)
    await retain(store, NOW, YEAR)

    # Replies and messages share slices; events come after them.
    assert [count for count in deleted if count] == [*[10] * 7, *[10] * 3, 5]
