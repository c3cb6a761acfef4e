"""Channels, threads and direct messages by their ids, asked of Discord where discord.py does not know them."""

import discord

from adapters.discord.connect.delivery_errors import delivering
from adapters.discord.connect.servers import AskedServers, Server
from bot.errors import DeliveryError, Scope

#: Where messages can be posted.
Place = discord.TextChannel | discord.Thread | discord.DMChannel | discord.VoiceChannel | discord.StageChannel
_PLACES = (discord.TextChannel, discord.Thread, discord.DMChannel, discord.VoiceChannel, discord.StageChannel)
_NO_ANSWER = "Discord has not answered yet."


class Places:
    """Finds places; raises nothing but `DeliveryError`."""

    def __init__(self, client: discord.Client | None = None) -> None:
        self._client = client
        self._asked = AskedServers()

    def connect(self, client: discord.Client) -> None:
        """Look through this client from now on."""
        self._client = client

    @property
    def client(self) -> discord.Client:
        """Give the client.

        Raises:
            DeliveryError: there is none yet, or its connection ended; the next one is under way.
        """
        client = self.known
        if client.is_closed():
            raise DeliveryError(_NO_ANSWER, permanent=False)
        return client

    @property
    def known(self) -> discord.Client:
        """Give the client for what discord.py knows by itself: what came over a connection is looked up after its end.

        Raises:
            DeliveryError: there is none yet.
        """
        if self._client is None:
            raise DeliveryError(_NO_ANSWER, permanent=False)
        return self._client

    async def server(self, guild_id: int | None) -> Server | None:
        """Give a server; None: Askaday is not in it.

        Raises:
            DeliveryError: Discord does not say.
        """
        client = self.client
        if guild_id is None:
            return None
        known = client.get_guild(guild_id)
        if known is None:
            return await self._asked.get(client, guild_id)
        return Server(known, {one.id: one for one in known.channels}, known.me)

    async def channel(self, channel_id: str) -> Place | discord.ForumChannel:
        """Give a channel or thread; threads that were archived before the start are asked of Discord."""
        client = self.client
        if not channel_id.isdecimal():
            said = f"{channel_id!r} is no channel of Discord's: choose one with /qotd setup channel=#NAME."
            raise DeliveryError(said, permanent=True)
        with delivering():
            # A thread that discord.py does not know is no Thread to it: kinds are taken from what Discord answers.
            found = client.get_channel(int(channel_id)) or await client.fetch_channel(int(channel_id))
        if not isinstance(found, (*_PLACES, discord.ForumChannel)):
            raise DeliveryError("Discord refused: the channel takes no messages.", permanent=True, scope=Scope.CHANNEL)
        return found

    async def place(self, channel_id: str) -> Place:
        """Give a place that takes messages.

        Raises:
            DeliveryError: it is a forum, or there is none.
        """
        found = await self.channel(channel_id)
        if isinstance(found, discord.ForumChannel):
            raise DeliveryError(
                "Discord refused: a forum takes posts, no messages.", permanent=True, scope=Scope.CHANNEL
            )
        return found

    async def direct(self, member: str) -> discord.DMChannel:
        """Open the direct message with somebody."""
        client = self.client
        with delivering():
            user = client.get_user(int(member)) or await client.fetch_user(int(member))
            return user.dm_channel or await user.create_dm()
