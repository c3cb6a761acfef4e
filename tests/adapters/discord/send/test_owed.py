"""What Discord refuses for a cause that can go away comes when it is gone, in whole rounds."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.members import Actor
from bot.domain.series import PausedFor, Series, SeriesState
from tests.servers.fake_discord import Fault
from tests.servers.fake_discord.permissions import CREATE_THREADS, SEND, SEND_IN_THREADS, USUAL, VIEW
from tests.servers.fake_discord.records import FORUM
from tests.worlds.builders import MONDAY
from tests.worlds.discord import DiscordWorld, discord_world, running, shown

NINE = MONDAY + timedelta(hours=1)
FIVE = NINE + timedelta(hours=8)
SEND_MESSAGE = "POST /channels/{channel_id}/messages"


async def series_of(world: DiscordWorld) -> Series:
    [found] = await world.app.call(lambda tx: list(tx.series.of_workspace(world.workspace)))
    return found


async def paused(world: DiscordWorld, cause: PausedFor) -> None:
    await world.kept(lambda tx: tx.series.of_workspace(world.workspace)[0].paused_for, lambda found: found is cause)


async def awake(world: DiscordWorld) -> None:
    await world.kept(
        lambda tx: tx.series.of_workspace(world.workspace)[0].state, lambda found: found is SeriesState.ACTIVE
    )


def titles(world: DiscordWorld, place: object = None) -> list[str]:
    """Give the first word of each message of the bot in the channel."""
    listed = world.discord.messages(place or world.place, by=world.bot.user)  # type: ignore[arg-type]
    # What Discord itself tells in a thread, such as its new name, has no components.
    return [shown(one).lstrip("#* ").split()[0].rstrip(":") for one in listed if one.components]


def by_overwrite(world: DiscordWorld, permission: int) -> Callable[[], None]:
    world.discord.forbid(world.bot, world.place, permission)
    return lambda: world.discord.allow(world.bot, world.place)


def by_role(world: DiscordWorld, permission: int) -> Callable[[], None]:
    everybody = world.guild.roles[world.guild.id]
    world.discord.change_role(world.guild, everybody, USUAL & ~permission)
    return lambda: world.discord.change_role(world.guild, everybody, USUAL)


def by_own_member(world: DiscordWorld, permission: int) -> Callable[[], None]:
    role = world.discord.add_role(world.guild, "askaday", USUAL)
    world.discord.set_roles(world.guild, world.bot.user, role)
    world.discord.change_role(world.guild, world.guild.roles[world.guild.id], USUAL & ~permission)
    world.discord.set_roles(world.guild, world.bot.user)
    return lambda: world.discord.set_roles(world.guild, world.bot.user, role)


@pytest.mark.parametrize("permission", [VIEW, SEND, SEND | SEND_IN_THREADS], ids=["view", "send", "both"])
@pytest.mark.parametrize("take", [by_overwrite, by_role, by_own_member])
async def test_reveal_comes_once_what_was_taken_is_given_back(
    take: Callable[[DiscordWorld, int], Callable[[], None]], permission: int
) -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        give_back = take(world, permission)
        await world.at(FIVE)
        await paused(world, PausedFor.CHANNEL)
        before = titles(world)

        give_back()
        await awake(world)
        await world.at(FIVE + timedelta(seconds=1))

        after = titles(world)
        in_thread = titles(world, world.thread())
        series = await series_of(world)
    assert before in (["Question"], ["Closed"])
    assert sorted([*after, *in_thread]) == ["Closed", "Model", "Reveal", "Revealed"]
    assert series.next_due == NINE + timedelta(days=1)


async def test_what_was_answered_in_time_where_the_bot_does_not_see_the_channel_counts() -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        ana, bo, cy = (world.people[name] for name in ("ana", "bo", "cy"))
        world.discord.say(bo, world.thread(), "It stores turquoise lanterns.")
        await world.recorded(1)
        give_back = by_overwrite(world, VIEW)
        world.discord.say(ana, world.thread(), "Elephants guard marble gates.")
        await world.at(FIVE + timedelta(hours=1))
        await paused(world, PausedFor.CHANNEL)
        world.discord.say(cy, world.thread(), "Elephants guard marble gates, too.")
        before = titles(world)

        give_back()
        await awake(world)
        await world.at(FIVE + timedelta(hours=1, seconds=1))

        counted = {member for member, _ in await world.frozen()}
    assert before == ["Question"]
    assert counted == {"ana", "bo"}
    assert titles(world) == ["Closed", "Revealed"]


async def test_question_whose_thread_was_refused_comes_when_threads_are_allowed() -> None:
    async with discord_world() as world:
        await world.set_up()
        world.discord.forbid(world.bot, world.place, CREATE_THREADS)
        await world.at(NINE)
        cards, cause = titles(world), (await series_of(world)).paused_for

        world.discord.allow(world.bot, world.place)
        await awake(world)
        await world.at(NINE + timedelta(seconds=1))

        played = await world.open_round()
        again = titles(world)
    assert (cards, cause) == ([], PausedFor.CHANNEL)
    assert (again, played.thread is not None) == (["Question"], True)


@pytest.mark.parametrize("kind", [0, FORUM], ids=["text", "forum"])
async def test_thread_that_was_deleted_concerns_its_round_alone(kind: int) -> None:
    async with discord_world(kind=kind) as world:
        await world.set_up()
        await world.at(NINE)
        world.discord.drop_channel(world.thread())

        await world.at(FIVE)
        await world.at(NINE + timedelta(days=1))

        series = await series_of(world)
        posts = [thread.name for thread in world.guild.threads_of(world.place.id)]
        listed = titles(world) if kind == 0 else []
    assert series.state is SeriesState.ACTIVE
    if kind == FORUM:
        assert [name.split()[0].rstrip(":") for name in posts] == ["Reveal", "Model", "Revealed", "Question"]
    else:
        assert listed == ["Closed", "Reveal", "Model", "Revealed", "Question"]


async def test_question_whose_channel_is_gone_with_its_thread_waits_for_the_channel() -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        world.discord.drop_channel(world.thread())
        world.discord.drop_channel(world.place)

        await world.at(FIVE)
        await paused(world, PausedFor.CHANNEL)

        assert (await world.open_round()).closed_at is None


async def test_thread_that_is_locked_concerns_its_round_alone() -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        world.thread().locked = True

        await world.at(FIVE)

        assert titles(world) == ["Closed", "Reveal", "Model", "Revealed"]
        assert (await series_of(world)).state is SeriesState.ACTIVE


async def test_thread_where_nobody_may_write_gets_its_reveal_beside_it() -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        world.discord.forbid(world.bot, world.place, SEND_IN_THREADS)

        await world.at(FIVE)

        assert titles(world) == ["Closed", "Reveal", "Model", "Revealed"]
        assert (await series_of(world)).state is SeriesState.ACTIVE


async def test_components_that_are_refused_are_sent_as_text_with_the_same_key() -> None:
    async with discord_world() as world:
        await world.set_up()
        world.discord.faults.plan(SEND_MESSAGE, Fault("status", status=400, code=50035))
        await world.at(NINE)

        [card] = world.discord.messages(world.place, by=world.bot.user)
        assert "Storage" in shown(card)
        assert [part["type"] for part in card.components[0]["components"]] == [10]
        assert (await world.open_round()).card_message == card.id
        sent = world.discord.transcript.of(SEND_MESSAGE)
        assert [one.body["nonce"] for one in sent[:1]] * 2 == [one.body["nonce"] for one in sent[:2]]


async def test_what_is_owed_when_a_token_ends_comes_with_the_one_that_replaces_it(tmp_path: Path) -> None:
    database = tmp_path / "askaday.db"
    async with discord_world(database=database) as world:
        await world.set_up()
        await world.at(NINE)
        world.bot.token = f"{world.bot.id}.replaced"
        await world.at(FIVE)
        before = titles(world), titles(world, world.thread())
        await world.stop()

        async with running(world.discord, world.bot, world.clock, database) as (world.app, world.connection):
            await world.at(FIVE + timedelta(minutes=1))

            assert before == (["Question"], [])
            assert titles(world) == ["Closed", "Revealed"]
            assert titles(world, world.thread()) == ["Reveal", "Model"]
            assert (await series_of(world)).state is SeriesState.ACTIVE


@pytest.mark.parametrize("is_paused_by_hand", [False, True])
async def test_another_bots_token_pauses_and_the_right_one_wakes(tmp_path: Path, is_paused_by_hand: bool) -> None:
    database = tmp_path / "askaday.db"
    async with discord_world(database=database) as world:
        series = await world.set_up()
        if is_paused_by_hand:
            boss = Actor(world.workspace, world.people["boss"].id, "Boss", is_admin=True)
            await world.app.call(world.app.services.managing.pause, boss, series, None)
        await world.stop()
        stranger = world.discord.add_app("stranger")
        async with running(world.discord, stranger, world.clock, database) as (world.app, world.connection):
            await paused(world, PausedFor.MANAGER if is_paused_by_hand else PausedFor.WORKSPACE)

        async with running(world.discord, world.bot, world.clock, database) as (world.app, world.connection):
            if not is_paused_by_hand:
                await awake(world)
            await world.at(NINE)

            assert titles(world) == ([] if is_paused_by_hand else ["Question"])


async def test_permission_given_back_while_it_did_not_run_wakes_at_the_start(tmp_path: Path) -> None:
    database = tmp_path / "askaday.db"
    async with discord_world(database=database) as world:
        await world.set_up()
        world.discord.forbid(world.bot, world.place, SEND)
        await paused(world, PausedFor.CHANNEL)
        await world.stop()
        world.discord.allow(world.bot, world.place)

        async with running(world.discord, world.bot, world.clock, database) as (world.app, world.connection):
            await awake(world)
            await world.at(NINE)

            assert titles(world) == ["Question"]


async def test_thread_that_may_not_be_read_for_ten_minutes_is_not_asked_for_before() -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        world.discord.faults.plan("GET /channels/{channel_id}/messages", Fault("ban", seconds=600))
        await world.at(FIVE)

        assert await world.app.ticking.next_due() == FIVE + timedelta(seconds=600)
