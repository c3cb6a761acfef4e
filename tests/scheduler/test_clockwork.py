"""The real scheduler on the machine's own clock, with waits of well under a second."""

import asyncio
import io
import time
from datetime import UTC, datetime, timedelta

import pytest

from adapters.console.send.channel import Chat, Place
from adapters.console.send.messenger import ConsoleMessenger
from adapters.console.send.screen import Screen, terminal
from bot.bootstrap import build
from bot.domain.calendar.schedule import CloseAfter
from bot.ports.clock import SystemClock
from scheduler.clockwork import PAUSE_AFTER_TICK, SLOW_TICK, Clockwork
from tests.memory_store import memory_store
from tests.scheduler.working import AT_ONCE, SOON, Work, running
from tests.waiting import PATIENCE, until
from tests.worlds.builders import ADMIN, CHANNEL, WORKSPACE, Packs, options, schedule, settings


async def test_what_is_due_is_done_at_its_instant() -> None:
    work = Work([datetime.now(UTC) + SOON])

    async with running(work):
        await until(lambda: not work.due)

    assert work.punctual == [True]
    assert work.ticks == 1


async def test_what_was_due_at_the_start_is_done_at_once() -> None:
    start = datetime.now(UTC)
    work = Work([start - timedelta(days=1)])

    async with running(work):
        await until(lambda: not work.due)

    assert [at - start < SLOW_TICK for _, at in work.done] == [True]


async def test_several_instants_are_met_one_after_the_other() -> None:
    start = datetime.now(UTC)
    work = Work([start + SOON * n for n in (1, 2, 3)])

    async with running(work):
        await until(lambda: not work.due)

    assert work.punctual == [True, True, True]


async def test_earlier_instant_added_later_is_met() -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    work = Work([tomorrow])

    async with running(work) as clockwork:
        work.due.append(datetime.now(UTC) + SOON)
        clockwork.wake()
        await until(lambda: bool(work.done))

    assert work.punctual == [True]
    assert work.due == [tomorrow]


async def test_first_instant_added_to_nothing_is_met() -> None:
    work = Work()

    async with running(work) as clockwork:
        work.due.append(datetime.now(UTC) + SOON)
        clockwork.wake()
        await until(lambda: bool(work.done))

    assert work.punctual == [True]


async def test_many_wakes_are_one_tick() -> None:
    work = Work()

    async with running(work) as clockwork:
        work.due.append(datetime.now(UTC) + SOON)
        for _ in range(1000):
            clockwork.wake()
        await until(lambda: bool(work.done))
        await asyncio.sleep(AT_ONCE)

    assert work.ticks == 1


async def test_work_added_during_a_tick_is_done_at_once() -> None:
    work = Work([datetime.now(UTC)])

    async with running(work) as clockwork:

        def add_more() -> None:
            if work.ticks == 1:
                work.gate.clear()
                work.due.append(datetime.now(UTC) + timedelta(milliseconds=20))
                clockwork.wake()

        work.meanwhile = add_more
        await until(lambda: work.ticks == 1)
        work.gate.set()
        await until(lambda: len(work.done) == 2)

    assert work.punctual == [True, True]


async def test_failing_tick_does_not_spin_and_is_tried_again() -> None:
    work = Work([datetime.now(UTC)], failures=1)

    async with running(work):
        await until(lambda: not work.due)

    assert [pause >= PAUSE_AFTER_TICK.total_seconds() for pause in work.pauses] == [True]
    assert len(work.done) == 1


async def test_failing_tick_does_not_hold_up_what_is_added_meanwhile() -> None:
    work = Work([datetime.now(UTC)], failures=1)

    async with running(work) as clockwork:
        await until(lambda: work.ticks == 1)
        work.due = [datetime.now(UTC) + SOON]
        clockwork.wake()
        await until(lambda: bool(work.done))

    assert work.punctual == [True]


async def test_tick_that_could_do_nothing_does_not_spin() -> None:
    work = Work()

    async with running(work) as clockwork:
        work.due = [datetime.now(UTC)]
        work.failures = 10**6
        clockwork.wake()
        await until(lambda: work.ticks == 2)

    assert [pause >= PAUSE_AFTER_TICK.total_seconds() for pause in work.pauses] == [True]


async def test_slow_tick_repairs_what_no_wake_up_told() -> None:
    work = Work()

    async with running(work, slow_tick=timedelta(milliseconds=100)):
        work.due.append(datetime.now(UTC))
        await until(lambda: bool(work.done))

    assert len(work.done) == 1


