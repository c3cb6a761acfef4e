"""A week of questions with everything in PostgreSQL, on both platforms."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from adapters.storage.postgres import PostgresStore
from bot.bootstrap import App
from bot.domain.answers import Happening, Inbound, Revision
from bot.domain.members import Actor
from bot.domain.rounds import Round
from bot.ports.store import Transaction
from tests.servers.postgres import new_database
from tests.worlds.builders import MONDAY
from tests.worlds.discord import discord_world, shown
from tests.worlds.slack import slack_world

DAYS = range(5)
ANSWERS = 3


@pytest.fixture
def url() -> Iterator[str]:
    with new_database() as made:
        yield made


async def answered(app: App, played: Round) -> None:
    """Let some people answer, each in one message."""

    def record(tx: Transaction) -> None:
        for number in range(ANSWERS):
            member, at = f"9{number:05}", app.clock.now() + timedelta(seconds=number + 1)
            revision = Revision(f"{at.timestamp():.6f}", Happening.POSTED, at, at, member, f"Lanterns {number}.")
            place = (played.workspace, played.channel, played.thread or "")
            app.services.answering.record(
                tx, Inbound(*place, revision, Actor(played.workspace, member, f"Member {number}"))
            )

    await app.call(record)


def frozen(tx: Transaction, round_id: int) -> int:
    return len(tx.answers.frozen(round_id))


async def test_week_in_slack(url: str) -> None:
    async with slack_world(store=PostgresStore.open(url)) as world:
        await world.set_up()
        for day in DAYS:
            await world.at(MONDAY + timedelta(days=day, hours=1))
            await answered(world.app, (await world.rounds())[-1])
            await world.at(MONDAY + timedelta(days=day, hours=9))
        titles = [one.text.split(":")[0] for one in world.cards()]
        kept = [await world.app.call(frozen, one.id) for one in await world.rounds()]

    assert titles.count("Closed") == len(DAYS)
    assert kept == [ANSWERS] * len(DAYS)


async def test_week_in_discord(url: str) -> None:
    async with discord_world(store=PostgresStore.open(url)) as world:
        await world.set_up()
        kept = []
        for day in DAYS:
            await world.at(MONDAY + timedelta(days=day, hours=1))
            played = await world.open_round()
            await answered(world.app, played)
            await world.at(MONDAY + timedelta(days=day, hours=9))
            kept.append(await world.app.call(frozen, played.id))
        posted = [shown(one) for one in world.discord.messages(world.place, by=world.bot.user)]

    assert len([text for text in posted if text.startswith("## Closed")]) == len(DAYS)
    assert kept == [ANSWERS] * len(DAYS)
