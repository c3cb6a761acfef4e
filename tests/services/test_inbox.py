"""Inbound events: kept, handled one after another, never lost."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.domain.events import Event
from bot.errors import StoreError
from bot.ports.clock import SystemClock
from bot.services.inbox import Inbox, InboxWorker
from tests.memory_store import memory_store
from tests.worlds.builders import WORKSPACE
from tests.worlds.stored import stored, world_on_disk
from tests.worlds.world import World


@dataclass
class Handler:
    """Takes bodies, and fails as often as it is told to, by body."""

    failures: dict[str, int] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    #: How many bodies are awaited.
    wanted: int = 1
    #: What cannot be decided yet so often, by body.
    waiting: dict[str, int] = field(default_factory=dict)

    async def __call__(self, workspace: str, body: str) -> bool:
        assert workspace == WORKSPACE
        self.taken.append(body)
        if len(self.taken) == self.wanted:
            self.reached.set()
        if self.failures.get(body, 0):
            self.failures[body] -= 1
            raise ValueError("a bug in a listener")
        waits = self.waiting.get(body, 0)
        self.waiting[body] = waits - 1
        return waits <= 0


def worker(world: World, handler: Handler) -> InboxWorker:
    return InboxWorker(world.app.store, world.app.services.inbox, "console", handler, pause=timedelta())


async def pending(world: World) -> list[Event]:
    return await world.app.call(lambda tx: list(tx.inbox.pending("console", 9)))


async def test_events_are_handled_in_order_and_once(world: World) -> None:
    handler = Handler()
    inbox = worker(world, handler)

    kept = [await inbox.keep(WORKSPACE, event, event) for event in ("Ev2", "Ev1", "Ev2")]
    await inbox.catch_up()
    await inbox.keep(WORKSPACE, "Ev1", "Ev1")
    await inbox.catch_up()

    assert (kept, handler.taken, await pending(world)) == ([True, True, False], ["Ev2", "Ev1"], [])


async def test_worker_takes_up_what_was_left_and_wakes_for_what_comes(world: World) -> None:
    await world.app.call(world.app.services.inbox.keep, WORKSPACE, "Ev1", "left")
    handler = Handler(wanted=2)
    inbox = worker(world, handler)
    running = asyncio.ensure_future(inbox.run())
    while await pending(world):
        pass
    for _ in range(3):  # turns of the event loop, in which the worker comes to wait
        await pending(world)

    await inbox.keep(WORKSPACE, "Ev2", "came")
    await handler.reached.wait()

    assert handler.taken == ["left", "came"]
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_event_that_fails_is_tried_again_and_the_next_ones_are_handled(world: World) -> None:
    handler = Handler(failures={"bad": 9, "shaky": 1})
    inbox = worker(world, handler)
    for body in ("bad", "shaky", "good"):
        await inbox.keep(WORKSPACE, body, body)

    with capture_logs() as logs:
        await inbox.catch_up()

    assert handler.taken == ["bad", "bad", "bad", "shaky", "shaky", "good"]
    assert [(entry["event"], entry["event_id"]) for entry in logs] == [
        ("an event was not handled", "bad"),
        ("an event was not handled", "bad"),
        ("an event stays unhandled", "bad"),
        ("an event was not handled", "shaky"),
    ]


async def test_failed_event_stays_with_its_body_and_a_handled_one_without(tmp_path: Path) -> None:
    async with world_on_disk(tmp_path) as world:
        inbox = worker(world, Handler(failures={"bad": 9}))
        for body in ("bad", "good"):
            await inbox.keep(WORKSPACE, body, body)

        await inbox.catch_up()

        rows = [row[2:5] + row[6:-2] for row in stored(tmp_path)["inbox"]]
        assert rows == [
            ("bad", "console", "bad", "failed", 3, "ValueError: a bug in a listener", ""),
            ("good", "console", "", "done", 0, "", ""),
        ]


async def test_event_whose_handler_was_cancelled_is_pending_still(world: World) -> None:
    async def hang(_workspace: str, _body: str) -> bool:
        reached.set()
        return await asyncio.Event().wait()

    reached = asyncio.Event()
    inbox = InboxWorker(world.app.store, world.app.services.inbox, "console", hang)
    await inbox.keep(WORKSPACE, "Ev1", "{}")
    running = asyncio.ensure_future(inbox.run())
    await reached.wait()

    running.cancel()
    await asyncio.wait([running])

    assert [(event.id, event.attempts) for event in await pending(world)] == [("Ev1", 0)]


async def test_handler_that_was_cancelled_from_inside_ends_the_worker(world: World) -> None:
    async def give_up(_workspace: str, _body: str) -> bool:
        raise asyncio.CancelledError

    inbox = InboxWorker(world.app.store, world.app.services.inbox, "console", give_up)
    await inbox.keep(WORKSPACE, "Ev1", "{}")

    with pytest.raises(asyncio.CancelledError):
        await inbox.run()

    assert [(event.id, event.attempts) for event in await pending(world)] == [("Ev1", 0)]


OTHER = "console:other"
#: Workspace and thread of what hangs, and of what goes on meanwhile.
SIDE_BY_SIDE = {
    "another workspace": ((WORKSPACE, "1"), (OTHER, "1")),
    "another thread": ((WORKSPACE, "1"), (WORKSPACE, "2")),
    "what is about no thread": ((WORKSPACE, "1"), (WORKSPACE, "")),
    "a thread beside what is about none": ((WORKSPACE, ""), (WORKSPACE, "1")),
}


@pytest.mark.parametrize("case", SIDE_BY_SIDE)
async def test_event_that_hangs_holds_up_nothing_but_its_thread(world: World, case: str) -> None:
    (slow, others) = SIDE_BY_SIDE[case]
    handled: list[str] = []
    all_others, let_go = asyncio.Event(), asyncio.Event()

    async def handle(_workspace: str, body: str) -> bool:
        if body == "slow 0":
            await let_go.wait()
        handled.append(body)
        if handled == ["other 0", "other 1", "other 2"]:
            all_others.set()
        return True

    inbox = InboxWorker(world.app.store, world.app.services.inbox, "console", handle)
    running = asyncio.create_task(inbox.run())
    for number in range(3):
        await inbox.keep(slow[0], f"slow {number}", f"slow {number}", slow[1])
        await inbox.keep(others[0], f"other {number}", f"other {number}", others[1])

    await all_others.wait()
    let_go.set()
    await inbox.catch_up()

    assert handled == [f"{kind} {number}" for kind in ("other", "slow") for number in range(3)]
    assert await pending(world) == []
    running.cancel()
    await asyncio.wait([running])


async def test_event_that_fails_holds_up_nothing_but_its_thread(world: World) -> None:
    handler = Handler(failures={"bad": 1}, wanted=3)
    inbox = InboxWorker(world.app.store, world.app.services.inbox, "console", handler, pause=timedelta(days=1))
    running = asyncio.create_task(inbox.run())
    await inbox.keep(WORKSPACE, "bad", "bad", "1")
    await inbox.keep(WORKSPACE, "behind it", "behind it", "1")
    await inbox.keep(WORKSPACE, "good", "good", "2")
    await inbox.keep(WORKSPACE, "better", "better", "2")

    await handler.reached.wait()

    assert sorted(handler.taken) == ["bad", "better", "good"]
    running.cancel()
    await asyncio.wait([running])


async def test_event_that_cannot_be_decided_yet_waits_before_its_thread_and_counts_as_no_failure(world: World) -> None:
    handler = Handler(waiting={"early": 5})
    inbox = worker(world, handler)
    for body in ("early", "behind it"):
        await inbox.keep(WORKSPACE, body, body, "1")

    await inbox.catch_up()

    assert handler.taken == [*["early"] * 6, "behind it"]
    assert await pending(world) == []


async def test_event_that_waits_holds_up_nothing_but_its_thread_and_outlives_the_process(world: World) -> None:
    handler = Handler(waiting={"early": 9}, wanted=2)
    inbox = InboxWorker(world.app.store, world.app.services.inbox, "console", handler, pause=timedelta(days=1))
    running = asyncio.create_task(inbox.run())
    await inbox.keep(WORKSPACE, "early", "early", "1")
    await inbox.keep(WORKSPACE, "good", "good", "2")
    await handler.reached.wait()
    running.cancel()
    await asyncio.wait([running])
    left = await pending(world)

    later = Handler()
    await worker(world, later).catch_up()

    assert sorted(handler.taken) == ["early", "good"]
    assert [(event.id, event.attempts) for event in left if event.id == "early"] == [("early", 0)]
    assert "early" in later.taken
    assert await pending(world) == []


async def test_what_a_crash_left_of_many_threads_is_handled_in_the_order_of_each(world: World) -> None:
    events = [(f"{thread} {number}", thread) for number in range(3) for thread in ("1", "2", "")]
    for event, thread in events:
        await world.app.call(world.app.services.inbox.keep, WORKSPACE, event, event, thread)
    handler = Handler()

    await worker(world, handler).catch_up()

    by_thread = {thread: [body for body in handler.taken if body.startswith(f"{thread} ")] for thread in ("1", "2", "")}
    assert by_thread == {thread: [f"{thread} {number}" for number in range(3)] for thread in ("1", "2", "")}
    assert (len(handler.taken), await pending(world)) == (9, [])


async def test_workspace_that_an_event_deletes_takes_its_other_events_along(world: World) -> None:
    async def uninstall(workspace: str, body: str) -> bool:
        handled.append(body)
        await world.app.call(world.app.services.lifecycle.workspace_gone, workspace)
        return True

    handled: list[str] = []
    inbox = InboxWorker(world.app.store, world.app.services.inbox, "console", uninstall)
    for body in ("gone", "later"):
        await inbox.keep(WORKSPACE, body, body)

    await inbox.catch_up()

    assert handled == ["gone"]


async def test_worker_goes_on_while_the_store_cannot_be_used() -> None:
    store = memory_store()
    await store.close()
    inbox = InboxWorker(store, Inbox(SystemClock()), "console", Handler(), pause=timedelta())

    with pytest.raises(StoreError):
        await inbox.keep(WORKSPACE, "Ev1", "{}")
    with capture_logs() as logs:
        running = asyncio.ensure_future(inbox.run())
        while len(logs) < 2:  # noqa: ASYNC110 - the log has no event to wait for
            await asyncio.sleep(0)
        running.cancel()
        await asyncio.wait([running])

    assert {entry["event"] for entry in logs} == {"the inbox cannot be read or written"}
