"""Closing while a platform cannot be reached at all: the close waits, and nothing that was answered is lost."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from bot.domain.calendar.schedule import CloseAfter
from bot.domain.rounds import RoundState
from bot.domain.series import SeriesState
from bot.errors import DeliveryError, Scope
from bot.ports.clock import TravelClock
from bot.ports.store import Store
from bot.services.rounds import closing
from bot.services.rounds.reading_back import ReadingBack
from tests.services.played import CLOSE, HALF, NINE, WHOLE, answers, opened, say_unheard, shown
from tests.services.processes import catch_up, process
from tests.worlds.builders import ADMIN, ANA, schedule
from tests.worlds.reading import text_of
from tests.worlds.titles import BOARD, CLOSED, REVEALED
from tests.worlds.world import World, title

NO_NETWORK = DeliveryError("The terminal cannot be reached: Network is unreachable.", permanent=False)
LIMITED = DeliveryError("The terminal asks to slow down.", permanent=False, retry_after=7200.0)
SLOW = DeliveryError("The thread did not come in time.", permanent=False)


async def until(world: World, after: timedelta) -> None:
    await catch_up(world, CLOSE + after - world.clock.now())


async def cut_off(world: World, error: DeliveryError = NO_NETWORK) -> str | None:
    """Ask, let one be answered and then cut the platform off, behind which another one answers; gives the thread."""
    played = await opened(world)
    await world.say(ANA, WHOLE)
    say_unheard(world, played, "bo", HALF)
    world.messenger.outage = error
    return played.thread


@pytest.mark.parametrize("error", [NO_NETWORK, LIMITED])
@pytest.mark.parametrize("minutes", [0, 16, 40, 600])
async def test_close_waits_while_the_platform_does_not_answer(world: World, error: DeliveryError, minutes: int) -> None:
    thread = await cut_off(world, error)
    await until(world, timedelta(minutes=minutes))
    before = (await world.last_round()).state, (await world.series()).state

    world.messenger.outage = None
    # The first tick finds out that it answers, the second closes.
    for _ in range(2):
        await world.after(seconds=0)
    await catch_up(world, timedelta(minutes=16))

    assert before == (RoundState.OPEN, SeriesState.ACTIVE)
    assert (await world.last_round()).closed_at == CLOSE + timedelta(minutes=minutes)
    assert await answers(world) == {"ana": WHOLE, "bo": HALF}
    assert shown(world, thread) == ([CLOSED, BOARD], REVEALED)


async def test_close_that_waits_goes_on_when_it_is_told_to(world: World) -> None:
    await cut_off(world)
    await until(world, timedelta(minutes=65))
    world.messenger.outage = None

    await world.command(ADMIN, "close")
    await world.after(seconds=0)

    assert await answers(world) == {"ana": WHOLE, "bo": HALF}


async def test_process_that_starts_tries_at_once_what_waits(world: World) -> None:
    await cut_off(world)
    await until(world, timedelta(minutes=65))
    world.messenger.outage = None
    other = process(world)

    await other.app.ticking.take_over()
    await other.after(seconds=0)

    assert await answers(world) == {"ana": WHOLE, "bo": HALF}


async def test_workspace_that_alone_is_cut_off_holds_up_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def is_reached(workspace: str) -> bool:
        asked.append(workspace)
        return workspace != "console:a"

    monkeypatch.setattr(world.messenger, "is_reached", is_reached)
    reading = world.app.ticking.closing.reading
    reading._cut_off.update(dict.fromkeys(["console:a", "console:b", "console:c"]))
    for _ in range(3):
        await reading.look_again()
        asked.append("")

    assert asked == ["console:a", "", "console:b", "console:c", "console:a", "", "console:a", ""]


@dataclass
class Meanwhile:
    """A store beside which something happens, before its next call or after it."""

    store: Store
    happens: list[Callable[[], Awaitable[object]]]
    is_before: bool

    async def call(self, *work: Any) -> object:
        if self.is_before:
            await self.happens.pop()()
            return await self.store.call(*work)
        done = await self.store.call(*work)
        await self.happens.pop()()
        return done


@pytest.mark.parametrize("is_before", [True, False])
async def test_close_that_begins_to_wait_just_as_the_platform_answers_goes_on(world: World, is_before: bool) -> None:
    played = await opened(world)
    world.clock.travel(CLOSE)
    await world.app.call(lambda tx: tx.rounds.claim_close(played.id, CLOSE, CLOSE + timedelta(minutes=10)))
    reading = world.app.ticking.closing.reading

    async def begin_to_wait(one: ReadingBack) -> None:
        world.messenger.outage = NO_NETWORK
        await one.waits(played, NO_NETWORK, timedelta())
        world.messenger.outage = None

    async def look_again(one: ReadingBack) -> None:
        world.messenger.outage = None
        await one.look_again()

    first, second = (begin_to_wait, look_again) if is_before else (look_again, begin_to_wait)
    reading._cut_off[played.workspace] = None
    beside: Any = Meanwhile(world.app.store, [partial(second, reading)], is_before)
    await first(replace(reading, store=beside))
    await look_again(reading)

    assert await world.app.call(lambda tx: tx.rounds.due_to_close(CLOSE, 9)) == [played.id]


async def test_attempts_become_rarer_up_to_an_hour(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await cut_off(world)
    tried: list[float] = []

    async def fail(*_: object) -> None:
        tried.append((world.clock.now() - CLOSE).total_seconds())
        raise NO_NETWORK.with_traceback(None)

    monkeypatch.setattr(world.messenger, "read_thread", fail)
    await until(world, timedelta(hours=4))

    assert tried == [0.0, *(float(1 << n) for n in range(13)), 4096.0 + 3600, 4096.0 + 2 * 3600]


async def test_thread_has_its_patience_from_when_the_platform_answers(world: World) -> None:
    await cut_off(world)
    await until(world, timedelta(minutes=40))
    world.messenger.outage = None
    world.messenger.refuse_reading(SLOW, times=3)

    for _ in range(2):
        await world.after(seconds=0)
    before = (await world.last_round()).state
    await catch_up(world, timedelta(minutes=5))

    assert before == RoundState.OPEN
    assert await answers(world) == {"ana": WHOLE, "bo": HALF}


async def test_process_that_comes_late_does_not_give_up_at_the_first_failure(world: World) -> None:
    played = await opened(world)
    say_unheard(world, played, "bo", HALF)
    world.messenger.refuse_reading(SLOW, times=1)

    await world.at(CLOSE + timedelta(hours=3))
    before = (await world.last_round()).state
    await catch_up(world, timedelta(minutes=1))

    assert before == RoundState.OPEN
    assert await answers(world) == {"bo": HALF}


@pytest.mark.parametrize(("minutes", "told"), [(14, []), (40, ["A question is waiting to close"])])
async def test_managers_are_told_once_of_an_outage_that_lasts(world: World, minutes: int, told: list[str]) -> None:
    await cut_off(world)
    await until(world, timedelta(minutes=minutes))
    world.messenger.outage = None
    await catch_up(world, timedelta(minutes=30))

    notices = world.posted(channel="direct:root")
    assert title(notices) == told
    if told:
        assert text_of(notices[0]).replace("\\", "") == (
            "The question of Monday 7 December (**daily**) could not be closed in time, since its thread could not be "
            "read: The terminal cannot be reached: Network is unreachable.\n\nIt closes, and its reveal comes, once "
            "that is put right: what was answered in time counts. `/qotd close` tries it at once."
        )


async def test_card_that_may_have_been_posted_is_waited_for_while_the_platform_does_not_answer(world: World) -> None:
    await world.set_up(schedule=schedule(closes=CloseAfter(timedelta(seconds=3))))
    world.messenger.lose_next_reply(NO_NETWORK)
    world.clock.travel(NINE)
    await world.app.ticking.tick()
    world.messenger.outage = NO_NETWORK

    await catch_up(world, timedelta(hours=3))
    waiting = (await world.last_round()).state
    world.messenger.outage = None
    await catch_up(world, timedelta(minutes=16))

    played = await world.last_round()
    assert (waiting, played.state) == (RoundState.OPEN, RoundState.CLOSED)
    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)


@pytest.mark.parametrize("before", [0, 1], ids=["cut off before the slot", "cut off with the first reply"])
async def test_question_that_nobody_saw_is_not_posted_after_its_time_and_comes_again(world: World, before: int) -> None:
    series = await world.set_up()
    if before:
        world.messenger.fail_next(NO_NETWORK)
        world.clock.travel(NINE)
        await world.app.ticking.tick()
    world.messenger.outage = NO_NETWORK
    await until(world, timedelta(hours=3))
    world.messenger.outage = None
    await catch_up(world, timedelta(minutes=30))

    played = await world.last_round()
    assert (played.state, played.note) == (RoundState.SKIPPED, "its card could not be posted in time")
    assert title(world.posted()) == []
    assert await world.app.call(lambda tx: list(tx.rounds.asked(series.id))) == []


async def test_thread_that_fails_again_after_its_channel_came_back_has_its_patience_anew(world: World) -> None:
    played = await opened(world)
    await world.say(ANA, WHOLE)
    say_unheard(world, played, "bo", HALF)
    world.messenger.refuse_reading(SLOW, times=1)
    world.messenger.refuse_reading(DeliveryError("Not in channel.", permanent=True, scope=Scope.CHANNEL), times=6)
    world.messenger.refuse_reading(SLOW, times=1)

    await until(world, timedelta(hours=5))

    assert await answers(world) == {"ana": WHOLE, "bo": HALF}


async def test_thread_has_its_own_patience_after_its_card_was_waited_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.set_up(schedule=schedule(closes=CloseAfter(timedelta(seconds=3))))
    world.messenger.lose_next_reply(SLOW)
    find, read, tries = world.messenger.find, world.messenger.read_thread, []

    async def find_late(*asked: Any, **how: Any) -> Any:
        if world.clock.now() < NINE + timedelta(minutes=20):
            raise SLOW
        return await find(*asked, **how)

    async def read_late(*asked: Any) -> Any:
        tries.append(world.clock.now())
        if len(tries) == 1:
            raise SLOW
        return await read(*asked)

    monkeypatch.setattr(world.messenger, "find", find_late)
    monkeypatch.setattr(world.messenger, "read_thread", read_late)
    world.clock.travel(NINE)
    await world.app.ticking.tick()
    await catch_up(world, timedelta(hours=1))

    assert (await world.last_round()).state is RoundState.CLOSED
    assert len(tries) == 2


async def test_round_whose_card_another_process_sends_just_now_is_not_withdrawn(world: World) -> None:
    await world.set_up(schedule=schedule(closes=CloseAfter(timedelta(seconds=3))))
    world.clock.travel(NINE)
    await world.app.ticking.open_due()
    played = await world.last_round()
    closes_at = played.closes_at or NINE
    behind = process(replace(world, clock=TravelClock(closes_at - timedelta(milliseconds=10))))
    world.clock.travel(closes_at)
    reached, go, send = asyncio.Event(), asyncio.Event(), world.messenger.send

    async def send_slowly(*asked: Any, **how: Any) -> Any:
        reached.set()
        await go.wait()
        return await send(*asked, **how)

    sending: list[asyncio.Task[None]] = []

    @dataclass
    class Beside:
        store: Store

        async def call(self, work: Callable[..., Any], *given: Any, **how: Any) -> Any:
            done = await self.store.call(work, *given, **how)
            if work is closing._may_be_posted:
                world.messenger.send = send_slowly  # type: ignore[method-assign]  # for as long as the test
                sending.append(asyncio.create_task(behind.app.ticking.deliver_due()))
                await reached.wait()
            return done

    mine: Any = world.app.ticking.closing
    await replace(mine, store=Beside(world.app.store)).close(played.id)
    go.set()
    await asyncio.gather(*sending)

    assert (await world.last_round()).state is RoundState.OPEN
    assert (await world.last_round()).card_message is not None
