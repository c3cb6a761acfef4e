"""The weekly digest in Slack: a direct message with a chart of Slack's own, and buttons that work there."""

from datetime import UTC, datetime

from bot.domain.series import Results
from tests.worlds.slack import slack_world

NINE, FIVE = datetime(2026, 12, 7, 9, tzinfo=UTC), datetime(2026, 12, 7, 17, tzinfo=UTC)
MONDAY_AFTER = datetime(2026, 12, 14, 8, tzinfo=UTC)
FULL = "It stores turquoise lanterns. Elephants guard marble gates."


async def test_manager_by_a_user_group_has_it_as_long_as_they_are_in_it() -> None:
    async with slack_world() as world:
        ana, bo = world.person("ana"), world.person("bo")
        group = world.slack.add_usergroup(world.team, (ana, bo))
        await world.set_up(results=Results.NONE, managers=frozenset({group}))
        for who in (ana, bo):
            await world.command(who, "digest on")
        await world.at(NINE)
        await world.reply(world.person("cy"), FULL)
        await world.settled()
        await world.at(FIVE)
        world.team.usergroups[group] = [ana]
        world.connection.members._groups.clear()  # a minute later

        await world.at(MONDAY_AFTER)

        told = [world.slack.bot_messages(world.slack.direct_message(who)) for who in (ana, bo)]
        assert [["Week 50" in one.text for one in messages].count(True) for messages in told] == [1, 0]


async def test_digest_has_a_chart_of_slacks_own_and_a_button_that_ends_it() -> None:
    async with slack_world() as world:
        boss = world.person("boss")
        await world.set_up(results=Results.NONE)
        await world.command(boss, "digest on")
        await world.at(NINE)
        await world.reply(world.person("ana"), FULL)
        await world.settled()
        await world.at(FIVE)
        await world.at(MONDAY_AFTER)
        told = world.slack.bot_messages(world.slack.direct_message(boss))
        [digest] = [one for one in told if "Week 50" in one.text]

        charts = [block for block in digest.blocks if block["type"] == "data_visualization"]
        await world.press(boss, digest, "digest_off")
        held = await world.app.call(lambda tx: tx.digests.of_member(world.workspace(), boss, 1))

        assert [chart["title"] for chart in charts] == ["Answers by week"]
        assert "1 answer to 1 question: 100 % of those possible." in digest.text
        assert held is None
