"""People who write: messages, edits, deletions."""

from tests.servers.fake_discord.backend import Backend
from tests.servers.fake_discord.records import DEFAULT, REPLY, Channel, Message, User


class Talking:
    """What people do in channels."""

    backend: Backend

    def say(
        self, person: User, channel: Channel, text: str, *, reply_to: Message | None = None, file: str = ""
    ) -> Message:
        """Write a message, perhaps with a file and no words."""
        state = self.backend.state
        kind = REPLY if reply_to else DEFAULT
        made = Message(state.new_id(), channel.id, person, text, state.now(), kind)
        if reply_to is not None:
            made.reference = {"type": 0, "channel_id": channel.id, "message_id": reply_to.id}
        if file:
            made.attachments = [self._attachment(file)]
        self.backend.add(channel, made)
        return made

    def _attachment(self, name: str) -> dict[str, object]:
        file_id = self.backend.state.new_id()
        address = f"https://cdn.discordapp.com/attachments/1/{file_id}/{name}"
        return {"id": file_id, "filename": name, "size": 1024, "url": address, "proxy_url": address}

    def edit(self, message: Message, text: str) -> None:
        """Let the author of a message change it."""
        message.content, message.edited_at = text, self.backend.state.now()
        self.backend.tell_message("MESSAGE_UPDATE", self.backend.state.channel(message.channel_id), message)

    def resolve_embeds(self, message: Message) -> None:
        """Let the preview of a link appear: an update that nobody made."""
        self.backend.tell_message("MESSAGE_UPDATE", self.backend.state.channel(message.channel_id), message)

    def delete(self, *messages: Message) -> None:
        """Delete messages of one channel; several at once are a purge."""
        channel = self.backend.state.channel(messages[0].channel_id)
        self.backend.remove(channel, [one.id for one in messages])
