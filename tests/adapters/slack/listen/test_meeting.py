"""A newcomer in Slack is told on joining, once, and one button ends that."""

from datetime import UTC, datetime

from tests.worlds.slack import slack_world

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)


async def test_who_joins_the_channel_is_told_once_and_can_end_it() -> None:
    async with slack_world() as world:
        await world.set_up()
        dee = world.slack.add_user(world.team, "dee")

        await world.slack.join(dee, world.channel)
        await world.settled()
        await world.at(NINE)
        await world.slack.leave(dee, world.channel)
        await world.slack.join(dee, world.channel)
        await world.settled()
        await world.at(NINE.replace(day=8))
        told = world.slack.bot_messages(world.slack.direct_message(dee))
        welcome = [one.text.splitlines()[0] for one in told]
        await world.press(dee, told[0], "quiet")
        contact = await world.app.call(lambda tx: tx.contacts.of_member(world.workspace(), dee))

        assert welcome == ["How the question of the day goes"]
        assert contact is not None
        assert contact.is_quiet
        # The answer takes the place of the message with the button.
        assert [one.text.splitlines()[0] for one in told] == ["No more of these"]
        assert world.slack.bot_messages(world.slack.direct_message(world.person("ana"))) == []


async def test_bot_of_another_app_that_joins_is_told_nothing() -> None:
    async with slack_world() as world:
        await world.set_up()
        other = world.slack.add_user(world.team, "helper", is_bot=True)

        await world.slack.join(other, world.channel)
        await world.settled()
        await world.at(NINE)

        assert world.slack.bot_messages(world.slack.direct_message(other)) == []
        assert await world.app.call(lambda tx: tx.contacts.of_member(world.workspace(), other)) is None
