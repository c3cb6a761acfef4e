"""Slack's inbox: nothing that Slack is slow at holds up an answer, and no workspace another."""

import asyncio
from datetime import UTC, datetime

import pytest

from tests.servers.fake_slack import Workspace
from tests.worlds.slack import SlackWorld, slack_world

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)


async def opened(world: SlackWorld) -> None:
    for team in world.teams:
        await world.set_up(team)
    await world.at(NINE)


async def write(world: SlackWorld, team: Workspace, text: str) -> str:
    [card] = world.cards(team)
    return await world.slack.say(team.user("ana"), card.channel, text, thread_ts=card.ts)


async def texts(world: SlackWorld, team: Workspace) -> list[str]:
    [played] = await world.rounds(team)
    revisions = await world.app.call(
        lambda tx: tx.answers.revisions(played.workspace, played.channel, played.thread or "")
    )
    return [revision.text for revision in revisions]


async def names(world: SlackWorld, team: Workspace) -> list[str]:
    """Give the names of who is known."""
    return sorted((await world.app.call(lambda tx: tx.members.names(world.workspace(team)))).values())


async def handled(world: SlackWorld) -> None:
    """Wait until nothing is left in the inbox."""
    await world.slack.settled()
    while await world.app.call(lambda tx: tx.inbox.pending("slack", 1)):  # noqa: ASYNC110 - the worker tells nobody
        await asyncio.sleep(0.002)


@pytest.mark.parametrize("method", ["reactions.add", "users.info"])
async def test_answer_does_not_wait_for_what_is_nice_to_have(method: str) -> None:
    async with slack_world(teams=2) as world:
        await opened(world)
        world.slack.faults.hold(method, times=9)
        said = [await write(world, team, f"lanterns {number}") for number in range(3) for team in world.teams]

        await handled(world)
        kept = [await texts(world, team) for team in world.teams]
        reactions = [_reactions(world, team, ts) for ts, team in zip(said, world.teams * 3, strict=True)]
        world.slack.faults.let_go()
        await world.settled()

        assert kept == [["lanterns 0", "lanterns 1", "lanterns 2"]] * 2
        assert method != "reactions.add" or reactions == [{}] * 6
        assert [_reactions(world, team, ts) for ts, team in zip(said, world.teams * 3, strict=True)] == [
            {"eyes": [team.bot_user]} for team in world.teams * 3
        ]
        assert [await names(world, team) for team in world.teams] == [["ana", "boss"]] * 2


def _reactions(world: SlackWorld, team: Workspace, ts: str) -> dict[str, list[str]]:
    return dict(world.slack.state.message(world.cards(team)[0].channel, ts).reactions)


async def test_reaction_that_slack_wants_later_comes_later() -> None:
    async with slack_world() as world:
        await opened(world)
        world.slack.faults.limit("reactions.add", retry_after=1)

        said = [await write(world, world.team, f"lanterns {number}") for number in range(6)]
        await world.settled()

        assert [_reactions(world, world.team, ts) for ts in said] == [{"eyes": [world.team.bot_user]}] * 6
        outcomes = [asked.error for asked in world.slack.transcript.of("reactions.add")]
        assert sorted(map(str, outcomes)) == ["None"] * 6 + ["ratelimited"]


async def test_name_of_who_erased_their_data_meanwhile_does_not_come_back() -> None:
    async with slack_world() as world:
        await opened(world)
        world.slack.faults.hold("users.info", times=9)
        await write(world, world.team, "lanterns")
        await handled(world)
        workspace, ana = world.workspace(), world.person("ana")

        await world.app.call(lambda tx: tx.members.erase(workspace, ana, world.clock.now()))
        world.slack.faults.let_go()
        await world.settled()

        assert await world.app.call(lambda tx: tx.members.get(workspace, ana)) is None


async def test_reactions_that_hang_do_not_keep_the_process_from_ending() -> None:
    async with slack_world() as world:
        await opened(world)
        world.slack.faults.hold("reactions.add", times=9)
        for number in range(6):
            await write(world, world.team, f"lanterns {number}")
        await handled(world)

        await world.connection.stop()

        assert await texts(world, world.team) == [f"lanterns {number}" for number in range(6)]
        assert [asked.method for asked in world.slack.transcript.of("reactions.add")] == []
