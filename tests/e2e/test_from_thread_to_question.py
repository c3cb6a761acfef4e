"""From a message in a thread to that question asked the next day, on each platform, counted in presses."""

from datetime import UTC, datetime

import pytest

from adapters.slack.operate.manifest import app_manifest
from bot.cards.naming import CommandNames
from tests.adapters.discord.outcomes import said
from tests.worlds.discord import DiscordWorld, discord_world, shown
from tests.worlds.slack import SlackWorld, slack_world

#: How often author and reviewer press something, both together.
PRESSES = 5
ASKED = "A pager rings at three in the night because a disk is full. What do you do first, and why that?"
ANSWERED = "Look at what fills the disk before deleting anything. Then free space that can be made again."
TITLE = "A pager at night"
TEN = datetime(2026, 12, 7, 10, tzinfo=UTC)
NEXT_DAY = datetime(2026, 12, 8, 9, tzinfo=UTC)


async def on_slack(world: SlackWorld) -> int:
    """Play it, and give how often somebody pressed something."""
    world.slack.app.shortcuts = app_manifest(CommandNames())["features"]["shortcuts"]
    ana, bo, boss = (world.person(who) for who in ("ana", "bo", "boss"))
    await world.set_up()
    await world.at(TEN)
    ts = await world.slack.say(ana, world.channel, ASKED)
    await world.slack.say(bo, world.channel, ANSWERED, thread_ts=ts)
    await world.settled()
    message = next(one for one in world.slack.messages(world.channel) if one.ts == ts)

    await world.slack.message_shortcut(bo, message, "Suggest as question")  # 1
    await world.settled()
    await world.submit(bo, {"title": TITLE})  # 2
    await world.at(TEN.replace(minute=1))
    [told] = world.slack.bot_messages(world.slack.direct_message(boss))
    await world.press(boss, told, "review")  # 3
    [waiting] = world.slack.bot_messages(world.slack.direct_message(boss))[-1:]
    await world.press(boss, waiting, "approve")  # 4
    await world.press(boss, waiting, "ask-next")  # 5
    await world.at(NEXT_DAY)

    # The board of the day before comes at the same instant; which of the two is newer is nobody's rule.
    [asked] = [sent.text for sent in world.slack.bot_messages(world.channel) if ASKED in sent.text]
    assert "Suggested by bo." in asked
    return 5


async def on_discord(world: DiscordWorld) -> int:
    """Play it, and give how often somebody pressed something."""
    ana, bo, boss = (world.people[who] for who in ("ana", "bo", "boss"))
    await world.set_up()
    await world.at(TEN)
    world.discord.say(ana, world.thread(), "Not the answer, but what we had last night.")
    message = world.discord.say(ana, world.place, ASKED)

    form = await world.discord.message_command(bo, message, "Suggest as question")  # 1
    sent = await world.discord.submit(bo, form, {"title": TITLE, "answer": ANSWERED})  # 2
    assert "waits for a reviewer" in await said(world, sent)
    await world.at(TEN.replace(minute=1))
    [told] = world.discord.direct(boss)
    await world.discord.press(boss, told, "Review")  # 3
    await world.until(lambda: TITLE in shown(world.discord.direct(boss)[-1]))
    waiting = world.discord.direct(boss)[-1]
    await world.discord.press(boss, waiting, "Approve")  # 4
    await world.until(lambda: "can be asked in" in shown(waiting))
    await world.discord.press(boss, waiting, "Ask it next")  # 5
    await world.until(lambda: "It is next" in shown(waiting))
    await world.at(NEXT_DAY)

    messages = [shown(message) for message in world.discord.messages(world.place, by=world.bot.user)]
    [asked] = [text for text in messages if ASKED in text]
    assert "Suggested by" in asked
    return 5


async def test_slack() -> None:
    async with slack_world() as world:
        presses = await on_slack(world)

    assert presses == PRESSES


@pytest.mark.documents(also_without=True)
async def test_discord() -> None:
    async with discord_world() as world:
        presses = await on_discord(world)

    assert presses == PRESSES
