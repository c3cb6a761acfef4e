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


def explained(error: DeliveryError, place: object) -> DeliveryError:
    """Say of a refusal for want of a permission which one it is, and what denies it."""
    if code_of(error) not in {MISSING_ACCESS, MISSING_PERMISSIONS} or not isinstance(place, ASKABLE):
        return error
    lacking = "; ".join(denials(place, place.guild.me))
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
        guild = self.places.client.get_guild(guild_id(workspace) or 0)
        if guild is None or not channel.isdecimal() or len(channel) < _DIGITS:
            return None
        known = guild.get_channel(int(channel))
        try:
            with delivering():
                found: object = await guild.fetch_channel(int(channel))
        except DeliveryError as error:
            if code_of(error) == MISSING_ACCESS and isinstance(known, ASKABLE):
                # What the connection knows of it may be from before it was hidden.
                return _channel(known, tuple(denials(known, guild.me)) or (_HIDDEN,))
            if code_of(error) in {MISSING_ACCESS, UNKNOWN_CHANNEL, INVALID}:
                return None
            raise
        return _channel(found, tuple(denials(found, guild.me))) if isinstance(found, ASKABLE) else None

    async def all(self, workspace: str) -> Sequence[Channel]:
        """Give those that Askaday sees."""
        guild = self.places.client.get_guild(guild_id(workspace) or 0)
        channels = guild.channels if guild else ()
        return [
            _channel(one)
            for one in channels
            if isinstance(one, ASKABLE) and one.permissions_for(one.guild.me).view_channel
        ]

    async def uncallable(self, workspace: str, channel: str, group: str) -> str:
        """Look for a role, and whether Askaday may mention it."""
        guild = self.places.client.get_guild(guild_id(workspace) or 0)
        role = guild.get_role(int(group)) if guild and group.isdecimal() else None
        if guild is None or role is None:
            return "this server has no such role."
        if role.is_default():
            return "everybody is more than a question may call; choose another role."
        place = guild.get_channel(int(channel)) if channel.isdecimal() else None
        allowed = place.permissions_for(guild.me) if place else guild.me.guild_permissions
        if role.mentionable or allowed.mention_everyone:
            return ""
        return f"Askaday may not mention @{role.name}: in the role's settings, allow anyone to mention it."


def _channel(found: discord.TextChannel | discord.ForumChannel, lacking: tuple[str, ...] = ()) -> Channel:
    is_private = not found.permissions_for(found.guild.default_role).view_channel
    return Channel(str(found.id), found.name, is_private, lacking)
