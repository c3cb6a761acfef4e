"""Managers hear at a series' first question, once, that answers are compared by words, and what changes that."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.worlds.discord import discord_world, shown
from tests.worlds.slack import slack_world

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
TITLE = "Answers are compared by words"
LINE = "askaday grading install-model"


@pytest.mark.parametrize(("grader", "told"), [("keypoints", 1), ("participation", 0)])
async def test_manager_in_slack_is_told_once_where_nobody_chose_another_grader(grader: str, told: int) -> None:
    async with slack_world(by_words=True) as world:
        await world.set_up(grader=grader)
        boss = world.person("boss")
        for day in range(2):
            await world.at(NINE + timedelta(days=day))
        messages = [one.text for one in world.slack.bot_messages(world.slack.direct_message(boss))]

    assert [one.splitlines()[0] for one in messages] == [TITLE] * told
    assert [one for one in messages if LINE not in one] == []


async def test_manager_in_discord_is_told_once() -> None:
    async with discord_world(by_words=True) as world:
        await world.set_up()
        for day in range(2):
            await world.at(NINE + timedelta(days=day))
        messages = [shown(one) for one in world.discord.direct(world.people["boss"])]

    assert [one.splitlines()[0] for one in messages] == [f"## {TITLE}"]
    assert [one for one in messages if LINE not in one] == []
