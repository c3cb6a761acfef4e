"""A newcomer in Discord is told with the first thing they do, once, and one button ends that."""

from datetime import UTC, datetime

import pytest

from tests.adapters.discord.outcomes import said
from tests.worlds.discord import discord_world, shown

pytestmark = pytest.mark.documents(also_without=True)

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)


async def test_first_answer_and_first_press_bring_the_welcome_and_a_button_ends_it() -> None:
    async with discord_world() as world:
        ana, bo = world.people["ana"], world.people["bo"]
        await world.set_up()
        await world.at(NINE)
        world.discord.say(ana, world.thread(), "It stores turquoise lanterns.")
        await world.recorded(1)
        await said(world, await world.discord.press(bo, world.card(), "Hint"))
        for minute in (1, 2):
            await world.at(NINE.replace(minute=minute))
        told = [world.discord.direct(who) for who in (ana, bo)]
        titles = [[shown(one).splitlines()[0] for one in messages] for messages in told]

        await world.discord.press(ana, told[0][0], "No more of these")
        contact = await world.kept(
            lambda tx: tx.contacts.of_member(world.workspace, ana.id), lambda found: found and found.is_quiet
        )

    assert titles == [["## How the question of the day goes"]] * 2
    assert contact is not None
