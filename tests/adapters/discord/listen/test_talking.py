"""What people write to Askaday itself in Discord."""

from datetime import UTC, datetime

import pytest

from tests.servers.fake_discord.content import walk
from tests.servers.fake_discord.permissions import MANAGE_GUILD
from tests.servers.fake_discord.records import Channel, Message
from tests.worlds.discord import DiscordWorld, discord_world, shown

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)


def buttons(message: Message) -> list[str]:
    return [part["label"] for part in walk(message.components) if part.get("label")]


def said_by_bot(world: DiscordWorld, place: Channel) -> list[Message]:
    return world.discord.messages(place, by=world.bot.user)


async def test_direct_message_is_answered_with_what_askaday_can_do() -> None:
    async with discord_world() as world:
        ana = world.people["ana"]
        place = world.discord.state.direct_message(world.bot.user, ana)

        world.discord.say(ana, place, "hello?")
        await world.until(lambda: said_by_bot(world, place))
        [answer] = said_by_bot(world, place)
        outcome = await world.discord.press(ana, answer, "Practise")
        await world.until(lambda: shown(outcome.message))

        told = shown(outcome.message).splitlines()[0]

    assert (shown(answer).splitlines()[0], buttons(answer)) == ("## Hello", ["Practise", "Help"])
    assert told == "## For you: Storage · associate"


@pytest.mark.parametrize(("is_manager", "offered"), [(False, 2), (True, 3)])
async def test_mention_is_answered_where_it_stands(offered: int, *, is_manager: bool) -> None:
    async with discord_world() as world:
        ana = world.people["ana"]
        if is_manager:
            world.discord.add_role(world.guild, "leads", MANAGE_GUILD, ana)
        world.discord.say(ana, world.place, "<@1> who are you?")
        world.discord.say(ana, world.place, f"<@{world.bot.user.id}> who are you?")
        await world.until(lambda: said_by_bot(world, world.place))
        answers = said_by_bot(world, world.place)

    assert [buttons(one) for one in answers] == [["Practise", "Help", "Set up"][:offered]]


async def test_mention_in_the_thread_of_a_question_is_an_answer() -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        before = len(said_by_bot(world, world.thread()))

        world.discord.say(world.people["ana"], world.thread(), f"<@{world.bot.user.id}> lanterns are kept three times")
        await world.recorded(1)
        world.discord.say(world.people["ana"], world.place, f"<@{world.bot.user.id}> who are you?")
        await world.until(lambda: said_by_bot(world, world.place)[-1:] and len(said_by_bot(world, world.place)) > 1)

        after = len(said_by_bot(world, world.thread()))

    assert after == before
