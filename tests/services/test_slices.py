"""What is done for all series is done some at a time: whoever waits for the store has their turn in between."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest

from bot.errors import PackProblem
from bot.ports.clock import Clock, TravelClock
from bot.ports.store import Store, Transaction
from bot.services.each import SLICE
from bot.services.supplying import Supplying
from bot.services.timekeeping import Timekeeping
from tests.memory_store import memory_store
from tests.worlds.builders import CHANNEL, MONDAY, Packs, pack, question, settings

if TYPE_CHECKING:
    from adapters.storage.sqlite.file.connection import SqliteConnection
    from adapters.storage.tables.transaction import SqlTransaction

#: Two whole slices and half of one.
SERIES = 5 * SLICE // 2
PROBLEMS = {"basics": [PackProblem("basics/q.md", 1, "is broken")]}
LAPSING = replace(pack(), questions=(replace(question(1), review_by=MONDAY.date() + timedelta(days=5)),))


class WrongClock(TravelClock):
    """It is known that the machine's clock is wrong."""

    wrong_by: timedelta | None = timedelta(hours=9)


async def _supply_lapsing(store: Store, clock: Clock) -> None:
    await Supplying(Packs({"basics": LAPSING}), clock).tell_lapsing(store)


async def _supply_left_out(store: Store, clock: Clock) -> None:
    await Supplying(Packs({"basics": pack()}), clock).tell_left_out(store, PROBLEMS)


async def _right_clock(store: Store, clock: Clock) -> None:
    await Timekeeping(store, clock).is_sure()


async def _wrong_clock(store: Store, _: Clock) -> None:
    await Timekeeping(store, WrongClock(MONDAY)).is_sure()


TOLD = "SELECT count(*) FROM deliveries"
ARMED = "SELECT count(*) FROM series WHERE next_due IS NOT NULL"
WORK: dict[str, tuple[Callable[[Store, Clock], Awaitable[None]], str]] = {
    "questions that lapse": (_supply_lapsing, TOLD),
    "questions left out": (_supply_left_out, TOLD),
    "slots of a wrong clock": (_right_clock, ARMED),
    "managers of a wrong clock": (_wrong_clock, TOLD),
}


def _fill(tx: Transaction) -> None:
    for number in range(SERIES):
        tx.series.add(f"console:{number}", "daily", CHANNEL, settings(), seed=number)


@pytest.mark.parametrize("name", WORK)
async def test_others_have_their_turn_after_each_slice(name: str) -> None:
    work, question_asked = WORK[name]
    store = memory_store()
    await store.call(_fill)

    def done(tx: Transaction) -> int:
        return int(cast("SqlTransaction[SqliteConnection]", tx).connection.execute(question_asked).fetchone()[0])

    task = asyncio.ensure_future(work(store, TravelClock(MONDAY)))
    seen = {0}
    while not task.done():
        seen.add(await store.call(done))
    await task
    seen.add(await store.call(done))
    await work(store, TravelClock(MONDAY))
    again = await store.call(done)
    await store.close()

    assert (sorted(seen), again) == ([0, SLICE, 2 * SLICE, SERIES], SERIES)
