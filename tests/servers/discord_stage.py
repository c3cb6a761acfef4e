"""A fake Discord with a server, two people and a real discord.py client that writes down what it hears."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import discord

from adapters.discord.connect.sockets import Sockets
from tests.servers.fake_discord import FakeDiscord, Rules
from tests.servers.fake_discord.connecting import pointed_at
from tests.servers.fake_discord.records import App, Channel, Guild, User
from tests.waiting import until

#: Seconds after which something that should have come has not.


class Listener(discord.Client):
    """A client that keeps what it hears."""

    def __init__(self, *, message_content: bool = True, heartbeat_timeout: float = 60.0) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=message_content)
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            # READY comes this long after the last guild.
            guild_ready_timeout=0.05,
            heartbeat_timeout=heartbeat_timeout,
        )
        self.sockets = Sockets(self)
        self.tree = discord.app_commands.CommandTree(self)
        self.heard: list[tuple[str, Any]] = []
        self.ready = 0

    async def before_identify_hook(self, _shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once; the library would wait five seconds before it does so again."""

    async def on_ready(self) -> None:
        """Count how often everything began anew."""
        self.ready += 1

    async def on_resumed(self) -> None:
        """Keep that a session was resumed."""
        self.heard.append(("resumed", None))

    async def on_message(self, message: discord.Message) -> None:
        """Keep a message of somebody else."""
        if message.author != self.user:
            self.heard.append(("message", message.content))

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        """Keep an edit."""
        self.heard.append(("edit", event.message.content))

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Keep a deletion."""
        self.heard.append(("delete", str(event.message_id)))

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """Keep a purge."""
        self.heard.append(("purge", sorted(str(one) for one in event.message_ids)))


@dataclass
class Stage:
    """What a test acts on."""

    server: FakeDiscord
    client: Listener
    app: App
    guild: Guild
    owner: User
    guest: User
    text: Channel
    others: list[Channel] = field(default_factory=list)

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something holds.

        Raises:
            TimeoutError: it never did.
        """
        await until(condition)

    def channel(self, channel: Channel) -> discord.TextChannel:
        """Give a text channel as the client knows it."""
        found = self.client.get_channel(int(channel.id))
        assert isinstance(found, discord.TextChannel)
        return found


@asynccontextmanager
async def staged(
    rules: Rules | None = None,
    *,
    message_content: bool = True,
    listener: Listener | None = None,
) -> AsyncIterator[Stage]:
    """Start a server and a client, and wait until the client knows everything; afterwards hold what it sent."""
    async with FakeDiscord(rules=rules) as server:
        owner, guest = server.add_user("ann"), server.add_user("bo")
        guild = server.add_guild("Rockets", owner, guest)
        text = server.add_channel(guild, "general")
        app = server.add_app(message_content=message_content)
        server.invite(app, guild)
        with pointed_at(server):
            client = listener or Listener(message_content=message_content)
            running = asyncio.create_task(client.start(app.token))
            stage = Stage(server, client, app, guild, owner, guest, text)
            try:
                await stage.until(lambda: client.ready or running.done())
                yield stage
            finally:
                await client.close()
                await asyncio.gather(running, return_exceptions=True)
                await client.sockets.end()
        assert server.transcript.violations == [], server.transcript.violations
