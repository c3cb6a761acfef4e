"""A question calls the user group that its series names, once and nobody else."""

import re
from datetime import timedelta

from adapters.slack.render.messages import messages
from bot.domain.card import Card, Quote, Small, Text
from tests.adapters.slack.render.rules import walk
from tests.worlds.builders import MONDAY
from tests.worlds.slack import SlackWorld, slack_world

NINE = MONDAY + timedelta(hours=1)
FIVE = NINE + timedelta(hours=8)
HOSTILE = "<!subteam^S404> <!channel> @everyone: what is kept?"


def mentioned(text: str, blocks: object) -> list[str]:
    """Give whom a message mentions: in its text and in what of its blocks is mrkdwn; plain text mentions nobody."""
    said = [text, *(one["text"] for one in walk(blocks) if one.get("type") == "mrkdwn")]
    return sorted(set(re.findall(r"<!subteam\^\w+>|<!channel>|<!here>|<!everyone>", " ".join(said))))


def called(world: SlackWorld) -> list[list[str]]:
    """Give what each message and each change of one mentions."""
    said = [one.arguments for name in ("chat.postMessage", "chat.update") for one in world.slack.transcript.of(name)]
    return [mentioned(one["text"], one["blocks"]) for one in said]


async def test_the_card_calls_the_group_when_it_opens_and_nothing_else_does() -> None:
    async with slack_world() as world:
        group = world.slack.add_usergroup(world.team, [world.team.user("ana")])
        await world.set_up(ping=group)
        await world.at(NINE)
        await world.at(FIVE)

        mentions = called(world)

    assert mentions[0] == [f"<!subteam^{group}>"]
    assert len(mentions) > 3
    assert [one for one in mentions[1:] if one] == []


async def test_an_unknown_group_is_refused_at_set_up() -> None:
    async with slack_world() as world:
        group = world.slack.add_usergroup(world.team, [world.team.user("ana")])
        channels, workspace = world.connection.messenger.channels, world.workspace()

        said = [await channels.uncallable(workspace, world.channel, one) for one in (group, "S404")]

    assert said == ["", "Slack has no such user group here, or it is disabled."]


def test_hostile_texts_beside_it_call_nobody() -> None:
    card = Card(HOSTILE, (Text(HOSTILE), Quote(HOSTILE, HOSTILE), Small(HOSTILE)), calls="S0614TZR7")

    found = [mentioned(one.text, list(one.blocks)) for one in messages(card)]

    assert found == [["<!subteam^S0614TZR7>"]]
