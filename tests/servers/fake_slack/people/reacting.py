"""Emoji on messages, and the events about them."""

from tests.servers.fake_slack.backend import Backend
from tests.servers.fake_slack.records import Channel, Json, Message


def react(backend: Backend, channel: Channel, message: Message, user: str, name: str) -> bool:
    """Add a reaction; False where the same one by the same user is there."""
    users = message.reactions.setdefault(name, [])
    if user in users:
        return False
    users.append(user)
    backend.delivery.publish(
        backend.workspace(channel), _event("reaction_added", backend, message, user, name), channel
    )
    return True


def unreact(backend: Backend, channel: Channel, message: Message, user: str, name: str) -> bool:
    """Take a reaction back; False where there is none."""
    if user not in message.reactions.get(name, []):
        return False
    message.reactions[name].remove(user)
    if not message.reactions[name]:
        del message.reactions[name]
    event = _event("reaction_removed", backend, message, user, name)
    backend.delivery.publish(backend.workspace(channel), event, channel)
    return True


def _event(kind: str, backend: Backend, message: Message, user: str, name: str) -> Json:
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    event: Json = {"type": kind, "user": user, "reaction": name, "item": item, "item_user": message.user}
    return event | {"event_ts": backend.state.new_ts()}
