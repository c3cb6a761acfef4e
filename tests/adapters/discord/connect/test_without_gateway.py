"""A process that is not connected to a server's shard: it asks Discord what another one is told of."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from adapters.discord.connect.client import DiscordClient
from adapters.discord.connect.servers import FRESH, AskedServers
from adapters.discord.connection import DiscordConnection
from bot.domain.card import Card, Text
from bot.errors import DeliveryError
from bot.ports.messenger import Destination
from tests.servers.fake_discord import Fault
from tests.servers.fake_discord.permissions import MANAGE_GUILD, SEND, VIEW
from tests.waiting import PATIENCE
from tests.worlds.discord import DiscordWorld, discord_world

CARD = Card("t", (Text("x"),))


@pytest.fixture
async def world() -> AsyncIterator[DiscordWorld]:
    async with discord_world() as made:
        yield made


@pytest.fixture
async def apart(world: DiscordWorld) -> AsyncIterator[DiscordConnection]:
    """Give a connection of `--role work`: it sends, and hears nothing."""
    made = DiscordConnection(world.access, world.clock)
    await made.open(world.app)
    yield made
    await made.stop()
    await made.close()


async def test_token_that_was_reset_is_the_end_of_discord(world: DiscordWorld, apart: DiscordConnection) -> None:
    world.bot.token = "reset"  # noqa: S105 - of the fake
    with pytest.raises(DeliveryError):
        await apart.messenger.send(Destination(world.workspace, world.place.id), CARD, key="k1")

    reason = await asyncio.wait_for(apart.gone(), PATIENCE)

    assert str(reason).startswith("DISCORD_TOKEN: Discord does not accept the token. ")


async def test_it_sends_on_after_a_request_that_was_refused_once(world: DiscordWorld, apart: DiscordConnection) -> None:
    place, refused = Destination(world.workspace, world.place.id), apart.places.client
    world.discord.faults.plan("POST /channels/{channel_id}/messages", Fault("status", status=401))
    with pytest.raises(DeliveryError):
        await apart.messenger.send(place, CARD, key="k1")

    def is_reached_anew() -> bool:
        # Between the client that was refused and the next one there is none.
        with suppress(DeliveryError):
            return apart.places.client is not refused
        return False

    await world.until(is_reached_anew)

    await apart.messenger.send(place, CARD, key="k2")

    assert len(world.discord.messages(world.place, by=world.bot.user)) == 1


async def test_it_says_of_people_what_the_connected_one_says(world: DiscordWorld, apart: DiscordConnection) -> None:
    ana, bo = world.people["ana"], world.people["bo"]
    leads = world.discord.add_role(world.guild, "leads", MANAGE_GUILD, ana)
    found: list[list[object]] = []
    for people in (apart.messenger.people, world.connection.messenger.people):
        found.append(
            [
                await people.actor(world.workspace, ana.id, ()),
                await people.actor(world.workspace, "1", ()),
                await people.readers(world.workspace, world.place.id, [ana.id, bo.id, "1"]),
                await people.names(world.workspace, [ana.id, leads.id, "1"]),
                await people.administrators(world.workspace),
                await people.may_manage(world.workspace, world.place.id, bo.id),
            ]
        )
        with pytest.raises(DeliveryError, match="does not see that server"):
            await people.actor("discord:1", ana.id, ())

    assert found[0] == found[1]
    assert found[0][2] == {ana.id, bo.id}


async def test_it_says_of_channels_what_the_connected_one_says(world: DiscordWorld, apart: DiscordConnection) -> None:
    ana = world.people["ana"]
    leads = world.discord.add_role(world.guild, "leads", 0, ana)
    silent = world.discord.add_channel(world.guild, "silent")
    world.discord.forbid(world.bot, silent, SEND)
    known = world.connection.messenger.channels
    await world.until(lambda: world.connection.places.client.get_channel(int(silent.id)) is not None)
    found = [
        [
            *[await channels.find(world.workspace, one.id) for one in (world.place, silent)],
            sorted(one.name for one in await channels.all(world.workspace)),
            await channels.uncallable(world.workspace, world.place.id, leads.id),
        ]
        for channels in (apart.messenger.channels, known)
    ]

    assert found[0] == found[1]
    assert found[0][2] == ["questions", "silent"]


async def test_it_sees_that_a_channel_is_hidden(world: DiscordWorld, apart: DiscordConnection) -> None:
    hidden = world.discord.add_channel(world.guild, "hidden")
    world.discord.forbid(world.bot, hidden, VIEW)
    channels = apart.messenger.channels

    found = await channels.find(world.workspace, hidden.id)

    assert found is not None
    assert [one.partition(":")[0] for one in found.lacking] == ["View Channel is missing"]
    assert [one.name for one in await channels.all(world.workspace)] == ["questions"]


async def test_it_says_what_keeps_a_message_from_being_posted(world: DiscordWorld, apart: DiscordConnection) -> None:
    silent = world.discord.add_channel(world.guild, "silent")
    world.discord.forbid(world.bot, silent, SEND)

    with pytest.raises(DeliveryError, match=r"in #silent, Send Messages is missing: an overwrite"):
        await apart.messenger.send(Destination(world.workspace, silent.id), CARD, key="k")


async def test_what_was_said_of_a_server_is_believed_for_a_while(world: DiscordWorld) -> None:
    now = [100.0]
    servers = AskedServers(lambda: now[0])
    client = DiscordClient(connector=world.access.connector())
    await client.login(world.bot.token)
    try:
        number = int(world.guild.id)
        first = await servers.get(client, number)
        world.discord.add_channel(world.guild, "new")
        now[0] += FRESH - 1
        second = await servers.get(client, number)
        now[0] += 1
        third = await servers.get(client, number)
        world.discord.kick(world.bot, world.guild)
        now[0] += FRESH
        gone = await servers.get(client, number)
    finally:
        await client.close()

    assert first is second
    assert first is not None
    assert third is not None
    assert sorted(one.name for one in third.channels.values()) == ["new", "questions"]
    assert gone is None
