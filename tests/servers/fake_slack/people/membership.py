"""Coming into a channel and going: the members, the notice in the channel, the events."""

from tests.servers.fake_slack.backend import Backend
from tests.servers.fake_slack.records import Channel, Json, Message


def join(backend: Backend, channel: Channel, user: str, inviter: str | None = None) -> None:
    """Make somebody a member; nothing happens to whoever is one already."""
    if user in channel.members:
        return
    channel.members.add(user)
    notice(backend, channel, user, "join", f"<@{user}> has joined the channel", inviter=inviter)
    event: Json = {"type": "member_joined_channel"} | _about(backend, channel, user)
    backend.delivery.publish(backend.workspace(channel), event | ({"inviter": inviter} if inviter else {}), channel)


def leave(backend: Backend, channel: Channel, user: str) -> None:
    """Take somebody out; a bot is also told that it left."""
    if user not in channel.members:
        return
    channel.members.remove(user)
    notice(backend, channel, user, "leave", f"<@{user}> has left the channel")
    workspace = backend.workspace(channel)
    event: Json = {"type": "member_left_channel"} | _about(backend, channel, user)
    backend.delivery.publish(workspace, event, channel)
    for installation in backend.state.installations_in(workspace):
        if installation.bot_user == user:
            kind = "group_left" if channel.is_private else "channel_left"
            left = {"type": kind, "channel": channel.id, "actor_id": user, "event_ts": event["event_ts"]}
            backend.delivery.tell(installation, workspace, left)


def notice(backend: Backend, channel: Channel, user: str, what: str, text: str, *, inviter: str | None = None) -> None:
    """Put Slack's own line into a channel: what happened becomes the subtype, such as channel_join."""
    prefix = "group" if channel.is_private else "channel"
    message = Message(channel.id, backend.state.new_ts(), user, text, subtype=f"{prefix}_{what}", inviter=inviter)
    backend.add(channel, message)


def _about(backend: Backend, channel: Channel, user: str) -> Json:
    kind = "G" if channel.is_private else "C"
    about = {"user": user, "channel": channel.id, "channel_type": kind, "team": channel.team_id}
    return about | {"event_ts": backend.state.new_ts()}
