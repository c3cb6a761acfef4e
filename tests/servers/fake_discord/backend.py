"""The parts behind the doors, and what the gateway is told when something changes."""

from dataclasses import dataclass

from tests.servers.fake_discord import permissions
from tests.servers.fake_discord.faults import Faults
from tests.servers.fake_discord.gateway import Gateway
from tests.servers.fake_discord.permissions import in_channel
from tests.servers.fake_discord.records import (
    ANNOUNCEMENT,
    ANNOUNCEMENT_THREAD,
    HAS_THREAD,
    PUBLIC_THREAD,
    App,
    Channel,
    Json,
    Message,
)
from tests.servers.fake_discord.rules import Rules
from tests.servers.fake_discord.shapes import channel_json, member_json, message_json
from tests.servers.fake_discord.state import State
from tests.servers.fake_discord.transcript import Transcript


@dataclass(frozen=True)
class Backend:
    """All parts of a running fake."""

    state: State
    rules: Rules
    faults: Faults
    transcript: Transcript
    gateway: Gateway

    def audience(self, channel: Channel) -> list[App]:
        """Give the apps that see a channel."""
        guild = self.state.guild_of(channel)
        if guild is None:
            bots = {one.id for one in channel.recipients}
            return [app for app in self.state.apps.values() if app.user.id in bots]
        return [
            app
            for app in self.state.apps_in(guild)
            if in_channel(guild, guild.members[app.user.id], channel) & permissions.VIEW
        ]

    def add(self, channel: Channel, message: Message) -> None:
        """Put a message into a channel and tell the apps; a thread that was archived wakes up."""
        if channel.archived and not channel.locked:
            channel.archived = False
            self.tell_channel("THREAD_UPDATE", channel)
        channel.messages[message.id] = message
        self.tell_message("MESSAGE_CREATE", channel, message)

    def tell_message(self, event: str, channel: Channel, message: Message) -> None:
        """Tell the apps of a new message, or of a changed one."""
        for app in self.audience(channel):
            extra = self._extra(channel, message)
            told = message_json(message, app.user.id) | extra
            blank = message_json(message, app.user.id, blank=True) | extra
            # Its own messages, direct messages and those that name it are readable without the intent
            # (docs.discord.com/developers/events/gateway#message-content-intent).
            is_open = message.author is app.user or channel.guild_id is None or f"<@{app.user.id}>" in message.content
            self.gateway.publish(event, told, guild_id=channel.guild_id, app=app, blank=None if is_open else blank)

    def _extra(self, channel: Channel, message: Message) -> Json:
        guild = self.state.guild_of(channel)
        if guild is None:
            return {}
        member = guild.members.get(message.author.id)
        return {"guild_id": guild.id} | ({"member": member_json(member, with_user=False)} if member else {})

    def remove(self, channel: Channel, message_ids: list[str]) -> None:
        """Delete messages; of several at once the apps hear in one event."""
        for message_id in message_ids:
            del channel.messages[message_id]
        where: Json = {"channel_id": channel.id, "guild_id": channel.guild_id}
        is_bulk = len(message_ids) > 1
        told = where | ({"ids": message_ids} if is_bulk else {"id": message_ids[0]})
        for app in self.audience(channel):
            event = "MESSAGE_DELETE_BULK" if is_bulk else "MESSAGE_DELETE"
            self.gateway.publish(event, told, guild_id=channel.guild_id, app=app)

    def tell_channel(self, event: str, channel: Channel, **extra: object) -> None:
        """Tell the apps of a channel or thread."""
        for app in self.audience(channel):
            self.gateway.publish(event, channel_json(channel) | extra, guild_id=channel.guild_id, app=app)

    def start_thread(self, parent: Channel, starter: Message | None, name: str, owner: str, minutes: int) -> Channel:
        """Start a thread: on a message it takes the message's id, and the message is told to have changed."""
        kind = ANNOUNCEMENT_THREAD if parent.type == ANNOUNCEMENT else PUBLIC_THREAD
        thread_id = starter.id if starter else self.state.new_id()
        made = Channel(thread_id, kind, name, self.state.now(), parent.guild_id, parent.id, owner)
        made.auto_archive_duration = minutes
        guild = self.state.guilds[parent.guild_id or ""]
        guild.channels[made.id] = made
        self.tell_channel("THREAD_CREATE", made, newly_created=True)
        if starter is not None:
            starter.flags |= HAS_THREAD
            self.tell_message("MESSAGE_UPDATE", parent, starter)
        return made
