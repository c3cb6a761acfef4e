"""One request as a route's function sees it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.servers.fake_discord import permissions
from tests.servers.fake_discord.backend import Backend
from tests.servers.fake_discord.permissions import in_channel
from tests.servers.fake_discord.records import App, Channel, Json, Message
from tests.servers.fake_discord.refusals import RefusedError, missing_access, missing_permissions
from tests.servers.fake_discord.state import State


@dataclass(frozen=True)
class Call:
    """A request that has passed the door."""

    backend: Backend
    app: App
    #: Placeholders of the path.
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Any

    @property
    def state(self) -> State:
        """Give all that is kept."""
        return self.backend.state

    def channel(self, *needed: int) -> Channel:
        """Give the channel of the path, if the bot sees it and has the permissions there.

        Raises:
            RefusedError: it has not.
        """
        channel = self.state.channel(self.path["channel_id"])
        guild = self.state.guild_of(channel)
        if guild is None:
            if self.app.user not in channel.recipients:
                raise missing_access()
            return channel
        if self.app.id not in {one.id for one in self.state.apps_in(guild)}:
            raise missing_access()
        allowed = in_channel(guild, guild.members[self.app.user.id], channel)
        if not allowed & permissions.VIEW:
            raise missing_access()
        if any(not allowed & one for one in needed):
            raise missing_permissions()
        return channel

    def may(self, channel: Channel, permission: int) -> bool:
        """Say whether the bot has a permission in a channel."""
        guild = self.state.guild_of(channel)
        return guild is None or bool(in_channel(guild, guild.members[self.app.user.id], channel) & permission)

    def own_message(self, channel: Channel) -> Message:
        """Give the message of the path, if it is the bot's own.

        Raises:
            RefusedError: it is somebody else's, or there is none.
        """
        message = self.state.message(channel.id, self.path["message_id"])
        if message.author is not self.app.user:
            raise RefusedError(403, 50005, "Cannot edit a message authored by another user")
        return message


#: Status and JSON; None stands for no body.
Answer = tuple[int, Json | list[Any] | None]
Route = Callable[[Call], Answer]
