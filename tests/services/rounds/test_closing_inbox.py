"""A close waits for the events of its thread that are kept and not yet handled."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta

from bot.domain.answers import Revision
from bot.domain.rounds import RoundState
from bot.services.inbox import InboxWorker
from tests.services.played import CLOSE, HALF, WHOLE, answers, opened, points
from tests.services.processes import Platform, WatchedGrader, process
from tests.worlds.builders import ANA, BO, WORKSPACE
from tests.worlds.world import World


class Kept:
    """The inbox of a platform whose worker has come to nothing yet; each event records one revision."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.revisions: dict[str, Revision] = {}
        self.is_broken = False
        self.worker = InboxWorker(world.app.store, world.app.services.inbox, "console", self._handle, pause=timedelta())

    async def keep(self, revision: Revision, thread: str | None) -> None:
        name = f"Ev{len(self.revisions)}"
        self.revisions[name] = revision
        await self.worker.keep(WORKSPACE, name, json.dumps({"event": name, "thread_ts": thread}))

    async def _handle(self, _workspace: str, body: str) -> bool:
        if self.is_broken:
            raise ValueError("a bug in a listener")
        kept = json.loads(body)
        return not (await self.world.record(self.revisions[kept["event"]], ANA, kept["thread_ts"])).waits


async def state(world: World) -> RoundState:
    return (await world.last_round()).state


async def test_deletion_that_waits_in_the_inbox_counts(world: World) -> None:
    played = await opened(world)
    message, kept = await world.say(ANA, WHOLE), Kept(world)
    await world.say(BO, HALF)
    await kept.keep(world.chat.delete(message.id), played.thread)

    await world.at(CLOSE)
    before = await state(world)
    await kept.worker.catch_up()
    await world.after(seconds=1)

    assert (before, await state(world)) == (RoundState.OPEN, RoundState.CLOSED)
    assert await answers(world) == {"bo": HALF}


async def test_edit_that_waits_in_the_inbox_counts(world: World) -> None:
    played = await opened(world)
    message, kept = await world.say(ANA, HALF), Kept(world)
    first_edit = world.chat.edit(message.id, WHOLE).revision
    await kept.keep(first_edit, played.thread)
    # What the thread shows when it is read back came too late: only the event knows what stood there in time.
    world.clock.travel(CLOSE)
    world.chat.edit(message.id, "Written after the reveal.")

    await world.at(CLOSE)
    await kept.worker.catch_up()
    await world.after(seconds=1)

    assert await answers(world) == {"ana": WHOLE}


async def test_deletion_that_comes_while_answers_are_graded_counts(world: World) -> None:
    played = await opened(world)
    message, kept = await world.say(ANA, WHOLE), Kept(world)
    loop = asyncio.get_running_loop()
    gone = world.chat.delete(message.id)
    once: list[Callable[[], None]] = [
        lambda: asyncio.run_coroutine_threadsafe(kept.keep(gone, played.thread), loop).result()
    ]
    grader = WatchedGrader(lambda: once.pop()() if once else None)
    closing = process(world, Platform(world.messenger), grader)

    await closing.at(CLOSE)
    before = await state(world)
    await kept.worker.catch_up()
    await closing.after(seconds=1)

    assert (before, await state(world)) == (RoundState.OPEN, RoundState.CLOSED)
    assert (await answers(world), await points(world)) == ({}, {})


async def test_event_of_another_thread_holds_up_nothing(world: World) -> None:
    await opened(world)
    kept = Kept(world)
    await kept.keep((await world.say(ANA, WHOLE)).revision, "another thread")

    await world.at(CLOSE)

    assert await state(world) is RoundState.CLOSED


async def test_event_that_fails_every_time_does_not_keep_the_round_open(world: World) -> None:
    played = await opened(world)
    kept = Kept(world)
    await kept.keep((await world.say(ANA, WHOLE)).revision, played.thread)
    kept.is_broken = True

    await world.at(CLOSE)
    before = await state(world)
    await kept.worker.catch_up()
    await world.after(seconds=1)

    assert (before, await state(world)) == (RoundState.OPEN, RoundState.CLOSED)
    assert await answers(world) == {"ana": WHOLE}


async def test_event_that_nobody_handles_holds_up_the_round_for_two_minutes(world: World) -> None:
    played = await opened(world)
    kept = Kept(world)
    await kept.keep((await world.say(ANA, WHOLE)).revision, played.thread)

    await world.at(CLOSE)
    await world.at(CLOSE + timedelta(minutes=2) - timedelta(seconds=1))
    before = await state(world)
    await world.at(CLOSE + timedelta(minutes=2))

    assert (before, await state(world)) == (RoundState.OPEN, RoundState.CLOSED)
