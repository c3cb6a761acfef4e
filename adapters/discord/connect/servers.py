"""Servers of Discord's, asked for where the connection does not know them: it has another shard, or there is none."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from adapters.discord.connect.delivery_errors import MISSING_ACCESS, UNKNOWN_GUILD, code_of, delivering
from bot.errors import DeliveryError

if TYPE_CHECKING:
    from discord.guild import GuildChannel

#: Seconds for which it is believed what Discord said of a server's roles and channels. Members are asked for each time.
FRESH = 30.0


@dataclass(frozen=True, slots=True)
class Server:
    """A server, its channels by their ids, and Askaday in it."""

    guild: discord.Guild
    channels: Mapping[int, "GuildChannel"]
    me: discord.Member

    def channel(self, channel_id: str) -> "GuildChannel | None":
        """Give a channel; None: it has none of that id that Askaday sees."""
        return self.channels.get(int(channel_id)) if channel_id.isdecimal() else None


class AskedServers:
    """Asks Discord for servers, and keeps what it says for a little while."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._asked: dict[int, tuple[float, asyncio.Task[Server | None]]] = {}

    async def get(self, client: discord.Client, guild_id: int) -> Server | None:
        """Give a server; None: Askaday is not in it. Who asks at the same time shares the answer.

        Raises:
            DeliveryError: Discord does not say.
        """
        now = self._monotonic()
        self._asked = {
            one: (at, asking) for one, (at, asking) in self._asked.items() if now - at < FRESH and not _failed(asking)
        }
        if guild_id not in self._asked:
            self._asked[guild_id] = (now, asyncio.create_task(_ask(client, guild_id)))
        return await asyncio.shield(self._asked[guild_id][1])


def _failed(asking: asyncio.Task[Server | None]) -> bool:
    return asking.done() and (asking.cancelled() or asking.exception() is not None)


async def _ask(client: discord.Client, guild_id: int) -> Server | None:
    try:
        with delivering():
            guild = await client.fetch_guild(guild_id, with_counts=False)
            channels = await guild.fetch_channels()
            # Who has no user has not logged in, and was refused above.
            me = await guild.fetch_member(client.user.id if client.user else 0)
    except DeliveryError as error:
        if code_of(error) in {UNKNOWN_GUILD, MISSING_ACCESS}:
            return None
        raise
    return Server(guild, {one.id: one for one in channels}, me)
