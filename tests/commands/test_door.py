"""All that people meet comes through the desk, which names the commands as the operator chose."""

import pytest

from bot.errors import AskadayError
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL
from tests.worlds.playing import HALF, open_round
from tests.worlds.world import World, new_world


async def test_forms_that_do_not_open_name_the_chosen_commands() -> None:
    async with new_world(command="ask") as world:
        for name in ("daily", "weekly"):
            await world.set_up(name, managers=frozenset({"bo"}))
        with pytest.raises(AskadayError) as several:
            await world.app.desk.setup_form(BO, CHANNEL)

    assert several.value.hint == "Say which one: `/ask setup series=daily KEY=VALUE`. You run daily and weekly."


async def test_form_for_the_channel_that_a_button_names(world: World) -> None:
    named = await world.app.desk.setup_form(ADMIN, CHANNEL, "channel:C7")
    here = await world.app.desk.setup_form(ADMIN, CHANNEL)

    assert (named.channel, here.channel, here.series) == ("C7", CHANNEL, None)


async def test_form_for_an_answer_shows_what_was_answered_before(world: World) -> None:
    await world.set_up()
    played = await open_round(world)
    target = f"round:{played.id}"
    before = await world.app.desk.answer_form(ANA, target)
    await world.press(ANA, "answer", target, HALF)

    assert before.text == ""
    assert (await world.app.desk.answer_form(ANA, target)).text == HALF
    assert (await world.app.desk.answer_form(BO, target)).text == ""


async def test_home_is_what_the_engine_knows_of_a_member(world: World) -> None:
    await world.set_up()

    assert await world.app.desk.home(ANA) == await world.app.call(world.app.services.home.figures, ANA)


async def test_help_names_the_chosen_commands() -> None:
    async with new_world(command="ask", quiz_command="drill") as world:
        page = await world.app.desk.help(ANA)

    assert [line for line, _ in page.practice] == [
        "/drill [topic] [level]",
        "/drill exam [n]",
        "/drill nudge on 9:00",
        "/drill privacy",
    ]
    assert {line.split()[0] for lines in page.commands.values() for line, _ in lines} == {"/ask"}
