"""The audit in Discord: a page, and another one in its place; nothing for who manages nothing."""

import pytest

from tests.adapters.discord.outcomes import said
from tests.worlds.discord import discord_world

pytestmark = pytest.mark.documents(also_without=True)


async def test_managers_turn_its_pages_and_members_see_nothing() -> None:
    async with discord_world() as world:
        boss, ana = world.people["boss"], world.people["ana"]
        await world.set_up()
        for _ in range(9):
            await said(world, await world.discord.command(boss, world.place, "qotd-manage skip"))
        asked = await world.discord.command(boss, world.place, "qotd-manage audit")
        first = await said(world, asked)

        older = await world.discord.press(boss, asked.message, "Older")
        second = await said(world, older)
        refused = await said(world, await world.discord.command(ana, world.place, "qotd-manage audit"))

    assert ("page 1" in first, "page 2" in second) == (True, True)
    assert "Only managers of a series and administrators may see what was changed" in refused
