"""What is chosen in the menu of a message."""

from dataclasses import replace

import pytest

from bot.commands.request import OnMessage
from bot.domain.members import Actor
from bot.errors import RefusedError, RightsError
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL
from tests.worlds.playing import open_round
from tests.worlds.reading import text_of
from tests.worlds.world import World

NOT_OURS = "This message belongs to no question of Askaday's."


async def on_answer(world: World, actor: Actor, message: str = "1", author: str = BO.member) -> OnMessage:
    played = await world.last_round()
    return OnMessage(actor, CHANNEL, played.thread or "", message, author)


async def test_answer_is_chosen_as_the_best_of_its_own_question(world: World) -> None:
    await world.set_up()
    await open_round(world)
    await world.say(BO, "Because the data is kept three times.")
    await world.after(minutes=1)

    reply = await world.app.desk.choose_best(await on_answer(world, ADMIN))

    assert (reply.public, text_of(reply.card)) == (False, "Bo gets the points for it.")
    assert (await world.last_round()).best_member == BO.member


async def test_only_the_open_and_the_last_question_have_their_best_answer_chosen(world: World) -> None:
    await world.set_up()
    await open_round(world)
    await world.say(BO, "Because the data is kept three times.")
    first = await on_answer(world, ADMIN)
    await world.after(days=1)
    await world.say(BO, "Something else altogether.")
    await world.after(days=1)
    before = await world.rounds()

    with pytest.raises(RefusedError, match="no longer the last one"):
        await world.app.desk.choose_best(first)

    assert [one.best_member for one in await world.rounds()] == [one.best_member for one in before]


async def test_engine_refuses_who_may_not_choose(world: World) -> None:
    await world.set_up()
    await open_round(world)
    await world.say(BO, "Because the data is kept three times.")

    with pytest.raises(RightsError):
        await world.app.desk.choose_best(await on_answer(world, ANA))

    assert (await world.last_round()).best_member is None


async def test_flag_is_about_the_question_of_the_thread_or_of_the_card(world: World) -> None:
    await world.set_up()
    await open_round(world)
    played = await world.last_round()
    in_thread = await on_answer(world, ANA)
    on_card = replace(in_thread, thread="elsewhere", message=played.card_message or "")

    targets = [await world.app.desk.flag_target(one) for one in (in_thread, on_card)]
    await world.press(ANA, "flag", targets[0], "It is out of date")

    flags = await world.app.call(lambda tx: [(one.ref, one.member) for one in tx.flags.open_flags(ANA.workspace)])
    assert targets == [f"round:{played.id}"] * 2
    assert played.question is not None
    assert flags == [(played.question.ref, ANA.member)]


async def test_message_of_no_question_is_refused(world: World) -> None:
    await world.set_up()
    await open_round(world)
    meant = replace(await on_answer(world, ADMIN), thread="elsewhere")
    stranger = replace(await on_answer(world, ADMIN), actor=replace(ADMIN, workspace="console:other"))

    for one in (meant, stranger):
        with pytest.raises(RefusedError, match=NOT_OURS):
            await world.app.desk.flag_target(one)
        with pytest.raises(RefusedError, match=NOT_OURS):
            await world.app.desk.choose_best(one)
