"""Shortcuts in the menu of a message."""

from datetime import UTC, datetime

import pytest

from adapters.slack.operate.manifest import app_manifest
from bot.cards.naming import CommandNames
from tests.servers.fake_slack.records import Message
from tests.worlds.slack import SlackWorld, slack_world

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
LATER = datetime(2026, 12, 7, 9, 5, tzinfo=UTC)


def declared(world: SlackWorld) -> None:
    """Paste the manifest."""
    world.slack.app.shortcuts = app_manifest(CommandNames())["features"]["shortcuts"]


async def answered(world: SlackWorld) -> Message:
    await world.set_up()
    await world.at(NINE)
    ts = await world.reply(world.person("bo"), "Because the data is kept three times.")
    world.clock.travel(LATER)
    return next(one for one in world.slack.thread(world.channel, world.cards()[0].ts) if one.ts == ts)


async def test_best_answer_is_chosen_in_the_menu_of_its_message() -> None:
    async with slack_world() as world:
        declared(world)
        answer = await answered(world)

        outcome = await world.slack.message_shortcut(world.person("boss"), answer, "Best answer")
        refused = await world.slack.message_shortcut(world.person("ana"), answer, "Best answer")
        await world.settled()
        told = [world.whispered(world.person(who)) for who in ("boss", "ana")]
        [played] = await world.rounds()

    assert (outcome.acknowledged, refused.acknowledged) == (True, True)
    assert played.best_member == world.person("bo")
    assert told == [
        ["Best answer chosen\nbo gets the points for it."],
        ["Only reviewers and managers of daily may do this."],
    ]


@pytest.mark.parametrize("where", ["answer", "card"])
async def test_flag_opens_the_form_of_the_button(where: str) -> None:
    async with slack_world() as world:
        declared(world)
        answer = await answered(world)
        meant = answer if where == "answer" else world.cards()[0]

        await world.slack.message_shortcut(world.person("ana"), meant, "Flag")
        await world.settled()
        await world.submit(world.person("ana"), {"value": "It is out of date"})
        flags = await world.app.call(lambda tx: [one.reason for one in tx.flags.open_flags(world.workspace())])

    assert flags == ["It is out of date"]


async def test_message_of_no_question_is_said_to_be_none() -> None:
    async with slack_world() as world:
        declared(world)
        await answered(world)
        ts = await world.slack.say(world.person("ana"), world.channel, "Good morning")
        other = next(one for one in world.slack.messages(world.channel) if one.ts == ts)

        await world.slack.message_shortcut(world.person("ana"), other, "Flag")
        await world.settled()
        told = world.whispered(world.person("ana"))

    assert [line.split("\n")[0] for line in told] == ["This message belongs to no question of Askaday's."]


async def test_app_of_an_older_manifest_has_no_such_menu_and_goes_on() -> None:
    async with slack_world() as world:
        world.slack.app.shortcuts = []
        answer = await answered(world)
        with pytest.raises(LookupError, match="the menu has no 'Best answer'"):
            await world.slack.message_shortcut(world.person("boss"), answer, "Best answer")
        answers = await world.answers()

    assert answers == []
