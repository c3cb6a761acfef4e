"""People who write: messages, edits, deletions."""

from datetime import timedelta

from tests.servers.fake_discord.backend import Backend
from tests.servers.fake_discord.possible import check_writing
from tests.servers.fake_discord.records import DEFAULT, REPLY, Channel, Message, User
from tests.servers.fake_discord.shapes import instant


class Talking:
    """What people do in channels."""

    backend: Backend

    def say(
        self,
        person: User,
        channel: Channel,
        text: str,
        *,
        reply_to: Message | None = None,
        file: str = "",
        content: bytes = b"",
    ) -> Message:
        """Write a message, perhaps with a file and no words.

        Raises:
            ImpossibleError: they cannot write this there.
        """
        state = self.backend.state
        check_writing(state, person, channel, text, has_more=bool(file))
        kind = REPLY if reply_to else DEFAULT
        made = Message(state.new_id(), channel.id, person, text, state.now(), kind)
        if reply_to is not None:
            made.reference = {"type": 0, "channel_id": channel.id, "message_id": reply_to.id}
        if file:
            made.attachments = [self._attachment(file, content)]
        self.backend.add(channel, made)
        return made

    def post_by_webhook(self, name: str, channel: Channel, text: str) -> Message:
        """Let a webhook write under a name of its own; its author is no member, and is called a bot."""
        state = self.backend.state
        author = User(state.new_id(), name, bot=True)
        made = Message(state.new_id(), channel.id, author, text, state.now(), DEFAULT)
        made.webhook_id = author.id
        self.backend.add(channel, made)
        return made

    def forward(self, person: User, channel: Channel, original: Message) -> Message:
        """Pass a message on: the new one has no content of its own, and a snapshot of the old one's.

        docs.discord.com/developers/resources/message#message-snapshot-object
        """
        made = self._unsent(person, channel)
        made.reference = {"type": 1, "channel_id": original.channel_id, "message_id": original.id}
        snapshot = {
            "type": original.type,
            "content": original.content,
            "embeds": original.embeds,
            "attachments": original.attachments,
            "timestamp": instant(original.created_at),
            "edited_timestamp": None,
            "flags": original.flags,
            "mentions": [],
            "mention_roles": [],
        }
        made.snapshots = [{"message": snapshot}]
        self.backend.add(channel, made)
        return made

    def stick(self, person: User, channel: Channel) -> Message:
        """Post a sticker and no words."""
        made = self._unsent(person, channel)
        made.stickers = [{"id": self.backend.state.new_id(), "name": "Wave", "format_type": 1}]
        self.backend.add(channel, made)
        return made

    def ask_all(self, person: User, channel: Channel, question: str) -> Message:
        """Post a poll and no words (docs.discord.com/developers/resources/poll)."""
        made = self._unsent(person, channel)
        answers = [{"answer_id": n, "poll_media": {"text": text}} for n, text in enumerate(("Yes", "No"), 1)]
        made.poll = {
            "question": {"text": question},
            "answers": answers,
            "expiry": instant(made.created_at + timedelta(days=1)),
            "allow_multiselect": False,
            "layout_type": 1,
            "results": {"answer_counts": [], "is_finalized": False},
        }
        self.backend.add(channel, made)
        return made

    def _unsent(self, person: User, channel: Channel) -> Message:
        state = self.backend.state
        check_writing(state, person, channel, "", has_more=True)
        return Message(state.new_id(), channel.id, person, "", state.now(), DEFAULT)

    def _attachment(self, name: str, content: bytes = b"") -> dict[str, object]:
        file_id = self.backend.state.new_id()
        address = f"https://cdn.discordapp.com/attachments/1/{file_id}/{name}"
        if content:
            self.backend.state.files[file_id] = content
            address = (
                f"{self.backend.gateway.address.replace('ws://', 'http://').removesuffix('/gateway/')}/files/{file_id}"
            )
        return {"id": file_id, "filename": name, "size": len(content) or 1024, "url": address, "proxy_url": address}

    def edit(self, message: Message, text: str) -> None:
        """Let the author of a message change it.

        Raises:
            ImpossibleError: nothing would be left, or it is too long.
        """
        channel = self.backend.state.channel(message.channel_id)
        has_more = bool(message.attachments or message.snapshots or message.stickers or message.poll)
        check_writing(self.backend.state, message.author, channel, text, has_more=has_more)
        message.content, message.edited_at = text, self.backend.state.now()
        self.backend.tell_message("MESSAGE_UPDATE", self.backend.state.channel(message.channel_id), message)

    def resolve_embeds(self, message: Message) -> None:
        """Let the preview of a link appear: an update that nobody made."""
        self.backend.tell_message("MESSAGE_UPDATE", self.backend.state.channel(message.channel_id), message)

    def delete(self, *messages: Message) -> None:
        """Delete messages of one channel; several at once are a purge."""
        channel = self.backend.state.channel(messages[0].channel_id)
        self.backend.remove(channel, [one.id for one in messages])
