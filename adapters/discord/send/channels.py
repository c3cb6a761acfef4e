"""Discord's channels, as the connection knows them, or as Discord says where it does not."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from adapters.discord.connect.delivery_errors import (
    INVALID,
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    UNKNOWN_CHANNEL,
    code_of,
    delivering,
)
from adapters.discord.connect.permissions import denials
from adapters.discord.connect.places import Places
from adapters.discord.connect.workspaces import guild_id
from bot.errors import DeliveryError
from bot.ports.channels import Channel

#: Where a series can ask.
ASKABLE = (discord.TextChannel, discord.ForumChannel)
#: Discord's ids have at least so many digits; shorter numbers are names.
_DIGITS = 15
_HIDDEN = "View Channel is missing: allow it to Askaday in the channel's settings, under Permissions"


async def explained(places: Places, error: DeliveryError, place: object) -> DeliveryError:
    """Say of a refusal for want of a permission which one it is, and what denies it."""
    if code_of(error) not in {MISSING_ACCESS, MISSING_PERMISSIONS} or not isinstance(place, ASKABLE):
        return error
    try:
        server = await places.server(place.guild.id)
    except DeliveryError:
        return error
    # A channel that was asked for by itself does not know the roles of its server.
    known = server.channel(str(place.id)) if server else None
    lacking = "; ".join(denials(known, server.me)) if server and known else ""
    if not lacking:
        return error
    told = DeliveryError(f"Discord refused: in #{place.name}, {lacking}.", permanent=True, scope=error.scope)
    told.__cause__ = error.__cause__
    return told


@dataclass(frozen=True, slots=True)
class DiscordChannels:
    """Looks channels up; raises nothing but `DeliveryError`."""

    places: Places

    async def find(self, workspace: str, channel: str) -> Channel | None:
        """Give a channel of that server by its id, with what Askaday may not do there."""
        if not channel.isdecimal() or len(channel) < _DIGITS:
            return None
        server = await self.places.server(guild_id(workspace))
        if server is None:
            return None
        known, me = server.channel(channel), server.me
        try:
            with delivering():
                found: object = await server.guild.fetch_channel(int(channel))
        except DeliveryError as error:
            if code_of(error) == MISSING_ACCESS and isinstance(known, ASKABLE):
                # What the connection knows of it may be from before it was hidden.
                return _channel(known, tuple(denials(known, me)) or (_HIDDEN,))
            if code_of(error) in {MISSING_ACCESS, UNKNOWN_CHANNEL, INVALID}:
                return None
            raise
        return _channel(found, tuple(denials(found, me))) if isinstance(found, ASKABLE) else None

    async def all(self, workspace: str) -> Sequence[Channel]:
        """Give those that Askaday sees."""
        server = await self.places.server(guild_id(workspace))
        if server is None:
            return []
        return [
            _channel(one)
            for one in server.channels.values()
            if isinstance(one, ASKABLE) and one.permissions_for(server.me).view_channel
        ]

    async def uncallable(self, workspace: str, channel: str, group: str) -> str:
        """Look for a role, and whether Askaday may mention it."""
        server = await self.places.server(guild_id(workspace))
        role = server.guild.get_role(int(group)) if server and group.isdecimal() else None
        if server is None or role is None:
            return "this server has no such role."
        if role.is_default():
            return "everybody is more than a question may call; choose another role."
        place, me = server.channel(channel), server.me
        allowed = place.permissions_for(me) if place else me.guild_permissions
        if role.mentionable or allowed.mention_everyone:
            return ""
        return f"Askaday may not mention @{role.name}: in the role's settings, allow anyone to mention it."


def _channel(found: discord.TextChannel | discord.ForumChannel, lacking: tuple[str, ...] = ()) -> Channel:
    is_private = not found.permissions_for(found.guild.default_role).view_channel
    return Channel(str(found.id), found.name, is_private, lacking)
