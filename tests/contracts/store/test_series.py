from datetime import time, timedelta

import pytest

from bot.domain.calendar.schedule import CloseAfter, CloseAt, CloseOnNextSlot, CloseSameDay
from bot.domain.question import Level
from bot.domain.rotation import Pool
from bot.domain.series import AnswerMode, PausedFor, PrivateReminder, SeriesState
from bot.errors import RefusedError
from bot.ports.store import Store, Transaction
from tests.contracts.stored import DAY, MINUTE, NOON, OTHER_WORKSPACE, add_series
from tests.worlds.builders import WORKSPACE, schedule, settings


@pytest.mark.parametrize(
    "chosen",
    [
        settings(),
        settings(schedule=schedule(closes=CloseAfter(timedelta(hours=2, microseconds=1)), weekdays=frozenset({0, 6}))),
        settings(schedule=schedule(closes=CloseOnNextSlot(), skip_dates=frozenset({DAY}), paused_until=DAY)),
        settings(schedule=schedule(zone="Asia/Kolkata", closes=CloseAt(time(23, 59)), holidays="DE-BY")),
        settings(schedule=schedule(closes=CloseSameDay()), remind_before=PrivateReminder(timedelta(minutes=30))),
        settings(
            answer_mode=AnswerMode.SEALED,
            remind_before=timedelta(minutes=30),
            topic_weights={"storage": 2.5, "امن": 0.1},
            level_mix={Level.FOUNDATION: 1, Level.PROFESSIONAL: 3},
            excluded=frozenset({"U1", "U2"}),
        ),
    ],
)
async def test_settings_come_back_as_they_were(store: Store, chosen: object) -> None:
    def save(tx: Transaction) -> object:
        series = add_series(tx)
        tx.series.set_settings(series.id, channel="random", settings=chosen)  # type: ignore[arg-type]  # parametrised
        stored = tx.series.get(series.id)
        return stored and (stored.channel, stored.settings)

    assert await store.call(save) == ("random", chosen)


async def test_name_is_unique_within_a_workspace(store: Store) -> None:
    await store.call(add_series)
    await store.call(add_series, "daily", OTHER_WORKSPACE)

    with pytest.raises(RefusedError, match="named daily already"):
        await store.call(add_series)


async def test_series_are_listed_by_name(store: Store) -> None:
    def listed(tx: Transaction) -> tuple[list[str], list[str]]:
        for name in ("b", "a"):
            add_series(tx, name)
        add_series(tx, "c", OTHER_WORKSPACE)
        return [s.name for s in tx.series.of_workspace(WORKSPACE)], sorted(s.name for s in tx.series.all())

    assert await store.call(listed) == (["a", "b"], ["a", "b", "c"])


async def test_due_gives_active_series_whose_slot_has_come(store: Store) -> None:
    def due(tx: Transaction) -> bool:
        late, now, future, paused, _none = (add_series(tx, name) for name in "abcde")
        tx.series.set_next(now.id, DAY, NOON)
        tx.series.set_next(late.id, DAY, NOON - MINUTE)
        tx.series.set_next(future.id, DAY, NOON + timedelta(microseconds=1))
        tx.series.set_next(paused.id, DAY, NOON)
        tx.series.pause(paused.id, "holidays", PausedFor.MANAGER)
        return tx.series.due(NOON, 10) == [late.id, now.id] and tx.series.due(NOON, 1) == [late.id]

    assert await store.call(due)


async def test_first_pause_keeps_its_reason_unless_a_manager_pauses_too(store: Store) -> None:
    causes = [PausedFor.CHANNEL, PausedFor.WORKSPACE, PausedFor.MANAGER, PausedFor.MANAGER, PausedFor.CHANNEL]

    def change(tx: Transaction) -> list[object]:
        series = add_series(tx)
        seen: list[object] = []
        for number, cause in enumerate(causes):
            changed = tx.series.pause(series.id, str(number), cause)
            stored = tx.series.get(series.id)
            seen.append(stored and (changed, stored.state, stored.pause_reason, stored.paused_for))
        tx.series.activate(series.id)
        return [*seen, tx.series.get(series.id) == series]

    paused = SeriesState.PAUSED
    assert await store.call(change) == [
        (True, paused, "0", PausedFor.CHANNEL),
        (False, paused, "0", PausedFor.CHANNEL),
        (True, paused, "2", PausedFor.MANAGER),
        (False, paused, "2", PausedFor.MANAGER),
        (False, paused, "2", PausedFor.MANAGER),
        True,
    ]


async def test_next_slot_and_pool_warning_are_kept(store: Store) -> None:
    def change(tx: Transaction) -> list[object]:
        series = add_series(tx)
        tx.series.set_next(series.id, DAY, NOON)
        tx.series.set_pool_warned(series.id, Pool.LOW)
        first = tx.series.get(series.id)
        tx.series.set_next(series.id, None, None)
        second = tx.series.get(series.id)
        assert first is not None
        assert second is not None
        return [first.next_day, first.next_due, first.pool_warned, second.next_day, second.next_due]

    assert await store.call(change) == [DAY, NOON, "low", None, None]


async def test_series_that_is_not_there_is_none(store: Store) -> None:
    assert await store.call(lambda tx: tx.series.get(7)) is None


async def test_queue_is_replaced_in_order(store: Store) -> None:
    def queue(tx: Transaction) -> list[object]:
        series = add_series(tx)
        tx.queue.set(series.id, ["p/b", "p/a", "p/b"])
        first = tx.queue.list(series.id)
        tx.queue.set(series.id, ["p/c"])
        return [first, tx.queue.list(series.id), tx.queue.list(series.id + 1)]

    assert await store.call(queue) == [["p/b", "p/a", "p/b"], ["p/c"], []]
