"""Who may set a series up in Discord, as Discord tells it: Manage Server, and Manage Channels in that channel."""

from pathlib import Path

import discord
import pytest

from bot.services.access.appointing import new_word
from tests.adapters.discord.outcomes import said
from tests.servers.fake_discord.content import walk
from tests.servers.fake_discord.permissions import MANAGE_GUILD
from tests.servers.fake_discord.records import Overwrite, User
from tests.worlds.discord import DiscordWorld, discord_world, shown

MANAGE_CHANNELS = discord.Permissions(manage_channels=True).value
OPTIONS = {"packs": "basics", "zone": "UTC"}


def let_manage(world: DiscordWorld, who: User) -> None:
    """Let somebody manage the channel, and no other, by an overwrite."""
    world.place.overwrites.append(Overwrite(who.id, is_role=False, allow=MANAGE_CHANNELS))
    world.discord.backend.tell_channel("CHANNEL_UPDATE", world.place)


async def managers(world: DiscordWorld) -> list[tuple[str, frozenset[str]]]:
    found = await world.app.call(lambda tx: tx.series.of_workspace(world.workspace))
    return [(one.channel, one.settings.managers) for one in found]


@pytest.mark.parametrize("right", ["channel", "channels", "server"])
async def test_who_may_manage_the_channel_sets_up_there_and_manages_the_series(right: str) -> None:
    async with discord_world() as world:
        ana = world.people["ana"]
        if right == "channel":
            let_manage(world, ana)
        else:
            world.discord.add_role(world.guild, "leads", MANAGE_GUILD if right == "server" else MANAGE_CHANNELS, ana)

        told = await said(world, await world.discord.command(ana, world.place, "qotd-manage setup", OPTIONS))

        assert told.startswith("## daily is set up")
        assert await managers(world) == [(world.place.id, frozenset({ana.id}))]


async def test_right_in_one_channel_is_none_in_another_and_holds_wherever_it_is_asked_for() -> None:
    async with discord_world() as world:
        ana = world.people["ana"]
        second = world.discord.add_channel(world.guild, "second")
        let_manage(world, ana)

        other = {**OPTIONS, "channel": second.id}
        refused = await said(world, await world.discord.command(ana, world.place, "qotd-manage setup", other))
        this = {**OPTIONS, "channel": world.place.id}
        told = await said(world, await world.discord.command(ana, second, "qotd-manage setup", this))

        assert refused.startswith("Only administrators of this server, and whoever may manage this channel,")
        assert told.startswith("## daily is set up")
        assert await managers(world) == [(world.place.id, frozenset({ana.id}))]


async def test_administrators_may_keep_it_to_themselves() -> None:
    async with discord_world() as world:
        ana, boss = world.people["ana"], world.people["boss"]
        let_manage(world, ana)

        only = {"setup": "administrators"}
        await said(world, await world.discord.command(boss, world.place, "qotd-manage workspace", only))
        refused = await said(world, await world.discord.command(ana, world.place, "qotd-manage setup", OPTIONS))

        assert refused == "Only administrators of this workspace may set up a series: Boss."
        assert await managers(world) == []


async def test_member_has_the_form_sent_to_the_owner_who_sets_up_from_the_direct_message() -> None:
    async with discord_world() as world:
        ana, boss = world.people["ana"], world.people["boss"]

        refusal = await world.discord.command(ana, world.place, "qotd-manage setup")
        told = await said(world, refusal)
        asked = await said(world, await world.discord.press(ana, refusal.message, "Ask them to set it up"))
        await world.at(world.clock.now())
        [request] = world.discord.direct(boss)
        form = await world.discord.press(boss, request, "Set up #questions")

        assert told.endswith("may set up a series here: Boss.")
        assert asked == "Boss got a private message from Askaday with the form."
        assert "Ana would like Askaday to ask a question a day in **#questions**" in shown(request)
        assert [one["default_values"] for one in walk(form.message.components) if one.get("default_values")] == [
            [{"id": int(world.place.id), "type": "channel"}]
        ]


async def test_owner_of_another_server_is_nobody_here() -> None:
    async with discord_world() as world:
        bo = world.people["bo"]
        other = world.discord.add_guild("Others", bo)
        world.discord.invite(world.bot, other)

        told = await said(world, await world.discord.command(bo, world.place, "qotd-manage setup", OPTIONS))

        assert told.startswith("Only administrators of this server")
        assert await managers(world) == []


async def test_word_of_a_claim_in_a_direct_message_makes_an_administrator_of_that_server_alone(tmp_path: Path) -> None:
    async with discord_world(database=tmp_path / "askaday.db") as world:
        ana = world.people["ana"]
        other = world.discord.add_guild("Others", world.people["bo"], ana)
        world.discord.invite(world.bot, other)
        elsewhere = world.discord.add_channel(other, "elsewhere")
        direct = world.discord.state.direct_message(world.bot.user, ana)
        word = new_word(world.app.services.appointing.words, world.workspace, world.clock)

        world.discord.say(ana, direct, word)
        await world.until(lambda: world.discord.messages(direct, by=world.bot.user))
        [thanks] = world.discord.messages(direct, by=world.bot.user)
        told = await said(world, await world.discord.command(ana, world.place, "qotd-manage setup", OPTIONS))
        refused = await said(world, await world.discord.command(ana, elsewhere, "qotd-manage setup", OPTIONS))

        assert shown(thanks).startswith(f"## Thank you\nYou administer Askaday in {world.workspace} now.")
        assert told.startswith("## daily is set up")
        assert refused.startswith("Only administrators of this server")
        assert await managers(world) == [(world.place.id, frozenset({ana.id}))]
