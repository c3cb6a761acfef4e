"""What Slack refuses for a cause that can go away comes when it is gone, in whole rounds."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.domain.series import PausedFor, Series, SeriesState
from tests.worlds.builders import MONDAY
from tests.worlds.slack import SlackWorld, slack_world

NINE = MONDAY + timedelta(hours=1)
FIVE = NINE + timedelta(hours=8)
POST = "chat.postMessage"


async def series_of(world: SlackWorld) -> Series:
    [found] = await world.app.call(lambda tx: list(tx.series.of_workspace(world.workspace())))
    return found


def titles(world: SlackWorld) -> list[str]:
    """Give the first word of each message of the bot in the channel."""
    return [message.text.split()[0].rstrip(":") for message in world.cards()]


def in_thread(world: SlackWorld, ts: str) -> list[str]:
    own = [one for one in world.slack.thread(world.channel, ts) if one.app_id and one.ts != ts]
    return [message.text.split()[0].rstrip(":") for message in own]


async def remove(world: SlackWorld) -> None:
    # Into a public one it may write uninvited, if it was installed so.
    world.team.channels[world.channel].is_private = True
    await world.slack.leave(world.team.bot_user, world.channel)


async def invite(world: SlackWorld) -> None:
    await world.slack.invite(world.team.bot_user, world.channel, by=world.person("boss"))


async def archive(world: SlackWorld) -> None:
    await world.slack.archive(world.channel, world.person("boss"))


async def unarchive(world: SlackWorld) -> None:
    # Slack takes bots out of a channel that is archived.
    await world.slack.unarchive(world.channel, world.person("boss"))
    await invite(world)


Change = Callable[[SlackWorld], Awaitable[None]]
CHANGES = pytest.mark.parametrize(("take", "give_back"), [(remove, invite), (archive, unarchive)])


@CHANGES
async def test_reveal_board_and_update_come_once_the_channel_is_back(take: Change, give_back: Change) -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        [card] = world.cards()
        await take(world)
        await world.settled()
        await world.at(FIVE)
        before = titles(world), in_thread(world, card.ts)

        await give_back(world)
        await world.settled()
        await world.at(FIVE + timedelta(seconds=1))

        assert before == (["Question"], [])
        assert (titles(world), in_thread(world, card.ts)) == (["Closed", "Revealed"], ["Reveal", "Model"])
        assert (await series_of(world)).next_due == NINE + timedelta(days=1)


async def test_what_was_answered_in_time_while_the_bot_was_out_of_the_channel_counts() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        [card] = world.cards()
        await world.reply(world.person("bo"), "It stores turquoise lanterns.", card)
        await remove(world)
        await world.settled()
        await world.reply(world.person("ana"), "Elephants guard marble gates.", card)
        await world.at(FIVE + timedelta(hours=1))
        await world.reply(world.person("cy"), "Elephants guard marble gates, too.", card)
        before = titles(world)

        await invite(world)
        await world.settled()
        await world.at(FIVE + timedelta(hours=1, seconds=1))

        [played] = await world.rounds()
        counted = await world.app.call(lambda tx: {one.member for one in tx.answers.frozen(played.id)})
        assert before == ["Question"]
        assert counted == {world.person("ana"), world.person("bo")}
        assert titles(world) == ["Closed", "Revealed"]


@CHANGES
async def test_question_comes_the_same_day_once_the_channel_is_back(take: Change, give_back: Change) -> None:
    async with slack_world() as world:
        await world.set_up()
        world.slack.faults.refuse(POST, "not_in_channel")  # no event tells of it, so it is tried
        await world.at(NINE)
        await take(world)
        await world.settled()

        await give_back(world)
        await world.settled()
        await world.at(NINE + timedelta(minutes=30))

        assert titles(world) == ["Question"]
        assert (await series_of(world)).state is SeriesState.ACTIVE


@pytest.mark.parametrize("code", ["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"])
async def test_blocks_that_are_refused_are_sent_as_text_with_the_same_key(code: str) -> None:
    async with slack_world() as world:
        await world.set_up()
        world.slack.faults.refuse(POST, code)

        await world.at(NINE)

        [card] = world.cards()
        asked = [one.arguments for one in world.slack.transcript.of(POST)]
        assert (card.blocks, card.text.split()[0]) == ([], "Question")
        assert [one["metadata"] for one in asked[:1]] * 2 == [one["metadata"] for one in asked]
        assert (await series_of(world)).state is SeriesState.ACTIVE


async def test_update_whose_blocks_are_refused_is_made_as_text() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        world.slack.faults.refuse("chat.update", "invalid_blocks")

        await world.at(FIVE)

        [closed, _] = world.cards()
        assert (closed.blocks, closed.text.split()[0]) == ([], "Closed:")


async def test_reveal_whose_text_is_refused_too_waits_for_a_hand_and_holds_up_nothing() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        [card] = world.cards()
        world.slack.faults.refuse(POST, "invalid_blocks", times=3)
        await world.at(FIVE)
        before = titles(world), in_thread(world, card.ts)

        await world.command(world.person("boss"), "reveal")
        await world.at(FIVE + timedelta(seconds=1))

        assert before == (["Closed"], [])
        assert (titles(world), in_thread(world, card.ts)) == (["Closed", "Revealed"], ["Reveal", "Model"])
        assert (await series_of(world)).state is SeriesState.ACTIVE


async def test_card_that_was_deleted_concerns_its_round_alone() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        [card] = world.cards()
        await world.slack.delete(world.team.bot_user, card.channel, card.ts)
        await world.settled()

        await world.at(FIVE)
        await world.at(NINE + timedelta(days=1))

        assert titles(world) == ["Reveal", "Model", "Revealed", "Question"]
        assert [message.thread_ts for message in world.cards()] == [None] * 4
        assert (await series_of(world)).state is SeriesState.ACTIVE


async def test_thread_that_is_locked_concerns_its_round_alone() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        [card] = world.cards()
        world.slack.faults.refuse(POST, "restricted_action_thread_locked")

        await world.at(FIVE)

        # The fake locks the thread for one message: what comes after it is taken again.
        assert (titles(world), in_thread(world, card.ts)) == (["Closed", "Reveal", "Revealed"], ["Model"])
        assert (await series_of(world)).state is SeriesState.ACTIVE


async def test_token_that_is_good_again_wakes_what_was_paused_for_it_and_nothing_else() -> None:
    async with slack_world() as world:
        series = await world.set_up()
        other = await world.app.call(
            world.app.services.managing.set_up,
            await world.connection.members.actor(world.workspace(), world.person("boss")),
            "by hand",
            world.channel,
            series.settings,
        )
        await world.at(NINE)
        boss = await world.connection.members.actor(world.workspace(), world.person("boss"))
        await world.app.call(world.app.services.managing.pause, boss, other, None)
        world.slack.revoke(world.team.bot_token)
        await world.at(FIVE)
        refused = {one.name: one.paused_for for one in await all_series(world)}

        world.slack.backend.state.tokens[world.team.bot_token].revoked = False
        await world.connection.stop()
        await world.connection.start(world.app)
        await world.at(FIVE + timedelta(seconds=1))

        assert refused == {"daily": PausedFor.WORKSPACE, "by hand": PausedFor.MANAGER}
        now = {one.name: one.paused_for for one in await all_series(world)}
        assert now == {"daily": PausedFor.UNKNOWN, "by hand": PausedFor.MANAGER}
        assert sorted(titles(world)) == ["Closed", "Closed", "Revealed", "Revealed"]


async def all_series(world: SlackWorld) -> list[Series]:
    return await world.app.call(lambda tx: list(tx.series.of_workspace(world.workspace())))


# A code that nobody knows says nothing of the channel: it may take messages.
@pytest.mark.parametrize("code", ["missing_scope", "a_new_reason"])
async def test_thread_that_alone_is_refused_closes_with_what_came_by_itself(code: str) -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        await world.reply(world.team.user("ana"), "It stores turquoise lanterns.")
        world.slack.faults.refuse("conversations.replies", code, times=9)

        await world.at(FIVE)

        assert titles(world) == ["Closed", "Revealed"]
        assert (await series_of(world)).state is SeriesState.ACTIVE


@pytest.mark.parametrize("code", ["channel_not_found", "not_in_channel", "is_archived"])
async def test_thread_whose_channel_is_refused_waits_for_it(code: str) -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        world.slack.faults.refuse("conversations.replies", code, times=9)

        await world.at(FIVE)

        assert titles(world) == ["Question"]
        assert (await series_of(world)).paused_for is PausedFor.CHANNEL
