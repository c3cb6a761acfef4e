"""People who talk: messages, edits, reactions, membership. Events go out in the background."""

import re
from typing import Any

from tests.servers.fake_slack.backend import Backend
from tests.servers.fake_slack.people import membership, reacting
from tests.servers.fake_slack.records import Channel, Json, Message, Workspace
from tests.servers.fake_slack.shapes import channel_json, file_json, message_json

#: What the client sends as it is: mentions, links and dates between angle brackets.
TOKEN = re.compile(r"(<(?:[@#!][^<>]+|https?://[^<>]+|mailto:[^<>]+)>)")
MENTION = re.compile(r"(<@[UW][^<>]*>)")
URL = re.compile(r"https?://[^\s<>]+")


def typed(text: str) -> str:
    """Give what Slack stores for what somebody typed: & < > escaped, addresses in angle brackets."""
    parts = TOKEN.split(text)
    return "".join(part if index % 2 else _escaped(part) for index, part in enumerate(parts))


def _escaped(text: str) -> str:
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return URL.sub(lambda found: f"<{found.group()}>", plain)


class Talking:
    """What people do in channels."""

    backend: Backend

    async def say(
        self, user: str, channel: str, text: str, *, thread_ts: str | None = None, through: str | None = None
    ) -> str:
        """Post as a person (or another bot) and give the ts; `through` is the bot_id of an app they post with."""
        place = self.backend.state.channel(channel)
        message = self._message(user, place, text, thread_ts)
        message.bot_id = through or message.bot_id
        self.backend.add(place, message)
        return message.ts

    async def broadcast(self, user: str, channel: str, text: str, thread_ts: str) -> str:
        """Reply in a thread and also send it to the channel."""
        place = self.backend.state.channel(channel)
        message = self._message(user, place, text, thread_ts)
        message.subtype = "thread_broadcast"
        self.backend.add(place, message)
        return message.ts

    async def share_file(
        self,
        user: str,
        channel: str,
        name: str,
        *,
        text: str = "",
        thread_ts: str | None = None,
        size: int = 100,
        content: bytes | None = None,
        at: str = "",
    ) -> str:
        """Share a file, which can be fetched if it has any content; without a text the message has none."""
        state, place = self.backend.state, self.backend.state.channel(channel)
        file = file_json(state.new_id("F"), name, user, size if content is None else len(content), state.now())
        if content is not None:
            file["url_private_download"] = at or f"{self.backend.address}/files-pri/{file['id']}"
            self.backend.workspace(place).contents[file["id"]] = content
        self.backend.workspace(place).files[file["id"]] = file
        message = self._message(user, place, text, thread_ts)
        message.subtype, message.files = "file_share", [file]
        self.backend.add(place, message)
        return message.ts

    async def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        """Edit one's own message."""
        place, message = self._own(user, channel, ts)
        before = message_json(message, place.team_id)
        message.text, message.edited = typed(text), self.backend.state.new_ts()
        message.blocks = _rich_text(message.text)
        self.backend.tell_changed(place, message, before)

    async def delete(self, user: str, channel: str, ts: str) -> None:
        """Delete one's own message; a parent with replies leaves a tombstone."""
        place, message = self._own(user, channel, ts)
        self.backend.remove(place, message)

    async def detect_language(self, channel: str, ts: str) -> None:
        """Let Slack find out a language: `message_changed` although nobody edited."""
        place, message = self.backend.state.channel(channel), self.backend.state.message(channel, ts)
        self.backend.tell_changed(place, message, message_json(message, place.team_id))

    async def react(self, user: str, channel: str, ts: str, name: str) -> None:
        """React with an emoji."""
        place, message = self.backend.state.channel(channel), self.backend.state.message(channel, ts)
        reacting.react(self.backend, place, message, user, name)

    async def unreact(self, user: str, channel: str, ts: str, name: str) -> None:
        """Take a reaction back."""
        place, message = self.backend.state.channel(channel), self.backend.state.message(channel, ts)
        reacting.unreact(self.backend, place, message, user, name)

    async def join(self, user: str, channel: str) -> None:
        """Join a channel."""
        membership.join(self.backend, self.backend.state.channel(channel), user)

    async def invite(self, user: str, channel: str, *, by: str) -> None:
        """Bring somebody, or a bot, into a channel."""
        membership.join(self.backend, self.backend.state.channel(channel), user, by)

    async def leave(self, user: str, channel: str) -> None:
        """Leave a channel, or be removed from it."""
        membership.leave(self.backend, self.backend.state.channel(channel), user)

    async def archive(self, channel: str, by: str) -> None:
        """Archive a channel."""
        await self._archived(channel, by, archived=True)

    async def unarchive(self, channel: str, by: str) -> None:
        """Bring an archived channel back."""
        await self._archived(channel, by, archived=False)

    async def rename(self, channel: str, name: str) -> None:
        """Rename a channel."""
        place = self.backend.state.channel(channel)
        place.name = name
        shown = channel_json(place, "")
        kept = {key: shown[key] for key in ("id", "name", "name_normalized", "created", "is_channel", "is_mpim")}
        self._channel_event(place, "rename", {"channel": kept})

    async def publish(self, workspace: Workspace, event: Json) -> None:
        """Send any other event of a workspace."""
        self.backend.delivery.publish(workspace, event)

    async def _archived(self, channel: str, by: str, *, archived: bool) -> None:
        place, what = self.backend.state.channel(channel), "archive" if archived else "unarchive"
        membership.notice(self.backend, place, by, what, f"{what}d the channel")
        place.is_archived = archived
        self._channel_event(place, what, {"channel": place.id, "user": by})

    def _channel_event(self, place: Channel, what: str, about: dict[str, Any]) -> None:
        prefix = "group" if place.is_private else "channel"
        event = {"type": f"{prefix}_{what}", **about, "event_ts": self.backend.state.new_ts()}
        self.backend.delivery.publish(self.backend.workspace(place), event, place)

    def _message(self, user: str, place: Channel, text: str, thread_ts: str | None) -> Message:
        if thread_ts is not None and not place.thread(thread_ts):
            raise LookupError(f"{place.name} has no thread {thread_ts}")
        if user not in place.members or place.is_archived:
            raise LookupError(f"{user} cannot write in {place.name or place.id}: no member, or it is archived")
        stored, state = typed(text), self.backend.state
        message = Message(place.id, state.new_ts(), user, stored, _rich_text(stored), thread_ts)
        if state.user(user).is_bot:
            # Another app's bot: a bot_id and, as most apps today, no subtype.
            message.bot_id = f"B{user[1:]}"
        else:
            message.client_msg_id = state.new_secret()
        return message

    def _own(self, user: str, channel: str, ts: str) -> tuple[Channel, Message]:
        message = self.backend.state.message(channel, ts)
        if message.user != user:
            raise LookupError(f"{ts} is not by {user}")
        return self.backend.state.channel(channel), message


def _rich_text(stored: str) -> list[Json]:
    parts = [part for part in MENTION.split(stored) if part]
    section = {"type": "rich_text_section", "elements": [_element(part) for part in parts]}
    return [{"type": "rich_text", "block_id": "typed", "elements": [section]}] if parts else []


def _element(part: str) -> Json:
    if MENTION.fullmatch(part):
        return {"type": "user", "user_id": part[2:-1]}
    return {"type": "text", "text": part.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")}
