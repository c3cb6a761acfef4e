"""Requests that are given up while Discord's limit for all of them holds: the library forgets that it passes."""

import asyncio
from typing import Any

import pytest

from adapters.discord.connect import client
from tests.servers.fake_discord import Fault
from tests.waiting import until
from tests.worlds.discord import discord_world


async def test_request_that_is_given_up_while_all_have_to_wait_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(client, "_LONGEST_WAIT", 0.5)
    async with discord_world() as world:
        messenger: Any = world.connection.messenger
        over = messenger._places.client.http._global_over
        world.discord.faults.plan("GET /guilds/{guild_id}", Fault("global limit", seconds=0.4))

        asking = asyncio.create_task(messenger.is_reached(world.workspace))
        await until(lambda: not over.is_set())
        asking.cancel()
        await asyncio.wait({asking})

        assert asking.cancelled()
        assert await messenger.is_reached(world.workspace)
