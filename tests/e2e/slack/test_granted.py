"""A round with nothing but what the manifest asks for: its scopes, its events, its commands."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack.operate.manifest import app_manifest
from bot.cards.naming import CommandNames
from bot.domain.series import AnswerMode
from tests.worlds.slack import SlackWorld, slack_world

pytestmark = pytest.mark.documents(also_without=True)

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
MANIFEST = app_manifest(CommandNames("qod", "drill"))


def restrict(world: SlackWorld) -> None:
    """Let the app have what its manifest asks for, and no more."""
    world.slack.app.events = frozenset(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
    for installation in world.slack.state.installations:
        installation.scopes = frozenset(MANIFEST["oauth_config"]["scopes"]["bot"])


async def test_round_needs_no_more_than_the_manifest_asks_for() -> None:
    async with slack_world(command="qod", quiz_command="drill") as world:
        restrict(world)
        slack, team, boss, ana = world.slack, world.team, world.person("boss"), world.person("ana")
        secret = slack.add_channel(team, "secret", private=True, members=(boss, ana))
        group = slack.add_usergroup(team, (ana,))
        await slack.invite(team.bot_user, secret, by=boss)
        await world.settled()
        await world.set_up(answer_mode=AnswerMode.OPEN, managers=frozenset({boss, group}))

        await world.at(NINE)
        await world.reply(ana, "It stores turquoise lanterns.")
        commands = [
            await world.command(ana, text, one["command"])
            for one in MANIFEST["features"]["slash_commands"]
            for text in ("", "me")
        ]
        await slack.open_home(ana)
        await world.settled()
        await world.command(ana, "close", "/qod")
        for hours in (1, 2):  # the close, and what is owed after it
            await world.at(NINE + timedelta(hours=hours))
        await world.app.ticking.finish()

        assert {one.acknowledged for one in commands} == {True}
        assert [asked.method for asked in slack.transcript if asked.error in {"missing_scope", "unknown_method"}] == []
        assert [card.text.partition(":")[0] for card in world.cards()] == ["Closed", "Revealed"]
        assert await world.answers() == [(ana, "It stores turquoise lanterns.")]
        assert slack.home(ana) is not None
        assert len(slack.bot_messages(slack.direct_message(boss))) == 1


async def test_command_that_is_not_in_the_manifest_is_nobodys() -> None:
    async with slack_world(command="qod", quiz_command="drill") as world:
        world.slack.rules.ack_seconds = 0.1
        outcome = await world.command(world.person("ana"), "", "/qotd")

        assert outcome.acknowledged is False
