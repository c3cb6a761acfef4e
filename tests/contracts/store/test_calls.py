"""What every store keeps of a call: all of it or nothing."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.card import Card
from bot.domain.deliveries import DeliveryKind
from bot.domain.members import Actor
from bot.errors import RefusedError, StoreError
from bot.ports.copies import copies_of
from bot.ports.store import Store, Transaction
from tests.contracts.stored import MINUTE, NOON, add_round, add_series, posted
from tests.waiting import PATIENCE
from tests.worlds.builders import CHANNEL, WORKSPACE


def _names(tx: Transaction) -> list[str]:
    return [series.name for series in tx.series.of_workspace(WORKSPACE)]


def _add_and_refuse(tx: Transaction, name: str) -> None:
    add_series(tx, name)
    raise RefusedError(f"{name} is refused")


async def test_call_gives_what_the_work_gives(store: Store) -> None:
    added = await store.call(add_series, "daily")

    assert await store.call(lambda tx: tx.series.get(added.id)) == added


async def test_call_that_raises_is_undone_and_raises_the_same(store: Store) -> None:
    with pytest.raises(RefusedError, match="weekly is refused"):
        await store.call(_add_and_refuse, "weekly")

    assert await store.call(_names) == []


async def test_call_that_raises_leaves_those_beside_it(store: Store) -> None:
    results = await asyncio.gather(
        store.call(add_series, "a"),
        store.call(_add_and_refuse, "b"),
        store.call(add_series, "c"),
        return_exceptions=True,
    )

    assert [type(result).__name__ for result in results] == ["Series", "RefusedError", "Series"]
    assert await store.call(_names) == ["a", "c"]


async def test_call_sees_what_calls_before_it_wrote(store: Store) -> None:
    _, names = await asyncio.gather(store.call(add_series, "a"), store.call(_names))

    assert names == ["a"]


async def test_stop_iteration_reaches_the_caller_as_an_error(store: Store) -> None:
    with pytest.raises(RuntimeError, match="StopIteration"):
        await store.call(lambda _: next(iter(())))


async def test_cancelled_caller_does_not_disturb_others(store: Store) -> None:
    cancelled = asyncio.create_task(store.call(add_series, "a"))
    other = asyncio.create_task(store.call(add_series, "b"))
    await asyncio.sleep(0)
    cancelled.cancel()

    assert (await other).name == "b"
    assert cancelled.cancelled() or (await asyncio.gather(cancelled, return_exceptions=True))


async def test_many_callers_all_get_their_own_answer(store: Store) -> None:
    added = await asyncio.gather(*(store.call(add_series, f"series {n:03}") for n in range(600)))

    assert [series.name for series in added] == [f"series {n:03}" for n in range(600)]
    assert await store.call(_names) == [series.name for series in added]


async def test_closed_store_says_so(store: Store) -> None:
    await store.close()
    await store.close()

    with pytest.raises(StoreError, match="closed"):
        await store.call(_names)


async def test_listener_is_called_once_the_due_instant_is_there(store: Store) -> None:
    series = await store.call(add_series)
    heard = asyncio.Event()
    store.on_due(heard.set)

    await store.call(lambda tx: tx.series.set_next(series.id, NOON.date(), NOON + MINUTE))
    await asyncio.wait_for(heard.wait(), PATIENCE)

    assert await store.call(lambda tx: tx.reports.next_due()) == NOON + MINUTE


async def test_listener_is_not_called_where_nothing_is_due(store: Store) -> None:
    heard: list[str] = []
    store.on_due(lambda: heard.append("due"))

    await store.call(add_series)
    with pytest.raises(RefusedError):
        await store.call(_set_next_and_refuse)
    await store.call(_names)

    assert heard == []


def _set_next_and_refuse(tx: Transaction) -> None:
    tx.series.set_next(1, NOON.date(), NOON)
    raise RefusedError


async def test_check_of_a_sound_store_finds_nothing(store: Store) -> None:
    await store.call(add_series)

    assert await copies_of(store).check() == []


async def test_what_was_read_is_read_again_once_it_was_changed(store: Store) -> None:
    def read_and_change(tx: Transaction) -> list[object]:
        played = add_round(tx, add_series(tx), thread="t1")
        seen = [tx.rounds.get(played.id), tx.rounds.window(WORKSPACE, CHANNEL, "t1"), tx.deliveries.is_owed("k")]
        changed = replace(played, thread="t2")
        tx.rounds.save(changed)
        owe_for(tx, "k")
        return [
            seen[0] == played,
            seen[1] is not None,
            seen[2],
            tx.rounds.get(played.id) == changed,
            tx.rounds.window(WORKSPACE, CHANNEL, "t1"),
            tx.deliveries.is_owed("k"),
        ]

    assert await store.call(read_and_change) == [True, True, False, True, None, True]


async def test_what_a_call_read_is_not_what_a_refused_one_beside_it_wrote(store: Store) -> None:
    played = await store.call(lambda tx: add_round(tx, add_series(tx), thread="t1"))

    def save_and_refuse(tx: Transaction) -> None:
        tx.rounds.save(replace(played, thread="t2"))
        tx.rounds.get(played.id)
        raise RefusedError

    def thread(tx: Transaction) -> str | None:
        found = tx.rounds.get(played.id)
        return found.thread if found else None

    read = await asyncio.gather(
        store.call(thread), store.call(save_and_refuse), store.call(thread), return_exceptions=True
    )

    assert [read[0], type(read[1]), read[2]] == ["t1", RefusedError, "t1"]


async def test_who_leaves_tracking_is_not_kept_from_then_on(store: Store) -> None:
    def record(tx: Transaction) -> list[int]:
        first = tx.answers.record(WORKSPACE, CHANNEL, "t1", [posted(1)], NOON)
        tx.members.set_tracked(WORKSPACE, "ana", NOON, tracked=False)
        second = tx.answers.record(WORKSPACE, CHANNEL, "t1", [posted(2)], NOON)
        tx.members.set_tracked(WORKSPACE, "ana", NOON, tracked=True)
        return [first, second, tx.answers.record(WORKSPACE, CHANNEL, "t1", [posted(3)], NOON)]

    assert await store.call(record) == [1, 0, 1]


async def test_member_has_the_name_that_was_said_last(store: Store) -> None:
    def call(tx: Transaction) -> dict[str, str]:
        tx.members.seen(Actor(WORKSPACE, "ana", "Ana"))
        tx.members.rename(Actor(WORKSPACE, "ana", "Anna"))
        tx.members.seen(Actor(WORKSPACE, "ana", "Ana"))
        return dict(tx.members.names(WORKSPACE))

    assert await store.call(call) == {"ana": "Ana"}


def owe_for(tx: Transaction, key: str) -> None:
    tx.deliveries.add(
        key=key, workspace=WORKSPACE, kind=DeliveryKind.NOTE, channel=CHANNEL, card=Card("t"), due_at=NOON
    )
