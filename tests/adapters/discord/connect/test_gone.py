"""Discord that refuses for good while Askaday runs: it is left, with a reason, and not asked again and again."""

import asyncio

import pytest

from tests.servers.fake_discord import Fault
from tests.worlds.builders import MONDAY
from tests.worlds.discord import discord_world

PATIENCE = 20
REFUSED = (
    "DISCORD_TOKEN: Discord does not accept the token. Under https://discord.com/developers/applications, Bot, press "
    "Reset Token, and set the new one."
)


async def test_token_that_was_reset_is_the_end_of_discord() -> None:
    async with discord_world() as world:
        identified = len(world.discord.gateway.identified)
        world.bot.token = "reset"  # noqa: S105 - of the fake
        await world.discord.gateway.cut(4004)

        reason = await asyncio.wait_for(world.connection.gone(), PATIENCE)

        assert (str(reason), len(world.discord.gateway.identified) - identified) == (REFUSED, 0)


async def test_request_that_is_refused_for_its_token_is_the_end_of_discord_too() -> None:
    async with discord_world() as world:
        await world.set_up()
        world.bot.token = "reset"  # noqa: S105 - of the fake
        await world.at(MONDAY.replace(hour=9))

        reason = await asyncio.wait_for(world.connection.gone(), PATIENCE)

        assert str(reason) == REFUSED


async def test_request_that_is_refused_once_leaves_the_connection() -> None:
    async with discord_world() as world:
        await world.set_up()
        world.discord.faults.plan("POST /channels", Fault("status", status=401))
        await world.at(MONDAY.replace(hour=9))
        await world.until(lambda: len(world.discord.gateway.identified) == 2)

        await world.until(lambda: world.connection.is_ready)


async def test_intent_that_is_disallowed_is_not_asked_for_again() -> None:
    async with discord_world() as world:
        asked = len(world.discord.gateway.identified)
        # The portal says that it is on; the gateway does not.
        await world.discord.gateway.cut(4014)
        await world.until(lambda: len(world.discord.gateway.identified) == asked + 1)
        await world.until(lambda: world.connection.is_ready)

        assert world.discord.gateway.sessions[-1].reads_content is False
        await world.discord.gateway.cut(4014)
        reason = await asyncio.wait_for(world.connection.gone(), PATIENCE)

    assert str(reason).startswith("Discord refuses what Askaday wants to hear of (4014).")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (4010, "ASKADAY_DISCORD_SHARDS: Discord knows no such shard."),
        (4012, "Discord does not speak with this version of discord.py any more."),
        (4013, "Discord refuses what Askaday wants to hear of (4013)."),
    ],
)
async def test_close_that_no_further_try_changes_is_the_end_of_discord(code: int, said: str) -> None:
    async with discord_world() as world:
        identified = len(world.discord.gateway.identified)
        await world.discord.gateway.cut(code)

        reason = await asyncio.wait_for(world.connection.gone(), PATIENCE)

        assert str(reason).startswith(said)
        assert len(world.discord.gateway.identified) == identified
