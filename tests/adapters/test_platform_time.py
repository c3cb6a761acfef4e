"""What time a platform says it is comes to the clock, over real sockets."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.discord.connect.access import DiscordAccess
from adapters.discord.connect.client import DiscordClient
from adapters.slack.connect.access import SlackAccess
from adapters.slack.connection import SlackConnection
from bot.bootstrap import build
from bot.ports.clock import SystemClock
from bot.ports.steady_clock import SteadyClock, uptime, wall_time
from tests.memory_store import memory_store
from tests.servers.fake_slack import FakeSlack
from tests.worlds.builders import Packs, options, without_word_of_words
from tests.worlds.discord import discord_world

HOUR = timedelta(hours=1)
OFF = [timedelta(), 9 * HOUR, -72 * HOUR]


def clock_that_is_off(by: timedelta) -> SteadyClock:
    clock = SteadyClock(lambda: wall_time() + by, uptime)
    clock.wait_for_platforms()
    return clock


def seen(clock: SteadyClock) -> tuple[bool, timedelta, bool]:
    """Say whether it is sure, by how many hours the machine is wrong, and whether it shows the right time."""
    wrong_by = HOUR * round((clock.wrong_by or timedelta()) / HOUR)
    return clock.is_sure, wrong_by, abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=2)


@pytest.mark.parametrize("off", OFF)
async def test_slack_says_what_time_it_is(off: timedelta) -> None:
    clock = clock_that_is_off(off)
    async with FakeSlack(clock=SystemClock()) as slack:
        team = slack.add_workspace("acme")
        store = memory_store()
        access = SlackAccess([team.bot_token], slack.app.app_token, base_url=slack.base_url)
        connection = SlackConnection(access, store, clock)
        app = build(options(), {"slack": connection.messenger}, store=store, packs=Packs(), clock=clock)
        without_word_of_words(app)
        await clock.ask()
        await clock.ask()
        sure = await app.ticking.timekeeping.is_sure()
        await connection.close()
        await store.close()

    assert (sure, seen(clock)) == (True, (True, off, True))


@pytest.mark.parametrize("off", OFF)
async def test_discord_says_what_time_it_is(off: timedelta) -> None:
    clock = clock_that_is_off(off)
    async with discord_world() as world:
        connector = DiscordAccess(world.bot.token, address=world.discord.address).connector()
        client = DiscordClient(heard=clock.heard, connector=connector)
        await client.login(world.bot.token)
        await client.application_info()
        await client.close()

    assert seen(clock) == (True, off, True)
