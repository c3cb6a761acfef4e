"""What tests read."""

from tests.servers.fake_discord.backend import Backend
from tests.servers.fake_discord.records import Channel, Message, User


class Looking:
    """Reads without acting."""

    backend: Backend

    def messages(self, channel: Channel, *, by: User | None = None) -> list[Message]:
        """Give the messages that everybody sees in a channel, oldest first."""
        public = [one for one in channel.messages.values() if one.seen_by is None]
        return sorted((one for one in public if by in {None, one.author}), key=lambda one: int(one.id))

    def private(self, channel: Channel, person: User) -> list[Message]:
        """Give what only one person sees in a channel, oldest first."""
        return [one for one in channel.messages.values() if one.seen_by == person.id]

    def thread_of(self, message: Message) -> Channel:
        """Give the thread that was started on a message.

        Raises:
            RefusedError: there is none.
        """
        return self.backend.state.channel(message.id)

    def direct(self, person: User) -> list[Message]:
        """Give what bots wrote to somebody directly."""
        return [
            message
            for channel in self.backend.state.direct.values()
            if person in channel.recipients
            for message in channel.messages.values()
            if message.author.bot
        ]
