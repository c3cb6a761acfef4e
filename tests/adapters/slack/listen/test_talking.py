"""What people write to Askaday itself in Slack."""

import json
from datetime import UTC, datetime

import pytest

from adapters.slack.connect.permissions import OF_EVENTS
from bot.ports.store import Transaction
from bot.services.inbox import Inbox
from tests.servers.fake_slack.records import Message
from tests.worlds.slack import SlackWorld, slack_world

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)


def buttons(message: Message) -> list[str]:
    return [one["text"]["text"] for block in message.blocks for one in block.get("elements", []) if "action_id" in one]


def direct(world: SlackWorld, who: str) -> list[Message]:
    return world.slack.bot_messages(world.slack.direct_message(world.person(who)))


@pytest.mark.parametrize(("who", "offered"), [("ana", ["Practise", "Help"]), ("boss", ["Practise", "Help", "Set up"])])
async def test_direct_message_is_answered_with_what_askaday_can_do(who: str, offered: list[str]) -> None:
    async with slack_world() as world:
        await world.set_up()
        world.slack.app.events = frozenset(OF_EVENTS)
        await world.slack.say(world.person(who), world.slack.direct_message(world.person(who)), "hello?")
        await world.settled()

        [answer] = direct(world, who)
        await world.press(world.person(who), answer, "practise")
        await world.press(world.person(who), answer, "help")
        shown = [one.text.splitlines()[0] for one in world.slack.ephemerals(world.person(who))]

    assert (answer.text.splitlines()[0], buttons(answer)) == ("Hello", offered)
    assert shown == ["For you: Storage · associate", "Askaday"]


async def test_mention_is_answered_privately_where_it_stands_and_not_in_the_thread_of_a_question() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        ana, bot = world.person("ana"), world.connection.workspaces
        me = (await bot.get(world.workspace())).bot_user

        await world.slack.say(ana, world.channel, f"<@{me}> who are you?")
        await world.slack.say(ana, world.channel, "<@U0OTHER> who are you?")
        await world.reply(ana, f"<@{me}> lanterns are kept three times")
        await world.settled()
        told = [one.text.splitlines()[0] for one in world.slack.ephemerals(ana)]

    assert told == ["Hello"]


async def test_words_of_who_writes_to_askaday_are_kept_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    keep = Inbox.keep

    def watched(inbox: Inbox, tx: Transaction, *event: str) -> bool:
        kept.append(event[2])
        return keep(inbox, tx, *event)

    async with slack_world() as world:
        await world.set_up()
        ana = world.person("ana")
        monkeypatch.setattr(Inbox, "keep", watched)
        await world.slack.say(ana, world.slack.direct_message(ana), "my secret")
        await world.settled()
        answers = direct(world, "ana")

    assert [one.text.splitlines()[0] for one in answers] == ["Hello"]
    assert [(set(json.loads(body)["event"]), "secret" in body) for body in kept] == [
        ({"type", "channel", "channel_type", "user", "ts"}, False)
    ]


async def test_nobody_but_people_is_answered() -> None:
    async with slack_world() as world:
        await world.set_up()
        ana = world.person("ana")
        place = world.slack.direct_message(ana)
        ts = await world.slack.say(ana, place, "hello?")
        await world.settled()
        await world.slack.edit(ana, place, ts, "hello!")
        await world.slack.say(ana, place, "beep", through="B0APP")
        await world.settled()
        answers = direct(world, "ana")

    assert [one.text.splitlines()[0] for one in answers] == ["Hello"]


async def test_app_without_the_event_goes_on_as_before() -> None:
    async with slack_world() as world:
        await world.set_up()
        world.slack.app.events = frozenset(OF_EVENTS) - {"message.im"}
        ana = world.person("ana")
        await world.slack.say(ana, world.slack.direct_message(ana), "hello?")
        await world.settled()
        answers = direct(world, "ana")
        outcome = await world.command(ana, "me", channel=world.slack.direct_message(ana))

    assert (answers, outcome.acknowledged) == ([], True)


async def test_practise_on_the_home_tab_asks_in_the_messages() -> None:
    async with slack_world() as world:
        await world.set_up()
        ana = world.person("ana")
        await world.slack.open_home(ana)
        await world.settled()
        home = world.slack.home(ana)
        assert home is not None

        await world.press(ana, home, "practise")
        modal = world.slack.modal(ana)
        asked = direct(world, "ana")

    assert [one.text.splitlines()[0] for one in asked] == ["For you: Storage · associate"]
    assert modal is not None
    assert "under" in str(modal.body["blocks"])
