"""discord.py's threads end with the client, or they would call a loop that is closed."""

import threading

from tests.servers.discord_stage import staged
from tests.servers.fake_discord import Rules
from tests.worlds.discord import discord_world


def heartbeats() -> list[str]:
    return sorted(one.name for one in threading.enumerate() if one.name.startswith("keep-alive-handler"))


async def test_connection_that_is_closed_leaves_no_thread() -> None:
    async with discord_world():
        assert heartbeats() == ["keep-alive-handler:shard-0"]
    assert heartbeats() == []


async def test_connection_that_is_closed_while_it_begins_anew_leaves_no_thread() -> None:
    async with discord_world() as world:
        world.discord.gateway.forget_sessions()
        await world.discord.gateway.cut()
        # It says who it is again five seconds after Discord has said that it does not know it.
        await world.until(lambda: len(world.discord.gateway.connected) == 3)
        await world.until(heartbeats)
    assert heartbeats() == []


async def test_connection_that_is_closed_while_it_resumes_leaves_no_thread() -> None:
    async with discord_world() as world:
        await world.discord.gateway.cut()
        await world.until(lambda: len(world.discord.gateway.connected) == 2)
    assert heartbeats() == []


async def test_client_whose_heart_beats_all_the_time_leaves_no_thread() -> None:
    async with staged(Rules(heartbeat=0.001)):
        assert heartbeats() == ["keep-alive-handler:shard-None"]
    assert heartbeats() == []
