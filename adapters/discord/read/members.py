"""Who acts, as Discord vouches for them with each interaction and message."""

from collections.abc import Iterable
from dataclasses import dataclass

import discord
import structlog

from adapters.discord.connect.delivery_errors import delivering
from adapters.discord.connect.places import Places
from adapters.discord.connect.workspaces import PLATFORM, guild_id, own_workspace, workspace_id
from bot.domain.members import Actor
from bot.domain.target import Target
from bot.engine import Engine
from bot.errors import DeliveryError, Scope

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Rights:
    """What somebody may do in a server."""

    is_admin: bool = False
    roles: frozenset[str] = frozenset()
    #: Those channels that they may manage, as far as it was looked at.
    channels: frozenset[str] = frozenset()


_NONE = _Rights()


def author(message: discord.Message) -> Actor:
    """Give who wrote a message, without rights."""
    guild = message.guild.id if message.guild else 0
    return _actor(workspace_id(guild), message.author)


def writer(message: discord.Message, workspace: str) -> Actor:
    """Give who wrote a message, with the rights they have where it stands."""
    who = message.author
    if not isinstance(who, discord.Member):
        return _actor(workspace, who)
    place = message.channel
    channel = str(place.parent_id if isinstance(place, discord.Thread) else place.id)
    in_server = _Rights(
        who.guild_permissions.manage_guild,
        _ids(who.roles),
        frozenset({channel}) if place.permissions_for(who).manage_channels else frozenset(),
    )
    return _actor(workspace, who, in_server)


def now_in_server(member: discord.Member) -> Actor:
    """Give a member as the server has just told of them."""
    rights = _Rights(member.guild_permissions.manage_guild, _ids(member.roles))
    return _actor(workspace_id(member.guild.id), member, rights)


def _ids(roles: Iterable[discord.Role]) -> frozenset[str]:
    return frozenset(str(role.id) for role in roles)


def _actor(workspace: str, user: discord.User | discord.Member, rights: _Rights = _NONE) -> Actor:
    return Actor(
        workspace,
        str(user.id),
        user.display_name,
        is_admin=rights.is_admin,
        groups=rights.roles,
        is_same_everywhere=True,
        channels=rights.channels,
    )


def workspace_of(interaction: discord.Interaction) -> str:
    """Give where something was asked for: the server, or a person's own place."""
    return workspace_id(interaction.guild_id) if interaction.guild_id else own_workspace(interaction.user.id)


def channel_of(interaction: discord.Interaction) -> str:
    """Give the channel in which something was asked for; of a thread, the channel it belongs to."""
    channel = interaction.channel
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    return str(parent or interaction.channel_id or "")


def is_own_message(interaction: discord.Interaction) -> bool:
    """Say whether it came from a message that nobody but who used it sees, so that the answer can take its place."""
    message = interaction.message
    # A conversation between people is no place of one's own, although Discord calls it a direct message, too.
    return message is not None and (message.flags.ephemeral or interaction.context.dm_channel)


@dataclass(frozen=True, slots=True)
class Actors:
    """Finds out who acts."""

    engine: Engine
    places: Places

    async def of(self, interaction: discord.Interaction, target: str = "") -> Actor:
        """Give who used Askaday, with the rights they have now.

        In a direct message it is what they pressed that says which server it is about; a question they ask for there is
        their own affair.

        Raises:
            DeliveryError: Discord does not say who they are in that server.
        """
        user = interaction.user
        if interaction.guild_id is not None:
            roles = _ids(user.roles) if isinstance(user, discord.Member) else frozenset()
            granted = interaction.permissions
            channels = frozenset({channel_of(interaction)}) if granted.manage_channels else frozenset[str]()
            rights = _Rights(granted.manage_guild, roles, channels)
            return _actor(workspace_id(interaction.guild_id), user, rights)
        kept = await self.engine.call(self.engine.services.lifecycle.workspace_of, target)
        workspace = kept or self._server_of(target) or own_workspace(user.id)
        guild = guild_id(workspace)
        if guild is None:
            return _actor(workspace, user)
        return await self._in_server(guild, user)

    async def senders(self, user: discord.User | discord.Member) -> list[Actor]:
        """Give who sent a file directly in each server that it may be for, with their rights there."""
        found: list[Actor] = []
        receiving = self.engine.services.own_questions.receiving
        for workspace in await self.engine.call(receiving.places, PLATFORM, str(user.id)):
            guild = guild_id(workspace)
            if guild is None:
                continue
            try:
                found.append(await self._in_server(guild, user))
            except DeliveryError as error:
                log.info("not known in a server", server=guild, error=str(error))
        return found

    def _server_of(self, target: str) -> str:
        """Give the server of the channel that a button is about; empty: it is about none that Askaday sees."""
        channel = Target.read(target).channel
        found = self.places.known.get_channel(int(channel)) if channel.isdecimal() else None
        return workspace_id(found.guild.id) if isinstance(found, discord.abc.GuildChannel) else ""

    async def _in_server(self, guild: int, user: discord.User | discord.Member) -> Actor:
        server = await self.places.server(guild)
        if server is None:
            raise DeliveryError("Askaday is no longer in that server.", permanent=True, scope=Scope.WORKSPACE)
        with delivering():
            member = await server.guild.fetch_member(user.id)
        return now_in_server(member)
