"""What the machine's clock is believed, and what not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.ports.steady_clock import SteadyClock
from tests.worlds.builders import MONDAY

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass
class Machine:
    """A machine whose clocks are moved together, or the one that people set alone."""

    wall: datetime = MONDAY
    elapsed: timedelta = DAY

    def clock(self, *, hears_platforms: bool = False) -> SteadyClock:
        clock = SteadyClock(lambda: self.wall, lambda: self.elapsed)
        if hears_platforms:
            clock.wait_for_platforms()
        return clock

    def go_on(self, duration: timedelta) -> None:
        self.wall += duration
        self.elapsed += duration


def seen(clock: SteadyClock) -> tuple[datetime, bool]:
    return clock.now(), clock.is_sure


def test_clock_goes_with_the_machine() -> None:
    machine = Machine()
    clock = machine.clock()

    machine.go_on(HOUR)

    assert seen(clock) == (MONDAY + HOUR, True)
    assert clock.wait_until(MONDAY + 2 * HOUR) == HOUR
    assert clock.wait_until(MONDAY) == timedelta()


@pytest.mark.parametrize("jump", [3 * DAY, 9 * HOUR, -9 * HOUR, -3 * DAY, 31 * MINUTE])
def test_jump_is_not_believed_at_once_and_its_return_changes_nothing(jump: timedelta) -> None:
    machine = Machine()
    clock = machine.clock()

    machine.wall += jump
    during = seen(clock)
    machine.go_on(MINUTE)
    later = seen(clock)
    machine.wall -= jump

    assert (during, later) == ((MONDAY, False), (MONDAY + MINUTE, False))
    assert seen(clock) == (MONDAY + MINUTE, True)


@pytest.mark.parametrize("jump", [3 * DAY, -9 * HOUR])
def test_jump_is_believed_once_the_clock_has_gone_on_consistently(jump: timedelta) -> None:
    machine = Machine()
    clock = machine.clock()
    machine.wall += jump
    clock.now()

    machine.go_on(10 * MINUTE - timedelta(microseconds=1))
    before = clock.is_sure
    machine.go_on(timedelta(microseconds=1))

    assert (before, seen(clock)) == (False, (MONDAY + jump + 10 * MINUTE, True))


def test_clock_that_jumps_again_and_again_is_not_believed() -> None:
    machine = Machine()
    clock = machine.clock()

    for _ in range(9):
        machine.wall += HOUR
        machine.go_on(9 * MINUTE)
        clock.now()

    assert seen(clock) == (MONDAY + 81 * MINUTE, False)


@pytest.mark.parametrize("jump", [8 * HOUR, -8 * HOUR])
def test_true_change_is_believed_as_soon_as_a_platform_confirms_it(jump: timedelta) -> None:
    machine = Machine()
    clock = machine.clock()
    machine.wall += jump
    before = seen(clock)

    clock.heard(MONDAY + jump + MINUTE)

    assert (before, seen(clock)) == ((MONDAY, False), (MONDAY + jump, True))
    assert clock.wrong_by is None


@pytest.mark.parametrize("jump", [3 * DAY, 9 * HOUR, -9 * HOUR])
def test_jump_that_a_platform_denies_is_never_believed(jump: timedelta) -> None:
    machine = Machine()
    clock = machine.clock()
    machine.wall += jump

    with capture_logs() as logs:
        clock.heard(MONDAY)
        machine.go_on(DAY)
        during = (*seen(clock), clock.wrong_by)
        machine.wall -= jump
        after = (*seen(clock), clock.wrong_by)

    assert during == (MONDAY + DAY, True, jump)
    assert after == (MONDAY + DAY, True, None)
    assert [log["log_level"] for log in logs] == ["warning", "error", "warning"]


@pytest.mark.parametrize("off", [9 * HOUR, -3 * DAY])
def test_clock_that_is_wrong_at_the_start_gives_way_to_a_platforms_second_word(off: timedelta) -> None:
    machine = Machine(wall=MONDAY + off)
    clock = machine.clock(hears_platforms=True)

    clock.heard(MONDAY)
    once = clock.is_sure
    machine.go_on(timedelta(seconds=1))
    clock.heard(MONDAY + timedelta(seconds=1))

    assert (once, seen(clock)) == (False, (MONDAY + timedelta(seconds=1), True))
    assert clock.wrong_by == off


def test_start_waits_for_a_platform_but_not_for_ever() -> None:
    confirmed, silent, alone = Machine(), Machine(), Machine()
    clocks = [machine.clock(hears_platforms=machine is not alone) for machine in (confirmed, silent, alone)]

    before = [clock.is_sure for clock in clocks]
    clocks[0].heard(MONDAY + MINUTE)
    after = [clock.is_sure for clock in clocks]
    silent.go_on(2 * MINUTE)

    assert (before, after) == ([False, False, True], [True, False, True])
    assert seen(clocks[1]) == (MONDAY + 2 * MINUTE, True)


def test_one_platform_that_errs_changes_nothing() -> None:
    machine = Machine()
    clock = machine.clock()

    clock.heard(MONDAY - DAY)
    doubtful = seen(clock)
    clock.heard(MONDAY)

    assert (doubtful, seen(clock)) == ((MONDAY, False), (MONDAY, True))


def test_process_that_was_suspended_goes_on_at_once() -> None:
    machine = Machine()
    clock = machine.clock()

    machine.go_on(8 * HOUR)

    assert seen(clock) == (MONDAY + 8 * HOUR, True)


async def test_platforms_are_asked_only_when_in_doubt() -> None:
    machine, asked = Machine(), list[str]()
    clock = machine.clock()

    async def ask() -> None:
        asked.append("slack")
        clock.heard(MONDAY)

    clock.ask_by(ask)
    await clock.ask()
    before = list(asked)
    machine.wall += 9 * HOUR
    await clock.ask()
    await clock.ask()

    assert (before, asked, clock.is_sure) == ([], ["slack"], True)


def test_machines_own_clock_is_the_default() -> None:
    clock = SteadyClock()

    assert clock.is_sure
    assert clock.now() <= SteadyClock().now()
