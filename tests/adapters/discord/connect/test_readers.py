"""Who can still read a channel of Discord's: who left the server, or from whom it is hidden, cannot."""

import pytest

from bot.errors import DeliveryError
from tests.worlds.discord import discord_world


async def test_who_left_the_server_reads_no_more() -> None:
    async with discord_world() as world:
        ana, bo = world.people["ana"].id, world.people["bo"].id
        people = world.connection.messenger.people
        before = await people.readers(world.workspace, world.place.id, [ana, bo, "1"])
        del world.guild.members[bo]

        after = await people.readers(world.workspace, world.place.id, [ana, bo])
        with pytest.raises(DeliveryError, match="does not see that channel"):
            await people.readers(world.workspace, "1", [ana])

    assert [set(found) for found in (before, after)] == [{ana, bo}, {ana}]
