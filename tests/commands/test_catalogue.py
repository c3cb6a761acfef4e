"""Which command was meant, under whatever name the operator chose."""

import pytest

from bot.commands.catalogue import COMMANDS
from bot.commands.request import Request
from bot.domain.cards import Table, Text
from bot.errors import InputError
from tests.builders import ADMIN, ANA, CHANNEL
from tests.world import World, new_world


async def said(world: World, text: str, word: str = "qotd") -> str:
    with pytest.raises(InputError) as caught:
        await world.command(ANA, text, word)
    return str(caught.value)


@pytest.mark.parametrize("text", ["", "help", "HELP", "help me"])
async def test_help_lists_every_command(world: World, text: str) -> None:
    card = await world.command(ANA, text)

    table = next(block for block in card.blocks if isinstance(block, Table))
    assert [row[0].split()[0] for row in table.rows] == list(COMMANDS)
    assert {row[2] for row in table.rows} == {"everyone", "reviewers", "managers"}


@pytest.mark.parametrize(("typed", "meant"), [("leaderbord", "leaderboard"), ("PAUS", "pause"), ("privcy", "privacy")])
async def test_unknown_word_gets_the_nearest_command(world: World, typed: str, meant: str) -> None:
    assert await said(world, typed) == f"There is no command {typed!r}. Did you mean `{meant}`?"


async def test_unknown_word_near_to_nothing(world: World) -> None:
    assert await said(world, "xyzzy") == "There is no command 'xyzzy'. `help` lists what there is."


async def test_unknown_slash_command(world: World) -> None:
    assert await said(world, "", "wat") == "There is no command /wat. There are /qotd and /aws-quiz."


async def test_renamed_commands() -> None:
    async with new_world(command="daily", quiz_command="drill") as renamed:
        card = await renamed.command(ANA, "help", "daily")
        form = await renamed.command(ANA, "setup", "daily")
        drill = await renamed.command(ANA, "", "drill")
        old = await said(renamed, "help", "qotd")
        with pytest.raises(Exception, match="`/daily setup`"):
            await renamed.command(ANA, "me", "daily")

    assert card.blocks[0] == Text("`/drill [topic] [level]` asks you a question in private, whenever you like.")
    assert isinstance(card.blocks[1], Table)
    assert card.blocks[1].header[0] == "/daily …"
    assert isinstance(form.blocks[0], Text)
    assert form.blocks[0].markdown.splitlines()[-2].split(" packs")[0] == "/daily setup"
    assert drill.title == "For you: Storage · associate"
    assert old == "There is no command /qotd. There are /daily and /drill."


@pytest.mark.parametrize("text", ["help", "setup", "preview", "me", "leaderboard", "privacy"])
async def test_replies_are_for_who_asked(world: World, text: str) -> None:
    await world.set_up()

    reply = await world.app.desk.run(Request(ADMIN, CHANNEL, "qotd", text))

    assert not reply.public
