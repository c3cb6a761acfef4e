"""Nightly jobs on the real scheduler."""

from structlog.testing import capture_logs

from bot.errors import StoreError
from scheduler.clockwork import NightlyJob
from tests.scheduler.working import Work, running
from tests.waiting import until


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
