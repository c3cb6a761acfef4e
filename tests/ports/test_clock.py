"""Clocks that are not the machine's; how the machine's own wakes the engine is shown in `tests/scheduler`."""

import time
from datetime import timedelta

import pytest

from bot.ports.clock import FastClock, TravelClock
from tests.worlds.builders import MONDAY

HOUR = timedelta(hours=1)


def test_fast_clock_runs_as_often_as_fast() -> None:
    before = time.monotonic()
    clock = FastClock(MONDAY, speed=3600)
    first = clock.now()
    most = timedelta(seconds=(time.monotonic() - before) * 3600)

    assert timedelta() <= first - MONDAY <= most


def test_fast_clock_says_how_long_it_really_is() -> None:
    clock = FastClock(MONDAY, speed=3600)

    waits = clock.wait_until(MONDAY + 100 * HOUR), clock.wait_until(MONDAY - HOUR)

    assert timedelta(seconds=90) < waits[0] <= timedelta(seconds=100)
    assert waits[1] == timedelta()


def test_travel_clock_moves_when_told_to_and_never_back() -> None:
    clock = TravelClock(MONDAY)
    clock.travel(MONDAY + HOUR)

    with pytest.raises(ValueError, match="is before"):
        clock.travel(MONDAY)

    assert clock.now() == MONDAY + HOUR
