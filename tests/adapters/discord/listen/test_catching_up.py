"""Reading threads back: servers side by side, each with its own pauses, and given up with the connection."""

import asyncio
from collections import Counter

from structlog.testing import capture_logs

from adapters.discord.listen.catching_up import AT_ONCE, CatchingUp
from bot.domain.rounds import Round
from tests.cards import rounds_of_cards as cards
from tests.waiting import until


class Threads:
    """Threads that are read as planned: at once, never, after some refusals, or with a mistake."""

    def __init__(self, *threads: tuple[str, str]) -> None:
        self.rounds = [cards.played(workspace=workspace, thread=thread) for workspace, thread in threads]
        self.hanging: set[str] = set()
        self.broken: set[str] = set()
        self.refusals: Counter[str] = Counter()
        self.begun: list[str] = []
        self.read: list[str] = []
        self.slept: list[float] = []

    async def open_rounds(self) -> list[Round]:
        return self.rounds

    async def read_back(self, played: Round) -> bool:
        thread = played.thread or ""
        self.begun.append(thread)
        if thread in self.hanging:
            await asyncio.Event().wait()
        if thread in self.broken:
            raise ValueError("a bug")
        if self.refusals[thread]:
            self.refusals[thread] -= 1
            return False
        self.read.append(thread)
        return True

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)

    def catching_up(self) -> CatchingUp:
        return CatchingUp(self.open_rounds, self.read_back, pause=15.0, sleep=self.sleep)


async def test_server_that_fails_has_pauses_of_its_own() -> None:
    threads = Threads(("w1", "a"), ("w1", "b"), ("w2", "c"))
    threads.refusals["a"] = 6

    catching_up = threads.catching_up()
    await catching_up.begin()
    await until(lambda: len(threads.read) == 3)
    await catching_up.end()

    assert (threads.read, threads.slept) == (["b", "c", "a"], [1.0, 2.0, 4.0, 8.0, 15.0, 15.0])
    assert Counter(threads.begun) == {"a": 7, "b": 1, "c": 1}


async def test_thread_that_meets_a_mistake_holds_up_neither_its_server_nor_another() -> None:
    threads = Threads(("w1", "a"), ("w1", "b"), ("w2", "c"))
    threads.broken = {"a"}

    catching_up = threads.catching_up()
    with capture_logs() as logs:
        await catching_up.begin()
        await until(lambda: len(threads.read) == 2)
        await catching_up.end()

    assert (sorted(threads.read), threads.begun.count("a"), threads.slept) == (["b", "c"], 1, [])
    assert [(entry["event"], entry["thread"]) for entry in logs] == [("a thread could not be read back", "a")]


async def test_so_many_servers_are_read_at_once() -> None:
    threads = Threads(*((f"w{number}", f"t{number}") for number in range(2 * AT_ONCE)))
    threads.hanging = {f"t{number}" for number in range(2 * AT_ONCE)}

    catching_up = threads.catching_up()
    await catching_up.begin()
    await until(lambda: len(threads.begun) >= AT_ONCE)
    for _ in range(20):
        await asyncio.sleep(0)
    await catching_up.end()

    assert threads.begun == [f"t{number}" for number in range(AT_ONCE)]


async def test_new_session_reads_anew_and_the_end_leaves_nothing() -> None:
    threads = Threads(("w1", "a"), ("w2", "b"))
    threads.hanging = {"a"}
    catching_up = threads.catching_up()
    await catching_up.begin()
    await until(lambda: threads.read == ["b"])

    await catching_up.begin()
    await until(lambda: threads.read == ["b", "b"])
    await catching_up.end()
    await catching_up.begin()

    assert threads.begun == ["a", "b", "a", "b"]
    assert asyncio.all_tasks() == {asyncio.current_task()}
