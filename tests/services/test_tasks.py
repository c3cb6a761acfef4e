"""What goes on after an acknowledgement: the end waits for it, but not for ever, and what fails is in the log."""

import asyncio

from structlog.testing import capture_logs

from bot.services.tasks import Tasks


async def test_end_waits_for_what_was_started_and_for_what_joined() -> None:
    tasks, gate, done = Tasks(), asyncio.Event(), []

    async def work(name: str, *, joins: bool) -> None:
        if joins:
            tasks.join()
        await gate.wait()
        done.append(name)

    tasks.start(work("started", joins=False))
    joined = asyncio.create_task(work("joined", joins=True))
    await asyncio.sleep(0)
    ending = asyncio.create_task(tasks.finish())
    await asyncio.sleep(0)
    before = list(done)
    gate.set()
    await ending

    assert (before, sorted(done), joined.done()) == ([], ["joined", "started"], True)


async def test_end_gives_up_what_does_not_end() -> None:
    tasks, gate, given_up = Tasks(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        try:
            await gate.wait()
        finally:
            given_up.set()

    tasks.start(work())
    await asyncio.sleep(0)
    await tasks.finish(patience=0)
    await given_up.wait()

    assert not gate.is_set()


async def test_what_fails_is_in_the_log() -> None:
    tasks = Tasks()

    async def work() -> None:
        raise ZeroDivisionError

    with capture_logs() as logs:
        tasks.start(work())
        await tasks.finish()
        await asyncio.sleep(0)

    assert [(one["event"], type(one["exc_info"])) for one in logs] == [
        ("work that was asked for failed", ZeroDivisionError)
    ]
