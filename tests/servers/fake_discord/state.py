"""All guilds and apps of the fake Discord, and how a thing is found by its id."""

from collections.abc import Iterator
from datetime import datetime
from random import Random

from bot.ports.clock import Clock
from tests.servers.fake_discord.records import DM, App, Channel, Guild, Interaction, Message, User
from tests.servers.fake_discord.refusals import unknown

#: Milliseconds from 1970 to the first second of 2015, from which snowflakes count
#: (docs.discord.com/developers/reference#snowflakes).
EPOCH = 1_420_070_400_000


class State:
    """Everything kept, under ids that are unique everywhere."""

    def __init__(self, clock: Clock, seed: int) -> None:
        self.clock = clock
        self.random = Random(seed)
        self.users: dict[str, User] = {}
        self.guilds: dict[str, Guild] = {}
        self.direct: dict[str, Channel] = {}
        self.apps: dict[str, App] = {}
        self.interactions: dict[str, Interaction] = {}
        self.files: dict[str, bytes] = {}
        self._last = 0

    def now(self) -> datetime:
        """Give the clock's time, in UTC."""
        return self.clock.now()

    def new_id(self) -> str:
        """Make a snowflake: it grows with the clock's time, and with every call."""
        moment = (int(self.now().timestamp() * 1000) - EPOCH) << 22
        self._last = max(self._last + 1, moment)
        return str(self._last)

    def channel(self, channel_id: str) -> Channel:
        """Find a channel, thread or direct message.

        Raises:
            RefusedError: there is none.
        """
        if channel_id in self.direct:
            return self.direct[channel_id]
        for guild in self.guilds.values():
            if channel_id in guild.channels:
                return guild.channels[channel_id]
        raise unknown("Channel")

    def message(self, channel_id: str, message_id: str) -> Message:
        """Find a message.

        Raises:
            RefusedError: there is none.
        """
        message = self.channel(channel_id).messages.get(message_id)
        if message is None:
            raise unknown("Message")
        return message

    def guild_of(self, channel: Channel) -> Guild | None:
        """Give the guild of a channel; None for a direct message."""
        return self.guilds.get(channel.guild_id or "")

    def apps_in(self, guild: Guild) -> Iterator[App]:
        """Give the apps that are members of a guild."""
        return (app for app in self.apps.values() if guild.id in app.guilds)

    def direct_message(self, bot: User, person: User) -> Channel:
        """Find the direct message between a bot and a person, and open it if there is none."""
        for channel in self.direct.values():
            if {one.id for one in channel.recipients} == {bot.id, person.id}:
                return channel
        made = Channel(self.new_id(), DM, "", self.now(), recipients=[bot, person])
        self.direct[made.id] = made
        return made
