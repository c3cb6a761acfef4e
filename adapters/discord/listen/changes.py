"""What becomes of series when servers, channels and threads come and go."""

import discord

from adapters.discord.connect.permissions import may_be_seen, may_post
from adapters.discord.connect.workspaces import PLATFORM, workspace_id
from adapters.discord.listen.listener import Room
from bot.domain.series import ChannelLoss
from bot.ports.store import Transaction

_ABSENT = "Askaday is not in the server"


class Changes:
    """Follows what Discord says of servers and channels; the same thing said twice changes nothing."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def joined(self, guild: discord.Guild) -> None:
        """Welcome a server, and let what waited for it go on."""
        services, workspace = self._room.engine.services, workspace_id(guild.id)
        if guild.owner_id is not None:
            arrived, code = services.lifecycle.arrived, str(guild.me.joined_at)
            await self._room.engine.call(arrived, workspace, str(guild.owner_id), "", code=code, server=guild.name)
        await self._room.engine.call(self._return, guild)

    async def left(self, guild: discord.Guild) -> None:
        """Delete all that is kept of a server that removed Askaday; one that is only unreachable is not told here."""
        services = self._room.engine.services
        await self._room.engine.call(services.lifecycle.workspace_gone, workspace_id(guild.id))

    async def left_meanwhile(self, guilds: set[int]) -> None:
        """Pause the series of servers that Askaday is not in; `guilds` are those it is in.

        Nothing is deleted: it may be another bot's token that is used by mistake.
        """
        services = self._room.engine.services
        present = {workspace_id(guild) for guild in guilds}
        await self._room.engine.call(services.lifecycle.left_meanwhile, PLATFORM, present, _ABSENT)

    async def deleted(self, channel: discord.abc.GuildChannel) -> None:
        """Pause what can no longer be asked."""
        await self._gone(channel, ChannelLoss.DELETED)

    async def changed(self, channel: discord.abc.GuildChannel) -> None:
        """Pause what may no longer be asked, and let it go on once it may again."""
        await self._room.engine.call(self._follow, channel)

    async def present(self, guild: discord.Guild) -> None:
        """Let go on what waited for a server that is there; its permissions may have changed meanwhile."""
        await self._room.engine.call(self._return, guild)

    async def permitted(self, guild: discord.Guild) -> None:
        """Follow a change of Askaday's roles, or of what they allow."""
        await self._room.engine.call(self._review, guild)

    def _return(self, tx: Transaction, guild: discord.Guild) -> None:
        self._room.engine.services.lifecycle.workspace_back(tx, workspace_id(guild.id))
        self._review(tx, guild)

    def _review(self, tx: Transaction, guild: discord.Guild) -> None:
        """Look at the channel of each series in a server."""
        used = self._room.engine.services.lifecycle.channels_of(tx, workspace_id(guild.id))
        for channel in guild.channels:
            if str(channel.id) in used:
                self._follow(tx, channel)

    def _follow(self, tx: Transaction, channel: discord.abc.GuildChannel) -> None:
        granted, lifecycle = channel.permissions_for(channel.guild.me), self._room.engine.services.lifecycle
        workspace = workspace_id(channel.guild.id)
        if not may_be_seen(granted):
            lifecycle.channel_gone(tx, workspace, str(channel.id), ChannelLoss.FORBIDDEN)
        elif may_post(granted, opens_threads=not isinstance(channel, discord.ForumChannel)):
            lifecycle.channel_back(tx, workspace, str(channel.id))

    async def _gone(self, channel: discord.abc.GuildChannel, loss: ChannelLoss) -> None:
        services, workspace = self._room.engine.services, workspace_id(channel.guild.id)
        await self._room.engine.call(services.lifecycle.channel_gone, workspace, str(channel.id), loss)
