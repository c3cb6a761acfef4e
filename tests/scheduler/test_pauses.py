"""What the clock does about work that stays overdue and a store that cannot be read."""

from datetime import UTC, datetime, timedelta

from structlog.testing import capture_logs

from scheduler.clockwork import PAUSE_AFTER_TICK, SLOW_TICK, Pause
from tests.scheduler.working import SOON, Work, running
from tests.waiting import until


def test_pause_grows_up_to_the_slow_tick() -> None:
    pause = Pause(PAUSE_AFTER_TICK, SLOW_TICK)

    assert [pause.next().total_seconds() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]


def test_pause_begins_again_when_something_was_done() -> None:
    pause = Pause(PAUSE_AFTER_TICK, SLOW_TICK)
    for _ in range(5):
        pause.next()

    pause.reset()

    assert [pause.next().total_seconds() for _ in range(2)] == [1, 2]


async def test_ticks_that_can_do_nothing_come_ever_more_rarely() -> None:
    work = Work([datetime.now(UTC)], failures=4)

    async with running(work, pause=timedelta(milliseconds=20)):
        await until(lambda: not work.due)

    assert [pause >= 0.02 * 2**n for n, pause in enumerate(work.pauses)] == [True] * 4


async def test_tick_that_did_something_ends_the_long_pauses() -> None:
    work = Work([datetime.now(UTC)], failures=9)

    async with running(work, pause=timedelta(milliseconds=300)) as clockwork:

        def do_something() -> None:
            if work.ticks == 3:
                clockwork.wake()

        work.meanwhile = do_something
        await until(lambda: work.ticks == 5)

    # The fourth pause would be the third long one, of 2.4 s.
    assert (work.pauses[1] >= 0.6, work.pauses[3] < 2.4) == (True, True)


async def test_unreadable_store_is_told_and_does_not_stop_the_clock() -> None:
    work = Work(unreadable=2)

    with capture_logs() as logs:
        async with running(work, slow_tick=timedelta(milliseconds=30)):
            work.due.append(datetime.now(UTC))
            await until(lambda: bool(work.done) and not work.unreadable)
            work.due.append(datetime.now(UTC) + SOON)
            await until(lambda: not work.due)

    assert [(log["log_level"], log["event"]) for log in logs] == [
        ("error", "cannot tell what is due; it is tried again")
    ] * 2
    assert len(work.done) == 2


async def test_unreadable_store_is_asked_again_long_before_the_slow_tick() -> None:
    work = Work([datetime.now(UTC)], unreadable=3)

    async with running(work, slow_tick=timedelta(hours=1), pause=timedelta(milliseconds=1)):
        await until(lambda: bool(work.done))

    assert len(work.done) == 1
