"""Who can still read a channel of Slack's: who left it, or whose account is not in use, cannot."""

from tests.worlds.slack import slack_world


async def test_who_left_the_channel_or_the_workspace_reads_no_more() -> None:
    async with slack_world() as world:
        ana, bo, cy = (world.person(name) for name in ("ana", "bo", "boss"))
        people = world.connection.messenger.people
        before = await people.readers(world.workspace(), world.channel, [ana, cy, "U0NOBODY"])
        await world.slack.leave(ana, world.channel)
        world.team.users[bo].deleted = True

        after = await people.readers(world.workspace(), world.channel, [ana, bo, cy, "U0NOBODY"])
        none = await people.readers(world.workspace(), world.channel, [])

    assert [set(found) for found in (before, after, none)] == [{ana, cy}, {cy}, set()]
