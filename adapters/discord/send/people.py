"""Who people are in Discord: members are asked for one by one, since listing them needs a privileged intent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import discord

from adapters.discord.connect.delivery_errors import UNKNOWN_MEMBER, UNKNOWN_USER, code_of, delivering
from adapters.discord.connect.places import Places
from adapters.discord.connect.workspaces import guild_id
from adapters.discord.read.members import now_in_server
from bot.domain.members import Actor
from bot.errors import DeliveryError


@dataclass(frozen=True, slots=True)
class DiscordPeople:
    """Asks Discord; raises nothing but `DeliveryError`."""

    places: Places

    @property
    def has_channel_managers(self) -> bool:
        """Say whether there is such a right that can be asked for."""
        return True

    async def administrators(self, workspace: str) -> Mapping[str, str]:
        """Give the owner: who else may manage the server is not told without a list of its members."""
        guild = self._guild(workspace)
        owner = await self._member(guild, str(guild.owner_id)) if guild and guild.owner_id else None
        return {str(owner.id): owner.display_name} if owner else {}

    async def names(self, workspace: str, members: Iterable[str]) -> Mapping[str, str]:
        """Give the names of members and roles that are in the server; none where it cannot be seen now.

        Raises:
            DeliveryError: Discord does not say, or does not know the server.
        """
        guild = self._guild(workspace)
        if guild is None:
            raise DeliveryError("Askaday does not see that server now.", permanent=False)
        found = {}
        for one in members:
            role = guild.get_role(int(one)) if one.isdecimal() else None
            if known := role or await self._member(guild, one):
                found[one] = known.name if isinstance(known, discord.Role) else known.display_name
        return found

    async def actor(self, workspace: str, member: str, groups: Iterable[str]) -> Actor | None:
        """Give a member of the server with all roles they have now.

        Raises:
            DeliveryError: Discord does not say, or does not know the server.
        """
        del groups
        guild = self._guild(workspace)
        if guild is None:
            raise DeliveryError("Askaday does not see that server now.", permanent=False)
        found = await self._member(guild, member)
        return None if found is None else now_in_server(found)

    @property
    def are_same_everywhere(self) -> bool:
        """Say yes: an id is an account of Discord's."""
        return True

    async def readers(self, workspace: str, channel: str, members: Iterable[str]) -> frozenset[str]:
        """Give those who are in the server and may see the channel.

        Raises:
            DeliveryError: Discord does not say, or does not know the server or the channel.
        """
        guild = self._guild(workspace)
        place = guild.get_channel(int(channel)) if guild and channel.isdecimal() else None
        if guild is None or place is None:
            raise DeliveryError("Askaday does not see that channel now.", permanent=False)
        found = {one: await self._member(guild, one) for one in sorted(members)}
        return frozenset(one for one, who in found.items() if who and place.permissions_for(who).view_channel)

    async def audience(self, workspace: str, channel: str) -> int | None:
        """Say that it is not told: listing who is in a server needs the privileged intent for members.

        https://docs.discord.com/developers/resources/guild#list-guild-members
        """
        del workspace, channel
        return None

    async def may_manage(self, workspace: str, channel: str, member: str) -> bool:
        """Say whether somebody has Manage Channels there, by a role or an overwrite."""
        guild = self._guild(workspace)
        place = guild.get_channel(int(channel)) if guild and channel.isdecimal() else None
        who = await self._member(guild, member) if guild and place else None
        return bool(place and who and place.permissions_for(who).manage_channels)

    def _guild(self, workspace: str) -> discord.Guild | None:
        return self.places.client.get_guild(guild_id(workspace) or 0)

    async def _member(self, guild: discord.Guild, member: str) -> discord.Member | None:
        if not member.isdecimal():
            return None
        try:
            with delivering():
                return await guild.fetch_member(int(member))
        except DeliveryError as error:
            if code_of(error) in {UNKNOWN_MEMBER, UNKNOWN_USER}:
                return None
            raise
