"""Work that nobody waits for: bounded, fair to every workspace, gone at the end."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from structlog.testing import capture_logs

from bot.errors import DeliveryError
from bot.services.background import AT_ONCE, AT_ONCE_EACH, Background

FOR_EVER = 3600.0


class Working:
    """Counts who works, and holds them until they are let go."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.done: list[str] = []
        self.let_go = asyncio.Event()

    async def __call__(self, name: str) -> None:
        self.begun.append(name)
        await self.let_go.wait()
        self.done.append(name)


async def turns(enough: Callable[[], bool]) -> None:
    """Let the event loop turn until something is so."""
    while not enough():  # noqa: ASYNC110 - the turns are what it waits for
        await asyncio.sleep(0)


async def test_so_much_is_done_at_once_for_a_workspace_and_in_all() -> None:
    background, working = Background(), Working()
    for workspace in range(20):
        for number in range(2 * AT_ONCE_EACH):
            background.start(f"w{workspace}", partial(working, f"w{workspace} {number}"))

    await turns(lambda: len(working.begun) >= AT_ONCE)
    for _ in range(10):
        await asyncio.sleep(0)
    first = [name for name in working.begun if name.startswith("w0 ")]
    working.let_go.set()
    begun = len(working.begun)
    await background.idle(FOR_EVER)

    assert (begun, first) == (AT_ONCE, [f"w0 {number}" for number in range(AT_ONCE_EACH)])
    assert len(working.done) == 20 * 2 * AT_ONCE_EACH


async def test_workspace_whose_platform_hangs_slows_no_other() -> None:
    background, working = Background(), Working()
    for number in range(100):
        background.start("slow", partial(working, f"slow {number}"))
    others = Working()
    others.let_go.set()
    for number in range(100):
        background.start("quick", partial(others, f"quick {number}"))

    await turns(lambda: len(others.done) == 100)

    assert (len(working.begun), working.done) == (AT_ONCE_EACH, [])
    await background.finish(patience=0)


async def test_what_is_too_much_is_left_out_and_said_once() -> None:
    background, working = Background(most_waiting=3), Working()
    with capture_logs() as logs:
        for number in range(10):
            background.start("w", partial(working, str(number)))
        working.let_go.set()
        await background.idle(FOR_EVER)
        background.start("w", partial(working, "later"))
        await background.idle(FOR_EVER)

    assert working.done == ["0", "1", "2", "later"]
    assert [entry["event"] for entry in logs] == ["too much waits: reactions are left out"]


async def test_platform_that_wants_to_be_left_alone_is_asked_again_after_its_time() -> None:
    slept: list[float] = []
    answers: dict[str, list[DeliveryError]] = {
        "limited": [DeliveryError("slow down", permanent=False, retry_after=7.0) for _ in range(2)],
        "refused": [DeliveryError("no such channel", permanent=True)],
        "unheard": [DeliveryError("no answer", permanent=False)],
    }
    calls: list[str] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def call(name: str) -> None:
        calls.append(name)
        if answers[name]:
            raise answers[name].pop()

    background = Background(sleep)
    for name in answers:
        background.start("w", partial(call, name))
    await background.idle(FOR_EVER)

    assert (sorted(calls), slept) == (["limited", "limited", "limited", "refused", "unheard"], [7.0, 7.0])


async def test_mistake_is_logged_and_the_rest_goes_on() -> None:
    async def fail() -> None:
        raise ValueError("a bug")

    background, working = Background(), Working()
    working.let_go.set()
    with capture_logs() as logs:
        background.start("w", fail)
        background.start("w", partial(working, "next"))
        await background.idle(FOR_EVER)

    assert ([entry["event"] for entry in logs], working.done) == (["work in the background failed"], ["next"])


async def test_what_is_under_way_is_finished_and_what_hangs_is_given_up() -> None:
    background, working, hanging = Background(), Working(), Working()
    working.let_go.set()
    background.start("w", partial(working, "quick"))
    background.start("w", partial(hanging, "hangs"))
    background.start("v", partial(hanging, "hangs, too"))

    await background.finish(patience=0.01)

    assert (working.done, hanging.begun, hanging.done) == (["quick"], ["hangs", "hangs, too"], [])
    assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []


async def test_what_comes_while_the_last_one_ends_is_done() -> None:
    background = Background()
    done: list[int] = []

    async def again(number: int) -> None:
        done.append(number)
        if number < 50:
            asyncio.get_running_loop().call_soon(background.start, "w", work(number + 1))

    def work(number: int) -> Callable[[], Awaitable[None]]:
        return partial(again, number)

    background.start("w", work(0))
    await turns(lambda: len(done) == 51)

    assert done == list(range(51))


async def test_nothing_is_begun_after_the_end() -> None:
    background, working = Background(), Working()
    working.let_go.set()

    await background.finish()
    background.start("w", partial(working, "late"))
    await background.idle(FOR_EVER)

    assert (working.begun, len(asyncio.all_tasks())) == ([], 1)
