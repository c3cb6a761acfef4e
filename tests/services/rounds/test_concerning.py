"""Which threads and messages matter: decided once, for all platforms."""

from datetime import timedelta

import pytest

from bot.domain.answers import Happening, Revision
from bot.domain.rounds import Round
from bot.errors import DeliveryError
from bot.services.rounds.answering import Recorded
from bot.services.rounds.responding import Mark, Response
from tests.services.processes import catch_up
from tests.worlds.builders import ANA, BO, CHANNEL, MONDAY, WORKSPACE
from tests.worlds.world import World

NINE = MONDAY + timedelta(hours=1)


async def asked(world: World) -> Round:
    await world.set_up()
    await world.at(NINE)
    return await world.last_round()


@pytest.mark.parametrize("happening", [Happening.DELETED, Happening.REPLACED])
async def test_only_what_was_posted_is_a_fresh_answer(world: World, happening: Happening) -> None:
    played = await asked(world)

    recorded = await world.record(Revision("7", happening, NINE, NINE, "ana", "one"), ANA, played.thread or "")

    assert recorded == Recorded(played.id, is_new=True)


async def test_message_of_which_only_an_edit_was_heard_is_an_answer(world: World) -> None:
    played = await asked(world)

    edited = Revision("7", Happening.EDITED, NINE, NINE, "ana", "one")
    recorded = await world.record(edited, ANA, played.thread or "")

    assert recorded == Recorded(played.id, is_new=True, response=Response(Mark.ANSWER))


async def test_threads_that_concern_are_those_of_rounds_and_of_cards_in_flight(world: World) -> None:
    async def concerning(*threads: str) -> list[bool]:
        answering = world.app.services.answering
        return [await world.app.call(answering.concerns, WORKSPACE, CHANNEL, thread) for thread in threads]

    world.messenger.lose_next_reply(DeliveryError("The connection broke.", permanent=False))
    in_flight = await asked(world)
    before = await concerning("any thread")
    await catch_up(world, timedelta(minutes=1))
    played = await world.last_round()

    assert (in_flight.thread, before) == (None, [True])
    assert await concerning(played.thread or "", "any thread") == [True, False]


async def test_messages_of_a_thread_that_still_stand(world: World) -> None:
    played = await asked(world)
    kept, gone = await world.say(ANA, "one"), await world.say(BO, "two")
    await world.delete(gone)
    answering = world.app.services.answering

    assert await world.app.call(answering.standing, played) == [kept.id]
    assert await world.app.call(answering.channel_of, WORKSPACE, played.thread or "") == CHANNEL
    assert await world.app.call(answering.channel_of, WORKSPACE, "another thread") == ""
