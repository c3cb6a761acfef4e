"""A server of Discord's that is slow or fails holds up no other, and reactions hold up nothing."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.services.background import AT_ONCE_EACH, Background
from tests.servers.fake_discord import Fault
from tests.servers.fake_discord.records import Channel
from tests.waiting import until
from tests.worlds.discord import DiscordWorld, discord_world, running

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
LIST = "GET /channels/{channel_id}/messages"

REACT = "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me"


def at_work(what: object) -> int:
    """Count the tasks that run a method."""
    coroutines = [task.get_coro() for task in asyncio.all_tasks()]
    return sum(getattr(one, "__qualname__", "") == getattr(what, "__qualname__", None) for one in coroutines)


def listening() -> int:
    """Count the messages that discord.py has told of and that are still worked on."""
    return sum(task.get_name() == "discord.py: on_message" for task in asyncio.all_tasks())


def reactions(world: DiscordWorld, thread: Channel) -> list[dict[str, list[str]]]:
    people = {person.id for person in world.people.values()}
    return [one.reactions for one in world.discord.messages(thread) if one.author.id in people]


async def second_server(world: DiscordWorld) -> DiscordWorld:
    """Invite the bot to another server."""
    guild = world.discord.add_guild("Comets", *world.people.values())
    place = world.discord.add_channel(guild, "questions")
    world.discord.invite(world.bot, guild)
    return replace(world, guild=guild, place=place)


async def test_reactions_that_hang_hold_up_no_answer_and_come_later() -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        world.discord.faults.hold(REACT, times=100)
        for number in range(12):
            world.discord.say(world.people["ana"], world.thread(), f"lanterns {number}")
        await world.recorded(12)
        await until(lambda: not listening())
        workers = at_work(Background._serve)
        world.discord.faults.let_go()

        given = {"👀": [world.bot.user.id]}
        await until(lambda: reactions(world, world.thread()) == [given] * 12)

    assert workers == AT_ONCE_EACH


async def test_reactions_that_hang_are_given_up_when_the_process_ends() -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        world.discord.faults.hold(REACT, times=100)
        for number in range(6):
            world.discord.say(world.people["ana"], world.thread(), f"lanterns {number}")
        await world.recorded(6)
        answers = await world.answers(await world.open_round())

        await world.connection.stop()
        await world.connection.close()

        assert (at_work(Background._serve), listening()) == (0, 0)
        assert reactions(world, world.thread()) == [{}] * 6
    assert answers == [("ana", "\n".join(f"lanterns {number}" for number in range(6)))]


async def test_servers_reactions_are_given_while_anothers_hang() -> None:
    async with discord_world() as world:
        other = await second_server(world)
        for one in (world, other):
            await one.set_up()
        await world.at(NINE)
        world.discord.faults.hold(REACT, times=100, about=world.thread().id)
        for number in range(6):
            world.discord.say(world.people["ana"], world.thread(), f"drums {number}")
        await world.recorded(6)
        world.discord.say(world.people["bo"], other.thread(), "lanterns")

        await until(lambda: reactions(world, other.thread()) == [{"👀": [world.bot.user.id]}])
        assert reactions(world, world.thread()) == [{}] * 6
        world.discord.faults.let_go()


@pytest.mark.parametrize("slow", [0, 1])
async def test_thread_is_read_back_while_that_of_another_server_hangs(tmp_path: Path, slow: int) -> None:
    database = tmp_path / "askaday.db"
    async with discord_world(database=database) as world:
        servers = [world, await second_server(world)]
        for one in servers:
            await one.set_up()
        await world.at(NINE)
        await world.stop()
        for one in servers:
            world.discord.say(world.people["bo"], one.thread(), "lanterns")
        world.discord.faults.hold(LIST, times=100, about=servers[slow].thread().id)

        async with running(world.discord, world.bot, world.clock, database) as (app, connection):
            servers = [replace(one, app=app, connection=connection) for one in servers]
            await servers[1 - slow].recorded(1)
            meanwhile = [await one.answers(await one.open_round()) for one in servers]
            world.discord.faults.let_go()
            await servers[slow].recorded(1)
            after = [await one.answers(await one.open_round()) for one in servers]
        world.app, world.connection = app, connection

    assert meanwhile == ([[], [("bo", "lanterns")]] if slow == 0 else [[("bo", "lanterns")], []])
    assert after == [[("bo", "lanterns")]] * 2


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_thread_is_read_back_while_that_of_another_server_fails(tmp_path: Path, status: int) -> None:
    database = tmp_path / "askaday.db"
    async with discord_world(database=database) as world:
        other = await second_server(world)
        for one in (world, other):
            await one.set_up()
        await world.at(NINE)
        await world.stop()
        first = min((world, other), key=lambda one: one.workspace)
        second = other if first is world else world
        for one in (first, second):
            world.discord.say(world.people["bo"], one.thread(), "lanterns")
        world.discord.faults.plan(LIST, Fault("status", status=status), times=1000, about=first.thread().id)

        async with running(world.discord, world.bot, world.clock, database) as (app, connection):
            second = replace(second, app=app, connection=connection)
            await second.recorded(1)
            asked = world.discord.transcript.of(LIST)
            answers = await second.answers(await second.open_round())
        world.app, world.connection = app, connection

    # discord.py itself asks five times, and waits for ever longer in between.
    assert sum(first.thread().id in one.path for one in asked) < 5
    assert answers == [("bo", "lanterns")]
