"""Who somebody is in Discord at this moment, for pages: nothing vouches for them there but what Discord is asked."""

import pytest

from bot.errors import DeliveryError
from tests.adapters.discord.outcomes import said
from tests.servers.fake_discord.permissions import MANAGE_GUILD
from tests.servers.fake_discord.records import EPHEMERAL
from tests.worlds.discord import discord_world


async def test_discord_is_asked_for_rights_roles_and_whether_they_are_still_there() -> None:
    async with discord_world() as world:
        ana, bo = world.people["ana"], world.people["bo"]
        leads = world.discord.add_role(world.guild, "leads", MANAGE_GUILD, ana)
        people, workspace = world.connection.messenger.people, world.workspace
        found = [await people.actor(workspace, one, ()) for one in (ana.id, bo.id, "1", "no number")]
        del world.guild.members[ana.id]

        later = await people.actor(workspace, ana.id, ())
        with pytest.raises(DeliveryError, match="does not see that server"):
            await people.actor("discord:1", ana.id, ())

    known = [(one.member, one.is_same_everywhere, leads.id in one.groups) if one else None for one in found]
    assert known == [(ana.id, True, True), (bo.id, True, False), None, None]
    assert later is None


async def test_the_link_to_the_pages_is_shown_to_who_asked_alone() -> None:
    async with discord_world(web="on", public_url="https://askaday.example.com") as world:
        await world.set_up()
        asked = await world.discord.command(world.people["ana"], world.place, "qotd dashboard")

        text = await said(world, asked)

        assert (text.count("https://askaday.example.com/sign-in/"), bool(asked.message.flags & EPHEMERAL)) == (1, True)
