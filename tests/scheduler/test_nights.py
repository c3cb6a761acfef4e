"""Nightly jobs on the real scheduler."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Self

import apscheduler.schedulers.base
import pytest
from structlog.testing import capture_logs

import scheduler.clockwork
from bot.errors import StoreError
from scheduler.clockwork import NightlyJob
from tests.scheduler.working import Work, running
from tests.waiting import until

FAST = timedelta(milliseconds=10)


class Machine(datetime):
    """The machine's clock, with jumps that the event loop's own clock does not take part in."""

    ahead = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls.fromtimestamp((datetime.now(UTC) + cls.ahead).timestamp(), tz)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> type[Machine]:
    for module in (scheduler.clockwork, apscheduler.schedulers.base):
        monkeypatch.setattr(module, "datetime", Machine)
    monkeypatch.setattr(Machine, "ahead", timedelta())
    return Machine


async def test_missed_night_is_made_good_at_the_start() -> None:
    work, done = Work(), list[str]()

    async def told(what: str) -> None:
        done.append(what)

    backup = NightlyJob("backup", lambda: told("every night"), hour=3, make_good=lambda: told("what was missed"))
    retention = NightlyJob("retention", lambda: told("what does no harm"), hour=3)
    async with running(work, backup, retention):
        await until(lambda: len(done) == 2)

    assert sorted(done) == ["what does no harm", "what was missed"]


async def test_failing_nightly_job_is_told() -> None:
    async def fail() -> None:
        raise StoreError("The disk is full.")

    with capture_logs() as logs:
        async with running(Work(), NightlyJob("backup", fail, hour=3)):
            await until(lambda: bool(logs))

    assert [(log["log_level"], log["event"], log["job"]) for log in logs] == [
        ("error", "a nightly job failed", "backup")
    ]


async def test_night_that_a_machine_slept_through_is_made_good_when_it_wakes(machine: type[Machine]) -> None:
    done = list[str]()
    work, nights = Work(), [(datetime.now(UTC) + timedelta(hours=hours)).hour for hours in (2, 20)]

    async def told(what: str) -> None:
        done.append(what)

    slept_through = NightlyJob("slept through", lambda: told("night"), nights[0], make_good=lambda: told("start"))
    still_to_come = NightlyJob("to come", lambda: told("too early"), nights[1], make_good=lambda: told("start"))
    async with running(work, slept_through, still_to_come, slow_tick=FAST):
        await until(lambda: done == ["start", "start"])
        machine.ahead = timedelta(hours=8)
        await until(lambda: len(done) > 2)
        ticks = work.ticks
        await until(lambda: work.ticks > ticks + 1)

    assert done == ["start", "start", "night"]
