"""A round under a random schedule of faults: it ends with one of each message, and with exactly the answers given."""

import asyncio
from datetime import datetime, timedelta
from enum import StrEnum

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from adapters.console.send.channel import Place
from bot.domain.deliveries import DeliveryState
from bot.domain.rounds import RoundState
from tests.services.processes import TEMPORARY, Platform, catch_up, die_in_tick, process
from tests.worlds.builders import ANA, CHANNEL, MONDAY, WORKSPACE
from tests.worlds.titles import REVEALED
from tests.worlds.world import World, new_world, title

pytestmark = pytest.mark.repeats

NINE = MONDAY + timedelta(hours=1)
CLOSE = NINE + timedelta(hours=8)


class Fault(StrEnum):
    FAILS = "the next call fails"
    REPLY_LOST = "the next post succeeds and its reply is lost"
    TICKS_TWICE = "two processes tick at once"
    RESTARTS = "the process restarts"
    DIES_BEFORE_SENDING = "the process dies before a post"
    DIES_AFTER_SENDING = "the process dies between a post and its record"
    DIES_READING = "the process dies reading the thread back"


_DEATHS = {Fault.DIES_BEFORE_SENDING: "send", Fault.DIES_AFTER_SENDING: "sent", Fault.DIES_READING: "read"}
# Once: a thread that cannot be read for longer than the patience is gone on without, which is another test's matter.
_AROUND_CARD = st.lists(st.sampled_from(Fault), max_size=4)
_AROUND_CLOSE = st.lists(st.sampled_from(Fault), max_size=3).filter(lambda f: f.count(Fault.DIES_READING) <= 1)


class Doing(StrEnum):
    SAYS = "writes a message"
    SAYS_UNHEARD = "writes a message whose event is lost"
    EDITS_UNHEARD = "edits the newest message, and the event is lost"
    DELETES = "deletes the newest message"


async def suffer(world: World, fault: Fault) -> World:
    """Let a fault happen while all that is due now is done; gives the process that lives on."""
    if fault in _DEATHS:
        platform = Platform(world.messenger, stuck={_DEATHS[fault]})
        await die_in_tick(process(world, platform), platform)
        return process(world)
    if fault is Fault.FAILS:
        world.messenger.fail_next(TEMPORARY)
    if fault is Fault.REPLY_LOST:
        world.messenger.lose_next_reply(TEMPORARY)
    running = [world, process(world)] if fault is Fault.TICKS_TWICE else [world]
    await asyncio.gather(*(some.app.ticking.tick() for some in running))
    return process(world) if fault is Fault.RESTARTS else world


async def suffer_all(world: World, faults: list[Fault], until: datetime) -> tuple[World, list[str]]:
    """Let the faults happen at one due instant after the other, while somebody answers as soon as they can."""
    said = []
    for number, fault in enumerate(faults):
        world = await suffer(world, fault)
        cards = world.chat.at(Place(WORKSPACE, CHANNEL))
        if cards and world.clock.now() < CLOSE:
            said.append(f"quick {number}")
            await world.say(ANA, said[-1], thread=cards[0].id)
        due = await world.app.ticking.next_due()
        world.clock.travel(min(max(due or until, world.clock.now()), until))
    await catch_up(world, until - world.clock.now())
    return world, said


async def take_part(world: World, doings: list[Doing], said: list[str]) -> None:
    """Let somebody do things, and bring what they have said up to date."""
    place = Place(WORKSPACE, CHANNEL, (await world.last_round()).thread)
    for number, doing in enumerate(doings):
        await world.after(minutes=1)
        newest = world.chat.last_of(place, "ana")
        if doing is Doing.SAYS:
            said.append(f"heard {number}")
            await world.say(ANA, said[-1])
        elif doing is Doing.SAYS_UNHEARD:
            said.append(f"unheard {number}")
            world.chat.say(place, "ana", said[-1])
        elif newest is not None and doing is Doing.EDITS_UNHEARD:
            said[-1] = f"edited {number}"
            world.chat.edit(newest.id, said[-1])
        elif newest is not None:
            said.pop()
            await world.delete(newest)


async def play(around_card: list[Fault], doings: list[Doing], around_close: list[Fault]) -> None:
    async with new_world() as world:
        await world.set_up()
        world.clock.travel(NINE)
        survivor, said = await suffer_all(world, around_card, NINE + timedelta(hours=1))
        await take_part(survivor, doings, said)
        survivor.clock.travel(CLOSE)
        survivor, _ = await suffer_all(survivor, around_close, CLOSE + timedelta(hours=2))

        [played] = await survivor.rounds()
        frozen = await survivor.app.call(lambda tx: list(tx.answers.frozen(played.id)))
        owed = await survivor.deliveries(played.id)
        assert played.state is RoundState.CLOSED
        assert title(survivor.posted()) == ["Closed: Storage · associate", "Revealed: Storage · associate"]
        assert title(survivor.posted(played.thread)) == REVEALED
        assert survivor.posted(channel="direct:root") == []
        assert [(delivery.kind, delivery.state) for delivery in owed] == [
            (kind, DeliveryState.SENT) for kind in ("card", "reveal", "answer", "board", "update")
        ]
        assert {answer.member: answer.text for answer in frozen} == ({"ana": "\n".join(said)} if said else {})


@seed(20261207)
@settings(max_examples=60, deadline=None)
@given(around_card=_AROUND_CARD, doings=st.lists(st.sampled_from(Doing), max_size=5), around_close=_AROUND_CLOSE)
def test_round_under_faults_ends_as_without_them(
    around_card: list[Fault], doings: list[Doing], around_close: list[Fault]
) -> None:
    asyncio.run(play(around_card, doings, around_close))
