"""A close while Discord cannot be reached at all, and one whose thread alone cannot be read."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.rounds import RoundState
from tests.servers.fake_discord import Fault
from tests.worlds.discord import DiscordWorld, discord_world, shown

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FIVE = datetime(2026, 12, 7, 17, tzinfo=UTC)
STEP = timedelta(minutes=5)
LANTERNS, DRUMS = "It stores turquoise lanterns.", "Elephants guard marble gates."
LIST = "GET /channels/{channel_id}/messages"
#: What an outage may look like: nothing gets through, something between answers, the edge takes nothing from here.
OUTAGES = (Fault("drop"), Fault("status", status=200), Fault("ban", seconds=600))


async def asked_and_answered(world: DiscordWorld) -> None:
    await world.set_up()
    await world.at(NINE)
    world.discord.say(world.people["ana"], world.thread(), LANTERNS)
    await world.recorded(1)


async def pass_until(world: DiscordWorld, instant: datetime) -> None:
    while world.clock.now() < instant:
        await world.at(min(world.clock.now() + STEP, instant))


async def state(world: DiscordWorld) -> RoundState:
    [series] = await world.app.call(lambda tx: tx.series.of_workspace(world.workspace))
    return (await world.app.call(lambda tx: tx.rounds.of_series(series.id)))[-1].state


def titles(world: DiscordWorld) -> list[str]:
    """Name what Askaday has posted in the channel, and then in the thread."""
    posted = [
        one for place in (world.place, world.thread()) for one in world.discord.messages(place, by=world.bot.user)
    ]
    return [said.removeprefix("## ").partition(":")[0] for one in posted if (said := shown(one))]


@pytest.mark.parametrize("outage", OUTAGES, ids=lambda one: one.name)
async def test_answer_given_while_discord_is_cut_off_counts(outage: Fault) -> None:
    async with discord_world() as world:
        await asked_and_answered(world)
        gateway, faults = world.discord.gateway, world.discord.faults
        world.clock.travel(FIVE - timedelta(minutes=20))
        faults.storm(1.0, (outage,))
        gateway.is_down = True
        gateway.forget_sessions()
        await gateway.cut()
        world.clock.travel(FIVE - timedelta(minutes=10))
        world.discord.say(world.people["bo"], world.thread(), DRUMS)
        await pass_until(world, FIVE + timedelta(minutes=20))
        before = await state(world)

        faults.storm(0.0)
        gateway.is_down = False
        await world.until(lambda: world.connection.is_ready)
        await pass_until(world, FIVE + timedelta(minutes=40))

        assert (before, await state(world)) == (RoundState.OPEN, RoundState.CLOSED)
        assert sorted(await world.frozen()) == [("ana", LANTERNS), ("bo", DRUMS)]
        assert titles(world) == ["Closed", "Revealed", "Reveal", "Model answer"]


async def test_thread_that_alone_cannot_be_read_is_gone_on_without() -> None:
    async with discord_world() as world:
        await asked_and_answered(world)
        world.discord.faults.storm(1.0, (Fault("drop"),), frozenset({LIST}))

        await pass_until(world, FIVE + timedelta(minutes=15))
        before = await state(world)
        await pass_until(world, FIVE + timedelta(minutes=20))

        assert (before, await state(world)) == (RoundState.OPEN, RoundState.CLOSED)
        assert await world.frozen() == [("ana", LANTERNS)]
        assert titles(world) == ["Closed", "Revealed", "Reveal", "Model answer"]
