"""The parts behind the server's doors, in one place so that methods and people can reach them."""

from dataclasses import dataclass

from tests.servers.fake_slack.events.delivery import Delivery
from tests.servers.fake_slack.events.socket_mode import SocketMode
from tests.servers.fake_slack.events.triggers import Triggers
from tests.servers.fake_slack.faults import Faults
from tests.servers.fake_slack.modals import Modals
from tests.servers.fake_slack.rate_limits import RateLimits
from tests.servers.fake_slack.records import Channel, Message, Workspace
from tests.servers.fake_slack.rules import Rules
from tests.servers.fake_slack.shapes import message_json, parent_json
from tests.servers.fake_slack.state import State
from tests.servers.fake_slack.transcript import Transcript


@dataclass(frozen=True)
class Backend:
    """All parts of a running fake."""

    state: State
    rules: Rules
    faults: Faults
    transcript: Transcript
    limits: RateLimits
    triggers: Triggers
    modals: Modals
    sockets: SocketMode
    delivery: Delivery
    #: Where the server listens, such as http://127.0.0.1:1234.
    address: str

    def workspace(self, channel: Channel) -> Workspace:
        """Give the workspace of a channel."""
        return self.state.workspaces[channel.team_id]

    def add(self, channel: Channel, message: Message) -> None:
        """Put a message into a channel and tell the apps."""
        channel.messages[message.ts] = message
        shown = message_json(message, channel.team_id)
        if message.subtype == "thread_broadcast" and message.thread_ts in channel.messages:
            shown["root"] = parent_json(channel.messages[message.thread_ts], channel)
        event = shown | {"channel": channel.id, "event_ts": message.ts, "channel_type": channel.type}
        self.delivery.publish(self.workspace(channel), event, channel)
        if message.is_reply and self.rules.message_replied:
            self._tell_replied(channel, message)

    def tell_changed(self, channel: Channel, message: Message, before: dict[str, object]) -> None:
        """Tell the apps that a message is another than before (as JSON)."""
        ts = self.state.new_ts()
        event = {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "channel": channel.id,
            "channel_type": channel.type,
            "ts": ts,
            "event_ts": ts,
            "message": message_json(message, channel.team_id),
            "previous_message": before,
        }
        self.delivery.publish(self.workspace(channel), event, channel)

    def remove(self, channel: Channel, message: Message) -> None:
        """Delete a message: a parent with replies becomes a tombstone, and goes with the last of them."""
        before = message_json(message, channel.team_id)
        if channel.replies(message.ts):
            message.subtype, message.user, message.text = "tombstone", "USLACKBOT", "This message was deleted."
            message.blocks, message.files, message.metadata = [], [], None
            message.thread_ts = message.ts
            self.tell_changed(channel, message, before)
            return
        del channel.messages[message.ts]
        self._tell_deleted(channel, message.ts, before)
        parent = channel.messages.get(message.thread_ts or "")
        if parent is not None and parent.subtype == "tombstone" and not channel.replies(parent.ts):
            self.remove(channel, parent)

    def _tell_deleted(self, channel: Channel, deleted_ts: str, before: dict[str, object]) -> None:
        ts = self.state.new_ts()
        event = {
            "type": "message",
            "subtype": "message_deleted",
            "hidden": True,
            "channel": channel.id,
            "channel_type": channel.type,
            "ts": ts,
            "event_ts": ts,
            "deleted_ts": deleted_ts,
            "previous_message": before,
        }
        self.delivery.publish(self.workspace(channel), event, channel)

    def _tell_replied(self, channel: Channel, message: Message) -> None:
        parent = channel.messages.get(message.thread_ts or "")
        if parent is None:
            return
        ts = self.state.new_ts()
        replies = [{"user": one.user, "ts": one.ts} for one in channel.replies(parent.ts)]
        shown = message_json(parent, channel.team_id) | {"reply_count": len(replies), "replies": replies}
        # The subtype `message_replied` is missing over the Events API: a documented bug.
        event = {"type": "message", "message": shown, "channel": channel.id, "channel_type": channel.type}
        self.delivery.publish(self.workspace(channel), event | {"ts": ts, "event_ts": ts}, channel)
