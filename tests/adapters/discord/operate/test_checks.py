"""What doctor finds out about Discord, and the address of the invitation."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qs, urlparse

import discord
import pytest

from adapters.discord.connect.access import DiscordAccess
from adapters.discord.connect.permissions import NEEDED, OPTIONAL, invite
from adapters.discord.operate.checks import check_discord
from adapters.finding import Finding
from bot.cards.naming import CommandNames
from tests.servers.fake_discord.permissions import CREATE_THREADS, HISTORY, SEND, VIEW
from tests.servers.fake_discord.records import Overwrite
from tests.worlds.discord import discord_world


def test_invitation_asks_for_what_is_used_and_no_more() -> None:
    query = parse_qs(urlparse(invite(42)).query)

    granted = discord.Permissions(int(query["permissions"][0]))
    assert (query["client_id"], query["scope"]) == (["42"], ["bot applications.commands"])
    assert granted == discord.Permissions(**dict.fromkeys([*NEEDED, *OPTIONAL], True))


def unheard(_instant: datetime) -> None:
    """Take no note of what time Discord says it is."""


async def test_all_is_well_once_it_runs() -> None:
    async with discord_world() as world:
        series = await world.set_up()

        found = await check_discord(world.access, CommandNames(), [series], unheard)

    assert [(one.text, one.is_wrong, one.is_doubtful) for one in found] == [
        ("DISCORD_TOKEN is good for askaday", False, False),
        ("The message content intent is on", False, False),
        ("The commands are registered", False, False),
        ("daily: Askaday may do all it needs in #questions", False, False),
    ]


async def test_wrong_token_is_told() -> None:
    async with discord_world() as world:
        access = replace(world.access, token="x")  # noqa: S106 - it is none
        [found] = await check_discord(access, CommandNames(), [], unheard)

    assert found.is_wrong
    assert found.text.startswith("DISCORD_TOKEN: Discord does not accept the token.")


async def test_discord_that_is_away_is_told_as_elsewhere() -> None:
    access = DiscordAccess("1.x.token", address="http://127.0.0.1:1")

    [found] = await check_discord(access, CommandNames(), [], unheard)

    assert found == Finding("Discord cannot be reached: Connection refused.", is_wrong=True)


async def test_intent_that_is_off_and_commands_that_are_not_there() -> None:
    async with discord_world(message_content=False) as world:
        found = await check_discord(world.access, CommandNames("daily", "quiz"), [], unheard)

    assert [one.is_doubtful for one in found] == [False, True, True]


@pytest.mark.parametrize(
    ("permission", "said"),
    [
        (
            SEND,
            (
                "in #questions, Send Messages is missing: an overwrite for "
                "Askaday itself denies it: allow it in the settings of #questions, under Permissions"
            ),
        ),
        (
            VIEW,
            (
                "in #questions, View Channel is missing: an overwrite for Askaday "
                "itself denies it: allow it in the settings of #questions, under Permissions"
            ),
        ),
    ],
)
async def test_permission_that_is_missing_is_named(permission: int, said: str) -> None:
    async with discord_world() as world:
        series = await world.set_up()
        world.discord.forbid(world.bot, world.place, permission)

        found = await check_discord(world.access, CommandNames(), [series], unheard)

    assert found[-1].is_wrong
    assert said in found[-1].text


@pytest.mark.parametrize("who", ["@everyone", "the role bots"])
async def test_overwrite_that_denies_a_permission_is_named(who: str) -> None:
    async with discord_world() as world:
        series = await world.set_up()
        role = world.discord.add_role(world.guild, "bots", 0, world.bot.user)
        denied = world.guild.id if who == "@everyone" else role.id
        world.place.overwrites.append(Overwrite(denied, is_role=True, deny=CREATE_THREADS))

        found = await check_discord(world.access, CommandNames(), [series], unheard)

    assert found[-1].is_wrong
    assert found[-1].text == (
        "daily: in #questions, Create Public Threads is missing: "
        f"an overwrite for {who} denies it: allow it in the settings of #questions, under Permissions"
    )


async def test_permissions_that_one_overwrite_denies_are_told_in_one_sentence() -> None:
    async with discord_world() as world:
        series = await world.set_up()
        role = world.discord.add_role(world.guild, "bots", 0, world.bot.user)
        world.place.overwrites.append(Overwrite(world.guild.id, is_role=True, deny=HISTORY))
        world.place.overwrites.append(Overwrite(role.id, is_role=True, deny=SEND | CREATE_THREADS))

        found = await check_discord(world.access, CommandNames(), [series], unheard)

    where = "in the settings of #questions, under Permissions"
    assert found[-1].text == (
        "daily: in #questions, Send Messages and Create Public Threads are missing: an overwrite for the role bots "
        f"denies them: allow them {where}; "
        f"Read Message History is missing: an overwrite for @everyone denies it: allow it {where}"
    )


async def test_permission_that_no_role_has_is_named() -> None:
    async with discord_world() as world:
        series = await world.set_up()
        world.guild.roles[world.guild.id].permissions &= ~HISTORY

        found = await check_discord(world.access, CommandNames(), [series], unheard)

    assert found[-1].text.endswith(
        "none of Askaday's roles has it: give it to one in the server's settings, under Roles"
    )
