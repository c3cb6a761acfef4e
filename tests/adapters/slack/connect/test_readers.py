"""Who can still read a channel of Slack's: who left it, or whose account is not in use, cannot."""

import pytest

from adapters.slack.connect.members import Members
from bot.errors import DeliveryError
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


async def test_audience_is_who_is_in_the_channel_without_bots_and_who_has_left() -> None:
    async with slack_world() as world:
        people = world.connection.messenger.people
        robot = world.slack.add_user(world.team, "robot", is_bot=True)
        await world.slack.join(robot, world.channel)
        there = world.slack.state.channel(world.channel).members
        before, inside = await people.audience(world.workspace(), world.channel), len(there)
        world.team.users[world.person("bo")].deleted = True
        await world.slack.leave(world.person("ana"), world.channel)
        fresh = Members(world.connection.calls)

        after = await fresh.audience(world.workspace(), world.channel)

    assert (before, after) == (inside - 2, inside - 4)


async def test_a_large_channel_is_counted_by_listing_the_workspace() -> None:
    async with slack_world() as world:
        for number in range(450):
            await world.slack.join(world.slack.add_user(world.team, f"person{number}"), world.channel)
        await world.settled()
        inside = len(world.slack.state.channel(world.channel).members)
        methods = ("users.info", "users.list", "conversations.members")
        before = [len(world.slack.transcript.of(method)) for method in methods]
        members = Members(world.connection.calls)
        found = [await members.audience(world.workspace(), world.channel) for _ in range(2)]
        asked = [len(world.slack.transcript.of(method)) - was for method, was in zip(methods, before, strict=True)]

    # A day long people are not asked for again, the channel is.
    assert (found, asked) == ([inside - 1, inside - 1], [0, 3, 2])


async def test_that_slack_does_not_tell_is_no_count() -> None:
    async with slack_world() as world:
        for number in range(450):
            await world.slack.join(world.slack.add_user(world.team, f"person{number}"), world.channel)
        world.slack.faults.refuse("users.list", "missing_scope", times=1)
        people = Members(world.connection.calls)

        with pytest.raises(DeliveryError):
            await people.audience(world.workspace(), world.channel)
