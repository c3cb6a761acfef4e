"""A close while Slack cannot be reached at all, and one whose thread alone cannot be read."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.rounds import RoundState
from tests.servers.fake_slack import Fault
from tests.worlds.slack import RESTLESS, SlackWorld, slack_world

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FIVE = datetime(2026, 12, 7, 17, tzinfo=UTC)
STEP = timedelta(minutes=5)
LANTERNS, DRUMS = "It stores turquoise lanterns.", "Elephants guard marble gates."
#: What an outage may look like: nothing gets through, something between answers, Slack itself is in trouble or takes
#: nothing from here.
OUTAGES = (Fault("drop"), Fault("not_json"), Fault("status", status=503), Fault("limit", seconds=0))


async def asked_and_answered(world: SlackWorld) -> None:
    await world.set_up()
    await world.at(NINE)
    await world.reply(world.person("ana"), LANTERNS)


async def pass_until(world: SlackWorld, instant: datetime) -> None:
    while world.clock.now() < instant:
        await world.at(min(world.clock.now() + STEP, instant))


async def state(world: SlackWorld) -> RoundState:
    return (await world.rounds())[-1].state


def titles(world: SlackWorld) -> list[str]:
    card, *others = world.cards()
    thread = [one for one in world.slack.thread(card.channel, card.ts) if one.app_id and one.ts != card.ts]
    return [one.text.split()[0] for one in (card, *thread, *others)]


@pytest.mark.parametrize("outage", OUTAGES, ids=lambda one: one.name)
async def test_answer_given_while_slack_is_cut_off_counts(outage: Fault) -> None:
    async with slack_world(ping=RESTLESS) as world:
        await asked_and_answered(world)
        world.clock.travel(FIVE - timedelta(minutes=20))
        world.slack.faults.storm(1.0, (outage,))
        world.slack.faults.lose_events(1.0)
        await world.slack.sockets.cut(world.slack.app)
        card = await world.card()
        world.clock.travel(FIVE - timedelta(minutes=10))
        await world.slack.say(world.person("bo"), card.channel, DRUMS, thread_ts=card.ts)
        await pass_until(world, FIVE + timedelta(minutes=20))
        before = await state(world)

        world.slack.faults.calm()
        await pass_until(world, FIVE + timedelta(minutes=30))

        assert (before, await state(world)) == (RoundState.OPEN, RoundState.CLOSED)
        assert sorted(await world.answers()) == sorted([(world.person("ana"), LANTERNS), (world.person("bo"), DRUMS)])
        assert titles(world) == ["Closed:", "Reveal:", "Model", "Revealed:"]
        told = world.slack.bot_messages(world.slack.direct_message(world.person("boss")))
        assert [one.text.partition("\n")[0] for one in told] == ["A question is waiting to close"]


async def test_thread_that_alone_cannot_be_read_is_gone_on_without() -> None:
    async with slack_world() as world:
        await asked_and_answered(world)
        world.slack.faults.storm(1.0, (Fault("drop"),), frozenset({"conversations.replies"}))

        await pass_until(world, FIVE + timedelta(minutes=15))
        before = await state(world)
        await pass_until(world, FIVE + timedelta(minutes=20))

        assert (before, await state(world)) == (RoundState.OPEN, RoundState.CLOSED)
        assert await world.answers() == [(world.person("ana"), LANTERNS)]
        assert titles(world) == ["Closed:", "Reveal:", "Model", "Revealed:"]
        assert world.slack.bot_messages(world.slack.direct_message(world.person("boss"))) == []
