"""Who counts in Discord: answers that proxy bots post anew, and replies that stand in the wrong place."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.answers import Happening
from bot.ports.store import Transaction
from tests.servers.fake_discord.records import Message
from tests.worlds.discord import DiscordWorld, discord_world, shown

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FIVE = datetime(2026, 12, 7, 17, tzinfo=UTC)
FULL = "It stores turquoise lanterns. Elephants guard marble gates."
#: How people of PluralKit mark whose words follow; it leaves that out.
MARKED = f"a: {FULL}"


def happened(tx: Transaction, world: DiscordWorld) -> list[Happening]:
    [played] = tx.rounds.open_in(world.workspace)
    found = tx.answers.revisions(played.workspace, played.channel, played.thread or "")
    return sorted(one.happening for one in found)


async def proxied(world: DiscordWorld, said: str, *, after: timedelta) -> None:
    """Let a webhook post a text, and the original go so long after it was posted."""
    original = world.discord.say(world.people["ana"], world.thread(), MARKED)
    await world.recorded(1)
    world.clock.travel(NINE + timedelta(minutes=1, seconds=1))
    world.discord.post_by_webhook("Ana (proxied)", world.thread(), said)
    world.clock.travel(NINE + timedelta(minutes=1) + after)
    world.discord.delete(original)


@pytest.mark.parametrize(
    ("said", "seconds", "is_kept"),
    [
        (FULL, 2, True),
        (MARKED, 5, True),
        # Its author deletes it later on, or a webhook says something else: then it is gone.
        (FULL, 6, False),
        ("A build has passed.", 2, False),
    ],
)
async def test_answer_that_a_proxy_bot_posts_anew_counts_and_reviewers_are_told(
    said: str, seconds: int, is_kept: bool
) -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        world.clock.travel(NINE + timedelta(minutes=1))
        await proxied(world, said, after=timedelta(seconds=seconds))
        await world.kept(lambda tx: happened(tx, world), lambda found: Happening.DELETED in found)
        await world.at(FIVE)

        answers = await world.frozen()
        told = [shown(one) for one in world.discord.direct(world.people["boss"])]
    assert answers == ([("ana", MARKED)] if is_kept else [])
    assert [text.splitlines()[0] for text in told if "replaced" in text] == (
        ["## A bot replaced an answer"] if is_kept else []
    )


def direct(world: DiscordWorld, who: str) -> list[str]:
    return [shown(one).splitlines()[0] for one in world.discord.direct(world.people[who])]


def marks(message: Message) -> list[str]:
    return sorted(message.reactions)


async def test_reply_to_the_card_in_the_channel_is_told_where_answers_go() -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        ana, bo = world.people["ana"], world.people["bo"]
        world.clock.travel(NINE + timedelta(minutes=5))

        lost = world.discord.say(ana, world.place, FULL, reply_to=world.card())
        await world.until(lambda: marks(lost))
        again = world.discord.say(ana, world.place, "Well?", reply_to=world.card())
        await world.until(lambda: marks(again))
        to_bo = world.discord.say(bo, world.place, "Hello ana", reply_to=lost)
        await world.at(NINE + timedelta(minutes=6))

        told = [direct(world, who) for who in ("ana", "bo")]
    assert (marks(lost), marks(again), marks(to_bo)) == (["🧵"], ["🧵"], [])
    assert told == [["## Your reply belongs in the thread"], []]
