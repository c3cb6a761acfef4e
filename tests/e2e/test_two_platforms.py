"""Slack and Discord in one process: the same pack, a board for each, and the outage of one does not touch the other."""

from datetime import UTC, datetime

import pytest

from adapters.discord.connect.access import DiscordAccess
from adapters.discord.connection import DiscordConnection
from adapters.slack.connect.access import SlackAccess
from adapters.slack.connection import SlackConnection
from bot.bootstrap import build
from bot.domain.members import Actor
from bot.ports.clock import TravelClock
from bot.ports.messenger import Messenger
from tests.memory_store import memory_store
from tests.servers.fake_discord import FakeDiscord
from tests.servers.fake_slack import FakeSlack, Rules
from tests.worlds.builders import MONDAY, Packs, options, settings, without_word_of_words
from tests.worlds.discord import shown

pytestmark = pytest.mark.documents(also_without=True)

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)


async def test_outage_of_one_platform_leaves_the_other_alone() -> None:
    clock = TravelClock(MONDAY)
    rules = Rules(message_pace=0, tiers=False)
    async with FakeSlack(clock=clock, rules=rules) as slack, FakeDiscord(clock=clock) as server:
        team = slack.add_workspace("acme", people=("ana",), channels=("general",))
        boss = server.add_user("boss")
        guild = server.add_guild("Rockets", boss)
        place = server.add_channel(guild, "questions")
        bot = server.add_app()
        server.invite(bot, guild)
        server.gateway.is_down = True
        store = memory_store()
        to_slack = SlackConnection(
            SlackAccess([team.bot_token], slack.app.app_token, "eyes", slack.base_url, 0.0, 0.05), store, clock
        )
        access = DiscordAccess(bot.token, address=server.address, pause=0.02, patience=0.02)
        to_discord = DiscordConnection(access, clock)
        platforms: dict[str, Messenger] = {"slack": to_slack.messenger, "discord": to_discord.messenger}
        app = build(options(), platforms, store=store, packs=Packs(), clock=clock)
        without_word_of_words(app)
        try:
            for one in (to_slack, to_discord):
                await one.start(app)
            places = {f"slack:{team.id}": team.channel("general"), f"discord:{guild.id}": place.id}
            for workspace, channel in places.items():
                root = Actor(workspace, "root", "Root", is_admin=True)
                await app.call(app.services.managing.set_up, root, "daily", channel, settings())
            clock.travel(NINE)
            await app.ticking.tick()
            while await app.ticking.idle():
                await app.ticking.tick()

            in_slack = [one.text.splitlines()[0] for one in slack.bot_messages(team.channel("general"))]
            in_discord = [shown(one).splitlines()[0] for one in server.messages(place)]
        finally:
            for one in (to_slack, to_discord):
                await one.stop()
            await app.ticking.finish()
            for one in (to_slack, to_discord):
                await one.close()
            await store.close()

    assert len(in_slack) == 1
    # Its gateway is down, and its API is not: the question is posted all the same.
    assert in_discord == ["## Question of the day: Storage · associate"]
