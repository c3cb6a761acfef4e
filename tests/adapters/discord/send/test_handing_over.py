"""A server's owner hears, once, that nobody is left of those who ran a series."""

from dataclasses import replace

import pytest

from bot.services.access.handing_over import HandingOver
from tests.worlds.discord import DiscordWorld, discord_world, shown


async def night(world: DiscordWorld) -> list[str]:
    """Look after the managers twice, and give what the owner was told."""
    handing_over = HandingOver(
        world.app.store, world.clock, {"discord": world.connection.messenger}, world.app.services.recognising
    )
    for _ in range(2):
        await handing_over.tell_left()
    await world.at(world.clock.now())
    return [shown(one).splitlines()[0] for one in world.discord.direct(world.people["boss"])]


@pytest.mark.parametrize(("run_by", "told"), [("ana", 0), ("bo", 1), ("ana and bo", 0), ("bo and a role", 0)])
async def test_owner_is_told_once_when_all_managers_have_left(run_by: str, told: int) -> None:
    async with discord_world() as world:
        series = await world.set_up()
        role = world.discord.add_role(world.guild, "leads", 0)
        ids = {"ana": world.people["ana"].id, "bo": world.people["bo"].id, "a role": role.id}
        managers = frozenset(ids[one] for one in run_by.split(" and "))
        settings = replace(series.settings, managers=managers)
        await world.app.call(lambda tx: tx.series.set_settings(series.id, channel=series.channel, settings=settings))
        del world.guild.members[world.people["bo"].id]

        said = await night(world)

    assert said == ["## A series has nobody to run it"] * told
