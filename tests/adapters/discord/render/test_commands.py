"""The commands as Discord registers them, and what it suggests while somebody types."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from zoneinfo import available_timezones

import discord
import pytest
from discord.app_commands import CommandTree

from adapters.discord.render import limits
from adapters.discord.render.command_tree import commands
from bot.cards.naming import CommandNames
from bot.commands.catalogue import COMMANDS, QUIZ
from bot.domain.series import Series
from tests.servers.fake_discord.permissions import MANAGE_GUILD
from tests.servers.fake_discord.specs import request_problems
from tests.worlds.builders import Packs, pack, question
from tests.worlds.discord import DiscordWorld, discord_world, running, shown

Json = dict[str, Any]
#: https://docs.discord.com/developers/interactions/application-commands#application-command-object-naming
NAME = re.compile(r"[-_'a-z0-9]{1,32}")
SUBCOMMAND, CHAT_INPUT = 1, 1
MANAGERS = [
    "workspace",
    "setup",
    "pause",
    "resume",
    "skip",
    "unskip",
    "open",
    "close",
    "void",
    "unvoid",
    "reveal",
    "queue",
    "flags",
    "exclude",
    "include",
    "stats",
    "digest",
    "audit",
]
#: Characters of all names, descriptions and values of one command together.
ALL_TEXTS = 8000


def payload() -> list[Json]:
    """Give what the library sends for the commands."""
    tree = CommandTree(discord.Client(intents=discord.Intents.none()))
    for one in commands(CommandNames()):
        tree.add_command(one)
    return [one.to_dict(tree) for one in tree.get_commands()]


PAYLOAD = payload()
TYPED = [command for command in PAYLOAD if command["type"] == CHAT_INPUT]


def parts(one: Json) -> Iterator[Json]:
    """Give a command with all its subcommands and options."""
    yield one
    for option in one.get("options", []):
        yield from parts(option)


def texts(command: Json) -> list[str]:
    choices = [text for part in parts(command) for choice in part.get("choices", []) for text in choice.values()]
    return [text for part in parts(command) for text in (part["name"], part["description"])] + choices


@pytest.mark.documents
def test_commands_are_as_the_document_says() -> None:
    assert request_problems("PUT", "/applications/1/commands", PAYLOAD) == []


@pytest.mark.parametrize("command", TYPED, ids=lambda command: command["name"])
def test_commands_are_within_the_limits(command: Json) -> None:
    every = list(parts(command))

    assert [part["name"] for part in every if not NAME.fullmatch(part["name"])] == []
    assert [part["name"] for part in every if not 1 <= len(part["description"]) <= limits.DESCRIPTION] == []
    assert [part["name"] for part in every if len(part.get("options", [])) > limits.CHOICES] == []
    assert [part["name"] for part in every if len(part.get("choices", [])) > limits.CHOICES] == []
    assert [part["name"] for part in every if part.get("choices") and part.get("autocomplete")] == []
    assert sum(map(len, texts(command))) <= ALL_TEXTS


@pytest.mark.parametrize("command", TYPED, ids=lambda command: command["name"])
def test_options_are_named_once_with_the_required_ones_first(command: Json) -> None:
    lists = [part["options"] for part in parts(command) if part.get("options")]

    names = [[option["name"] for option in options] for options in lists]
    required = [[bool(option.get("required")) for option in options] for options in lists]
    assert [sorted(set(one)) for one in names] == [sorted(one) for one in names]
    assert [sorted(one, reverse=True) for one in required] == required


def test_every_subcommand_is_offered_and_every_option_is_of_one() -> None:
    offered = {
        option["name"]: sorted(one["name"] for one in option["options"])
        for command in TYPED
        if command["name"] != "aws-quiz"
        for option in command["options"]
    }

    assert offered == {name: sorted(one.name for one in command.arguments) for name, command in COMMANDS.items()}


def test_managers_have_a_command_of_their_own_and_both_have_room() -> None:
    groups = {command["name"]: [option["name"] for option in command["options"]] for command in TYPED}

    assert sorted(groups["qotd-manage"]) == sorted(MANAGERS)
    assert sorted([*groups["qotd"], *groups["qotd-manage"]]) == sorted(COMMANDS)
    # Discord takes 25.
    assert [name for name in ("qotd", "qotd-manage") if len(groups[name]) > 20] == []
    # Everybody sees both: it is the engine that refuses.
    assert {command.get("default_member_permissions") for command in PAYLOAD} == {None}


def test_exam_has_three_to_twenty_questions() -> None:
    [exam] = [option for option in QUIZ if option.name == "exam"]

    assert exam.between == (3, 20)


async def offered(world: DiscordWorld, command: str, option: str, typed: str) -> list[str]:
    outcome = await world.discord.complete(world.people["boss"], world.place, command, option, typed)
    return list(outcome.choices)


async def test_values_are_suggested_where_an_option_takes_them() -> None:
    async with discord_world() as world:
        packs = world.app.services.managing.packs
        assert isinstance(packs, Packs)
        packs.held["team"] = pack(question(), name="team")
        await world.set_up()

        zones = await offered(world, "qotd-manage setup", "zone", "new york")
        everything = await offered(world, "qotd-manage setup", "zone", "")
        one_pack = await offered(world, "qotd-manage setup", "packs", "ba")
        two_packs = await offered(world, "qotd-manage setup", "packs", "basics,")
        series = await offered(world, "qotd-manage pause", "series", "DAI")
        periods = await offered(world, "qotd leaderboard", "period", "quarter")
        topics = await offered(world, "aws-quiz", "topic", "sto")
        packs.held["long"] = pack(question(topics=("x" * 101, "x" * 100)), name="long")
        as_long_as_shown = await offered(world, "aws-quiz", "topic", "x")

    assert as_long_as_shown == ["x" * 100]
    assert zones == ["America/New_York"]
    assert (len(everything), set(everything) <= available_timezones()) == (25, True)
    assert (one_pack, two_packs) == (["basics"], ["basics,team"])
    assert (series, periods, topics) == (["daily"], ["quarter", "last quarter"], ["storage"])


async def test_series_is_set_up_with_options_alone() -> None:
    async with discord_world() as world:
        boss = world.people["boss"]
        world.discord.add_role(world.guild, "leads", MANAGE_GUILD, boss)
        other = world.discord.add_channel(world.guild, "elsewhere")

        chosen = {"packs": "basics", "zone": "America/New_York", "channel": other.id, "settings": "at=10:30 days=daily"}
        outcome = await world.discord.command(boss, world.place, "qotd-manage setup", chosen)
        await world.until(lambda: shown(outcome.message))
        found: list[Series] = await world.app.call(lambda tx: list(tx.series.of_workspace(world.workspace)))

    assert shown(outcome.message).startswith("## daily is set up")
    assert [(one.channel, one.settings.packs, one.settings.schedule.zone) for one in found] == [
        (other.id, ("basics",), "America/New_York")
    ]
    assert [f"{one.settings.schedule.at:%H:%M}" for one in found] == ["10:30"]


async def test_client_that_knows_the_commands_of_before_is_understood() -> None:
    async with discord_world() as world:
        boss = world.people["boss"]
        world.discord.add_role(world.guild, "leads", MANAGE_GUILD, boss)
        held = {one["name"]: one for one in world.bot.commands[None]}
        held["qotd"]["options"] += held["qotd-manage"]["options"]

        form = await world.discord.command(boss, world.place, "qotd setup")
        outcome = await world.discord.command(
            boss, world.place, "qotd setup", {"packs": "basics", "zone": "UTC", "channel": world.place.id}
        )
        await world.until(lambda: shown(outcome.message))
        paused = await world.discord.command(boss, world.place, "qotd pause", {"series": "daily"})
        await world.until(lambda: shown(paused.message))
        gone = {**held["qotd"]["options"][-1], "name": "forgotten"}
        held["qotd"]["options"].append(gone)
        unknown = await world.discord.command(boss, world.place, "qotd forgotten")
        await world.until(lambda: shown(unknown.message))

    assert shown(form.message).startswith("## Set up a series")
    assert shown(outcome.message).startswith("## daily is set up")
    assert shown(paused.message).startswith("## daily is paused")
    assert shown(unknown.message).startswith("This command is from another version of Askaday.")


async def test_commands_in_answers_can_be_pressed() -> None:
    async with discord_world() as world:
        ids = {one["name"]: one["id"] for one in world.bot.commands[None]}
        outcome = await world.discord.command(world.people["ana"], world.place, "qotd me")
        await world.until(lambda: shown(outcome.message))

    assert shown(outcome.message) == (
        f"No series is set up here.\n\n</qotd-manage setup:{ids['qotd-manage']}> begins one, for those who may."
    )


def otherwise_told(held: list[Json]) -> None:
    held[2]["description"] = "Something else"


def for_managers(held: list[Json]) -> None:
    held[0]["default_member_permissions"] = str(MANAGE_GUILD)


def in_servers_alone(held: list[Json]) -> None:
    held[2]["contexts"] = [0]


def for_servers_alone(held: list[Json]) -> None:
    held[2]["integration_types"] = [0]


def one_more(held: list[Json]) -> None:
    held.append(held[3] | {"id": "1", "name": "Worst answer"})


def one_less(held: list[Json]) -> None:
    del held[3]


def subcommand_missing(held: list[Json]) -> None:
    del held[0]["options"][0]


def option_renamed(held: list[Json]) -> None:
    held[0]["options"][0]["options"][0]["name"] = "time"


def choice_missing(held: list[Json]) -> None:
    next(one for one in held[2]["options"] if one["name"] == "level")["choices"].pop()


def other_number(held: list[Json]) -> None:
    next(one for one in held[2]["options"] if one["name"] == "exam")["max_value"] = 30


def untouched(_held: list[Json]) -> None:
    pass


def with_more_of_discords_own(held: list[Json]) -> None:
    held[2] |= {"name_localizations": None, "handler": 1, "version": "7"}


@pytest.mark.parametrize(
    ("change", "times"),
    [
        (untouched, 0),
        (with_more_of_discords_own, 0),
        *((one, 1) for one in (otherwise_told, for_managers, in_servers_alone, for_servers_alone, one_more, one_less)),
        *((one, 1) for one in (subcommand_missing, option_renamed, choice_missing, other_number)),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
async def test_commands_are_sent_to_discord_when_it_has_others(
    change: Callable[[list[Json]], None], times: int
) -> None:
    async with discord_world() as world:
        sent = partial(world.discord.transcript.of, "PUT /applications/{application_id}/commands")
        before = len(sent())
        change(world.bot.commands[None])
        await world.stop()
        async with running(world.discord, world.bot, world.clock) as (app, connection):
            world.app, world.connection = app, connection
            again = len(sent()) - before

    assert (before, again) == (1, times)
