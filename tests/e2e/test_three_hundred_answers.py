"""A round with 300 answers brings as many messages as one with five: two into the thread."""

from datetime import timedelta

import pytest

from bot.bootstrap import App
from bot.domain.answers import Happening, Inbound, Revision
from bot.domain.members import Actor
from bot.domain.rounds import Round
from bot.ports.clock import TravelClock
from bot.ports.store import Transaction
from tests.worlds.builders import MONDAY
from tests.worlds.discord import discord_world, shown
from tests.worlds.slack import slack_world

NINE = MONDAY + timedelta(hours=1)
FIVE = NINE + timedelta(hours=8)
HALF = "It stores turquoise lanterns. " + "More words of mine. " * 15


async def answered(app: App, played: Round, answers: int) -> None:
    """Let so many people answer, each in one message, within an hour."""

    def record(tx: Transaction) -> None:
        for number in range(answers):
            member, at = f"9{number:05}", NINE + timedelta(seconds=10 * number + 1)
            revision = Revision(f"{at.timestamp():.6f}", Happening.POSTED, at, at, member, f"{HALF} {number}")
            actor = Actor(played.workspace, member, f"Member {number:03}")
            place = (played.workspace, played.channel, played.thread or "")
            app.services.answering.record(tx, Inbound(*place, revision, actor))

    await app.call(record)


async def _closed(app: App, clock: TravelClock) -> None:
    """Let the round close, however long it takes to grade so many."""
    clock.travel(FIVE)
    await app.ticking.tick()
    while await app.ticking.idle():
        await app.ticking.tick()


@pytest.mark.parametrize("answers", [5, 300])
async def test_round_in_slack_ends_with_two_messages_in_its_thread(answers: int) -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        [card], [played] = world.cards(), await world.rounds()
        await answered(world.app, played, answers)
        await _closed(world.app, world.clock)
        thread = [one.text for one in world.slack.thread(card.channel, card.ts) if one.app_id and one.ts != card.ts]
        updates = len(world.slack.transcript.of("chat.update"))

    assert [text.split(":")[0] for text in thread] == ["Reveal", "Model answer"]
    assert f"{answers} answers" in thread[0]
    # All that was owed meanwhile is one count, and the closed card.
    assert updates <= 2


@pytest.mark.parametrize("answers", [5, 300])
async def test_round_in_discord_ends_with_two_messages_in_its_thread(answers: int) -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        await answered(world.app, await world.open_round(), answers)
        await _closed(world.app, world.clock)
        posted = [shown(one) for one in world.discord.messages(world.thread(), by=world.bot.user)]

    assert [text.split(":")[0] for text in posted if text] == ["## Reveal", "## Model answer"]
    assert f"**{answers} answers**" in posted[-2]
