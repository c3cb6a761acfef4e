"""How long `askaday run` goes on: with the store, and with the platforms that are left."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.cli.play.ending import until_over
from bot.engine import Connection
from bot.errors import AskadayError
from tests.worlds.discord import DiscordWorld, discord_world
from tests.worlds.slack import RESTLESS, SlackWorld, slack_world

PATIENCE = 30


async def _never() -> None:
    await asyncio.Event().wait()


async def _lose_discord(world: DiscordWorld) -> None:
    world.bot.token = "reset"  # noqa: S105 - of the fake
    await world.discord.gateway.cut(4004)
    await world.connection.gone()


async def _lose_slack(world: SlackWorld) -> None:
    world.slack.faults.refuse("apps.connections.open", "token_revoked", times=1000)
    await world.slack.sockets.cut(world.slack.app)


async def test_a_platform_that_is_gone_leaves_the_other_until_that_is_gone_too() -> None:
    async with slack_world(ping=RESTLESS) as slack, discord_world() as discord:
        platforms: dict[str, Connection] = {"slack": slack.connection, "discord": discord.connection}
        with capture_logs() as logged:
            running = asyncio.create_task(
                until_over(_never(), [slack.app.store.lost()], platforms, needs_platform=True)
            )
            await asyncio.wait_for(_lose_discord(discord), PATIENCE)
            await asyncio.sleep(0)
            was_over = running.done()

            await _lose_slack(slack)
            with pytest.raises(AskadayError, match=r"SLACK_APP_TOKEN: Slack does not accept it \(token_revoked\)"):
                await asyncio.wait_for(running, PATIENCE)

    left = [(line["log_level"], line["platform"]) for line in logged if "goes on without it" in line["event"]]
    assert (was_over, left) == (False, [("error", "discord")])


async def test_the_terminal_goes_on_without_any_platform() -> None:
    async with discord_world() as world:
        leave = asyncio.Event()

        async def play() -> None:
            await leave.wait()

        running = asyncio.create_task(
            until_over(play(), [world.app.store.lost()], {"discord": world.connection}, needs_platform=False)
        )
        await asyncio.wait_for(_lose_discord(world), PATIENCE)
        await asyncio.sleep(0)
        was_over = running.done()
        leave.set()

        await asyncio.wait_for(running, PATIENCE)

    assert was_over is False


async def test_what_goes_wrong_in_the_work_is_raised() -> None:
    async def fail() -> None:
        raise AskadayError("Something of its own.")

    async with discord_world() as world:
        with pytest.raises(AskadayError, match="Something of its own"):
            await until_over(fail(), [world.app.store.lost()], {}, needs_platform=True)
