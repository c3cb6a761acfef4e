"""Which command was meant, under whatever name the operator chose."""

import pytest

from bot.commands.catalogue import COMMANDS
from bot.commands.request import Request
from bot.domain.card import Card, Heading, Text
from bot.errors import InputError
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, CY
from tests.worlds.world import World, new_world


async def said(world: World, text: str, word: str = "qotd") -> str:
    with pytest.raises(InputError) as caught:
        await world.command(ANA, text, word)
    return str(caught.value)


def listed(card: Card) -> dict[str, list[str]]:
    """Give the commands that a help card explains, by the heading above them."""
    found: dict[str, list[str]] = {}
    heading = ""
    for block in card.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Text) and heading:
            found[heading] = [line.split()[2].strip("`") for line in block.markdown.splitlines()]
    return found


EVERYTHING = {
    f"For {who}": [one.name for one in COMMANDS.values() if one.who == who]
    for who in ("everyone", "reviewers", "managers")
}
MEMBERS = {"For everyone": EVERYTHING["For everyone"]}


@pytest.mark.parametrize("text", ["", "help", "HELP", "help me"])
async def test_help_lists_every_command_for_who_runs_the_workspace(world: World, text: str) -> None:
    card = await world.command(ADMIN, text)

    assert listed(card) == EVERYTHING
    assert sorted(name for names in EVERYTHING.values() for name in names) == sorted(COMMANDS)


async def test_help_shows_members_what_members_can_do(world: World) -> None:
    await world.set_up(managers=frozenset({BO.member}), reviewers=frozenset({CY.member}))

    assert listed(await world.command(ANA, "help")) == MEMBERS
    assert listed(await world.command(BO, "help")) == EVERYTHING
    assert listed(await world.command(CY, "help")) == EVERYTHING
    assert list((await world.app.desk.help(ANA)).commands) == ["everyone"]


@pytest.mark.parametrize(("typed", "meant"), [("leaderbord", "leaderboard"), ("PAUS", "pause"), ("privcy", "privacy")])
async def test_unknown_word_gets_the_nearest_command(world: World, typed: str, meant: str) -> None:
    assert await said(world, typed) == f"There is no command {typed!r}. Did you mean `/qotd {meant}`?"


async def test_unknown_word_near_to_nothing(world: World) -> None:
    assert await said(world, "xyzzy") == "There is no command 'xyzzy'. `/qotd help` lists what there is."


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

    assert isinstance(card.blocks[0], Text)
    assert card.blocks[0].markdown.split(" asks")[0] == "- `/drill [topic] [level]`"
    assert isinstance(card.blocks[2], Text)
    assert card.blocks[2].markdown.split(" the board")[0] == "- `/daily leaderboard [PERIOD] [everywhere]`"
    assert isinstance(form.blocks[0], Text)
    assert form.blocks[0].markdown.splitlines()[-2].split(" packs")[0] == "/daily setup"
    assert drill.title == "For you: Storage · associate"
    assert old == "There is no command /qotd. There are /daily and /drill."


@pytest.mark.parametrize("text", ["help", "setup", "preview", "me", "leaderboard", "privacy"])
async def test_replies_are_for_who_asked(world: World, text: str) -> None:
    await world.set_up()

    reply = await world.app.desk.run(Request(ADMIN, CHANNEL, "qotd", text))

    assert not reply.public


@pytest.mark.parametrize(
    ("text", "surplus", "usage"),
    [
        ("skip tomorrow", "tomorrow", "skip"),
        ("open next monday please", "next monday please", "open"),
        ("close foo", "foo", "close"),
        ("resume later", "later", "resume"),
        ("unskip day=1", "day=1", "unskip"),
        ("result please", "please", "result"),
        ("setup at 10:00", "at 10:00", "setup [KEY=VALUE …]"),
        ("flags keep question-1 question-2", "question-2", "flags [keep|retire QUESTION]"),
    ],
)
async def test_words_a_command_has_no_use_for_are_refused(world: World, text: str, surplus: str, usage: str) -> None:
    await world.set_up()
    before = await world.series()

    with pytest.raises(InputError) as caught:
        await world.command(ADMIN, text)

    name = text.split(maxsplit=1)[0]
    assert str(caught.value) == f"/qotd {name} does not take {surplus!r}. Write `/qotd {usage}`."
    assert (await world.series(), await world.rounds()) == (before, [])


async def test_pause_with_a_word_after_its_day_is_refused(world: World) -> None:
    await world.set_up()
    before = await world.series()

    with pytest.raises(InputError, match=r"^'2030-01-07 nonsense' is no date\."):
        await world.command(ADMIN, "pause 2030-01-07 nonsense")

    assert await world.series() == before
