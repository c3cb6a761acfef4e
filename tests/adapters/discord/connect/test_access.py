"""Where Discord is: at the address of the settings for one client alone, and nowhere else for the library."""

from dataclasses import replace

import aiohttp
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.connect.access import DiscordAccess, discord_access
from adapters.discord.connect.client import Shards
from adapters.discord.connection import DiscordConnection
from bot.config.settings import Settings
from tests.waiting import until
from tests.worlds.discord import discord_world


async def test_two_addresses_are_reached_side_by_side_and_the_library_keeps_its_own() -> None:
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    async with discord_world() as one, discord_world() as other:
        names = []
        for world in (one, other):
            client = world.access.asking()
            await client.login(world.bot.token)
            names.append((await client.application_info()).id)
            await client.close()
        after = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY

    assert names == [int(one.bot.user.id), int(other.bot.user.id)]
    assert (before, after) == ((Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY),) * 2
    assert before[0] == "https://discord.com/api/v10"


async def test_gateway_of_a_given_share_is_there_too() -> None:
    async with discord_world() as world:
        sharded = DiscordConnection(replace(world.access, shards=Shards([0], 1)), world.clock)
        await sharded.start(world.app)

        await until(lambda: sharded.is_ready)

        await sharded.stop()
        await sharded.close()


async def test_what_is_not_discords_goes_its_own_way() -> None:
    async with discord_world() as world:
        server = world.discord.address
        connector = DiscordAccess("token", address="http://127.0.0.1:1").connector()
        assert connector is not None
        async with aiohttp.ClientSession(connector=connector) as session, session.get(f"{server}/api/v10") as answer:
            status = answer.status

    assert status == 404


def test_settings_say_how_discord_is_reached() -> None:
    chosen = {"discord_token": "1.token", "discord_shards": "0,2/4", "discord_api": "http://127.0.0.1:8080"}
    settings = Settings(_env_file=None, **chosen)  # type: ignore[arg-type]  # pydantic checks them

    access = discord_access(settings)

    assert (access.token, access.shards.ids, access.shards.count, access.address) == (
        "1.token",
        [0, 2],
        4,
        "http://127.0.0.1:8080",
    )
