"""A question calls the role that its series names, once and nobody else."""

import json
from datetime import UTC, datetime

import pytest

from adapters.discord.send.channels import DiscordChannels
from tests.servers.fake_discord.records import FORUM, TEXT
from tests.worlds.discord import discord_world

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FIVE = datetime(2026, 12, 7, 17, tzinfo=UTC)


@pytest.mark.parametrize("kind", [TEXT, FORUM])
async def test_the_card_calls_the_role_when_it_opens_and_nothing_else_does(kind: int) -> None:
    async with discord_world(kind=kind) as world:
        role = world.discord.add_role(world.guild, "interviews", 0)
        await world.set_up(ping=role.id)
        await world.at(NINE)
        await world.at(FIVE)

        bodies = [one.body for one in world.discord.transcript.requests if isinstance(one.body, dict)]

    said = [one.get("message", one) for one in bodies if "components" in json.dumps(one)]
    told = [one for one in said if f"<@&{role.id}>" in json.dumps(one)]
    assert [one["allowed_mentions"]["roles"] for one in told] == [[int(role.id)]]
    assert [one["allowed_mentions"].get("parse", []) for one in told] == [[]]
    assert len(said) > 3
    assert [one for one in said if one not in told and (one.get("allowed_mentions") or {}).get("roles")] == []


async def test_roles_that_are_not_there_or_may_not_be_mentioned_are_refused() -> None:
    async with discord_world() as world:
        role = world.discord.add_role(world.guild, "leads", 0)
        places = world.connection.places
        await world.until(lambda: role.id in {str(one.id) for guild in places.client.guilds for one in guild.roles})
        channels = DiscordChannels(places)
        asked = (role.id, "1378991525068800999", world.guild.id)

        said = [await channels.uncallable(world.workspace, world.place.id, one) for one in asked]

    assert said == [
        "Askaday may not mention @leads: in the role's settings, allow anyone to mention it.",
        "this server has no such role.",
        "everybody is more than a question may call; choose another role.",
    ]
