"""Commands that the operator gave other names: everything that is said names them so."""

import pytest

from adapters.console.send.channel import Place
from bot.cards.naming import CommandNames
from bot.errors import AskadayError, FormError, InputError
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, CY, WORKSPACE
from tests.worlds.playing import open_round
from tests.worlds.reading import text_of
from tests.worlds.world import World, new_world


async def refused(world: World, text: str, word: str = "ask") -> str:
    with pytest.raises(AskadayError) as caught:
        await world.command(ANA, text, word)
    return str(caught.value)


async def test_replies_and_errors_name_the_chosen_commands() -> None:
    async with new_world(command="ask", quiz_command="drill") as world:
        missing = await refused(world, "me")
        unknown = await refused(world, "leaderbord")
        privacy = await world.command(ANA, "privacy", "ask")
        drill = await world.command(ANA, "", "drill")
        with pytest.raises(InputError, match=r"^There is no command /qotd\. There are /ask and /drill\.$"):
            await world.command(ANA, "help")

    assert missing == "No series is set up here. `/ask setup` begins one, for those who may."
    assert unknown == "There is no command 'leaderbord'. Did you mean `/ask leaderboard`?"
    assert [word for word in ("qotd", "aws-quiz") if word in repr(privacy)] == []
    assert drill.title == "For you: Storage · associate"


async def test_errors_of_presses_name_the_chosen_commands() -> None:
    async with new_world(command="ask") as world:
        await world.set_up()
        await open_round(world)
        with pytest.raises(AskadayError) as caught:
            await world.command(ADMIN, "setup answers=sealed", "ask")

    assert caught.value.hint == "Change it after the reveal; `/ask close` brings it now."


async def test_messages_that_are_sent_name_the_chosen_commands() -> None:
    async with new_world(command="ask") as world:
        await world.set_up()
        for who in (ANA, BO, CY):
            await world.app.call(world.app.services.flagging.flag, who, "basics/question-1", "wrong")
        await world.after(seconds=1)

        [told] = world.chat.at(Place(WORKSPACE, "direct:root"))

    assert told.card is not None
    assert text_of(told.card).splitlines()[-1] == (
        "`/ask flags keep basics/question-1` lets it back in, "
        "`/ask flags retire basics/question-1` takes it out for good."
    )


async def test_fields_of_a_form_name_the_chosen_commands() -> None:
    async with new_world(command="ask", quiz_command="drill") as world:
        series = await world.set_up()
        with pytest.raises(FormError) as form:
            await world.app.desk.save_setup(ADMIN, CHANNEL, {"name": "x"}, target=f"series:{series.id}", opened={})

    wanted = "A series keeps its name, daily. For another series, use /ask setup."
    assert (form.value.fields, form.value.message) == ({"name": wanted}, f"name: {wanted}")


def test_all_that_an_error_says_is_renamed() -> None:
    names = CommandNames("ask", "drill")
    form, refused = (
        FormError({"a": "Use /qotd setup.", "b": "or /aws-quiz"}),
        InputError("/qotd me", hint="/aws-quiz x"),
    )

    names.rename_in(form)
    names.rename_in(refused)

    assert form.fields == {"a": "Use /ask setup.", "b": "or /drill"}
    assert str(refused) == "/ask me /drill x"