async def test_wake_up_that_comes_late_is_not_lost() -> None:
    work = Work([datetime.now(UTC) + timedelta(milliseconds=50)])

    async with running(work):
        # The loop is held up for longer than the second that APScheduler forgives by itself.
        time.sleep(1.2)  # noqa: ASYNC251 - blocking the loop is what is tested
        await until(lambda: not work.due)

    assert len(work.done) == 1


async def test_ticks_never_overlap() -> None:
    work = Work([datetime.now(UTC)])

    async with running(work, slow_tick=timedelta(milliseconds=20)) as clockwork:
        await until(lambda: work.ticks == 1)
        work.gate.clear()
        await until(lambda: work.ticks == 2)
        clockwork.wake()
        await asyncio.sleep(AT_ONCE)
        during = work.ticks
        work.gate.set()

    assert during == 2


async def test_stop_lets_a_tick_finish() -> None:
    work = Work([datetime.now(UTC)])
    clockwork = Clockwork(SystemClock(), work.tick, work.next_due)
    await clockwork.start()
    await until(lambda: work.ticks == 1)

    stopping = asyncio.create_task(clockwork.stop())
    await asyncio.sleep(0.05)
    before = (stopping.done(), len(work.done))
    work.gate.set()
    await stopping

    assert (before, len(work.done)) == ((False, 0), 1)


@pytest.mark.parametrize("slow_tick", [SLOW_TICK, SOON], ids=["woken", "slow"])
async def test_stop_gives_a_tick_up_that_does_not_end(slow_tick: timedelta) -> None:
    given_up = asyncio.Event()
    began = asyncio.Event()

    async def tick() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            given_up.set()
            raise

    due = datetime.now(UTC) if slow_tick is SLOW_TICK else None

    async def next_due() -> datetime | None:
        if began.is_set():
            await asyncio.Event().wait()
        return due

    clockwork = Clockwork(SystemClock(), tick, next_due, slow_tick=slow_tick)
    await clockwork.start()
    await began.wait()

    await asyncio.wait_for(clockwork.stop(timedelta()), PATIENCE)

    await asyncio.wait_for(given_up.wait(), PATIENCE)


async def test_stop_lets_no_tick_begin_that_waited_for_another() -> None:
    work = Work([datetime.now(UTC)])
    clockwork = Clockwork(SystemClock(), work.tick, work.next_due, slow_tick=timedelta(milliseconds=20))
    await clockwork.start()
    await until(lambda: work.ticks == 1)
    await asyncio.sleep(AT_ONCE)

    stopping = asyncio.create_task(clockwork.stop())
    await asyncio.sleep(0)
    work.gate.set()
    await stopping
    clockwork.wake()
    await asyncio.sleep(AT_ONCE)

    assert work.ticks == 1


async def test_stopped_clock_does_nothing_more() -> None:
    work = Work()
    async with running(work, slow_tick=timedelta(milliseconds=30)) as clockwork:
        clockwork.wake()
    ticks = work.ticks
    work.due.append(datetime.now(UTC))

    clockwork.wake()
    await asyncio.sleep(AT_ONCE)

    assert work.ticks == ticks
    assert work.done == []


async def test_caught_up_once_nothing_is_due() -> None:
    work = Work([datetime.now(UTC), datetime.now(UTC) + timedelta(days=1)])

    async with running(work) as clockwork:
        await asyncio.wait_for(clockwork.caught_up(), PATIENCE)

    assert len(work.done) == 1


async def test_question_goes_out_at_its_instant() -> None:
    clock = SystemClock()
    chat = Chat(clock)
    messenger = ConsoleMessenger(chat, Screen(terminal(file=io.StringIO())))
    store = memory_store()
    app = build(options(), {"console": messenger}, store=store, packs=Packs(), clock=clock)
    await app.start()
    due = clock.now() + timedelta(milliseconds=400)
    at_once = schedule(at=due.time(), weekdays=frozenset(range(7)), closes=CloseAfter(timedelta(minutes=1)))
    channel = Place(WORKSPACE, CHANNEL)

    try:
        await app.call(app.services.managing.set_up, ADMIN, "daily", CHANNEL, settings(schedule=at_once))
        await until(lambda: len(chat.at(channel)) == 1)
    finally:
        await app.stop()

    [card] = chat.at(channel)
    assert timedelta() <= card.posted_at - due < SLOW_TICK
