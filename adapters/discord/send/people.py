"""Who people are in Discord: members are asked for one by one, since listing them needs a privileged intent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import discord

from adapters.discord.connect.delivery_errors import UNKNOWN_MEMBER, UNKNOWN_USER, code_of, delivering
from adapters.discord.connect.places import Places
from adapters.discord.connect.servers import Server
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
        server = await self._server(workspace)
        owner_id = server.guild.owner_id if server else None
        owner = await self._member(server, str(owner_id)) if server and owner_id else None
        return {str(owner.id): owner.display_name} if owner else {}

    async def names(self, workspace: str, members: Iterable[str]) -> Mapping[str, str]:
        """Give the names of members and roles that are in the server; none where it cannot be seen now.

        Raises:
            DeliveryError: Discord does not say, or does not know the server.
        """
        server = await self._server(workspace)
        if server is None:
            raise DeliveryError("Askaday does not see that server now.", permanent=False)
        found = {}
        for one in members:
            role = server.guild.get_role(int(one)) if one.isdecimal() else None
            if known := role or await self._member(server, one):
                found[one] = known.name if isinstance(known, discord.Role) else known.display_name
        return found

    async def actor(self, workspace: str, member: str, groups: Iterable[str]) -> Actor | None:
        """Give a member of the server with all roles they have now.

        Raises:
            DeliveryError: Discord does not say, or does not know the server.
        """
        del groups
        server = await self._server(workspace)
        if server is None:
            raise DeliveryError("Askaday does not see that server now.", permanent=False)
        found = await self._member(server, member)
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
        server = await self._server(workspace)
        place = server.channel(channel) if server else None
        if server is None or place is None:
            raise DeliveryError("Askaday does not see that channel now.", permanent=False)
        found = {one: await self._member(server, one) for one in sorted(members)}
        return frozenset(one for one, who in found.items() if who and place.permissions_for(who).view_channel)

    async def audience(self, workspace: str, channel: str) -> int | None:
        """Say that it is not told: listing who is in a server needs the privileged intent for members.

        https://docs.discord.com/developers/resources/guild#list-guild-members
        """
        del workspace, channel
        return None

    async def may_manage(self, workspace: str, channel: str, member: str) -> bool:
        """Say whether somebody has Manage Channels there, by a role or an overwrite."""
        server = await self._server(workspace)
        place = server.channel(channel) if server else None
        who = await self._member(server, member) if server and place else None
        return bool(place and who and place.permissions_for(who).manage_channels)

    async def _server(self, workspace: str) -> Server | None:
        return await self.places.server(guild_id(workspace))

    async def _member(self, server: Server, member: str) -> discord.Member | None:
        if not member.isdecimal():
            return None
        try:
            with delivering():
                return await server.guild.fetch_member(int(member))
        except DeliveryError as error:
            if code_of(error) in {UNKNOWN_MEMBER, UNKNOWN_USER}:
                return None
            raise
