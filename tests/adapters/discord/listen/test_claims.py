"""I said that, in Discord: claimed on one's own result, decided in a message that goes on in its place."""

from datetime import UTC, datetime

import pytest

from tests.adapters.discord.outcomes import said
from tests.worlds.discord import discord_world, shown

pytestmark = pytest.mark.documents(also_without=True)

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FIVE = datetime(2026, 12, 7, 17, tzinfo=UTC)
OWN_WORDS = "It stores turquoise lanterns. At the gates stand grey beasts."


async def test_point_is_claimed_and_accepted_in_place() -> None:
    async with discord_world() as world:
        ana, boss = world.people["ana"], world.people["boss"]
        await world.set_up()
        await world.at(NINE)
        world.discord.say(ana, world.thread(), OWN_WORDS)
        await world.recorded(1)
        await world.at(FIVE)
        reveal = world.discord.messages(world.thread(), by=world.bot.user)[-2]
        own = await world.discord.press(ana, reveal, "How did I do?")
        await said(world, own)

        await world.discord.press(ana, own.message, "I said that")
        await world.until(lambda: "claimed; a reviewer will decide" in shown(own.message))
        queue = await world.discord.command(boss, world.place, "qotd disputes")
        asked = await said(world, queue)
        await world.discord.press(boss, queue.message, "Accept")
        await world.until(lambda: "You accepted 1 claim." in shown(queue.message))
        after = await said(world, await world.discord.press(ana, reveal, "How did I do?"))

    assert "At the gates stand grey beasts." in asked
    assert "ana" not in asked
    assert "**2 of 2 key points recognised**" in after
