"""Threads: on a message, on their own, or as a post of a forum."""

from tests.servers.fake_discord import permissions
from tests.servers.fake_discord.call import Answer, Call, Route
from tests.servers.fake_discord.component_rules import within
from tests.servers.fake_discord.records import ANNOUNCEMENT, DEFAULT, FORUM, TEXT, THREAD_STARTER, Channel, Message
from tests.servers.fake_discord.refusals import RefusedError, invalid
from tests.servers.fake_discord.routes.channels import ARCHIVE_MINUTES, NAME
from tests.servers.fake_discord.routes.messages import new_message
from tests.servers.fake_discord.shapes import channel_json, message_json

#: The channel's flag that every post of a forum needs a tag.
REQUIRE_TAG = 1 << 4


def on_message(call: Call) -> Answer:
    """Start a thread on a message: its id is the message's, so that there is one at most."""
    channel = call.channel(permissions.CREATE_THREADS)
    if channel.type not in {TEXT, ANNOUNCEMENT}:
        raise RefusedError(400, 50024, "Cannot execute action on this channel type")
    starter = call.state.message(channel.id, call.path["message_id"])
    guild = call.state.guilds[channel.guild_id or ""]
    if starter.id in guild.channels:
        raise RefusedError(400, 160004, "A thread has already been created for this message")
    thread = _start(call, channel, starter)
    # The thread begins with a message that only refers to its starter.
    first = Message(call.state.new_id(), thread.id, starter.author, "", call.state.now(), THREAD_STARTER)
    first.reference = {"type": 0, "channel_id": channel.id, "message_id": starter.id, "guild_id": guild.id}
    call.backend.add(thread, first)
    return 201, channel_json(thread)


def _start(call: Call, channel: Channel, starter: Message | None) -> Channel:
    name = call.body["name"]
    within("name", name, 1, NAME)
    minutes = call.body.get("auto_archive_duration") or 1440
    if minutes not in ARCHIVE_MINUTES:
        raise invalid("auto_archive_duration", "Value must be one of (60, 1440, 4320, 10080).")
    return call.backend.start_thread(channel, starter, name, call.app.user.id, minutes)


def on_its_own(call: Call) -> Answer:
    """Start a thread without a message; in a forum that is a post, whose first message takes the thread's id."""
    channel = call.channel()
    if channel.type != FORUM:
        call.channel(permissions.CREATE_THREADS)
        return 201, channel_json(_start(call, channel, None))
    call.channel(permissions.SEND)
    if channel.flags & REQUIRE_TAG and not call.body.get("applied_tags"):
        raise RefusedError(400, 40067, "A tag is required to create a forum post in this channel")
    first = new_message(call, channel, call.body["message"])
    thread = _start(call, channel, None)
    guild = call.state.guilds[channel.guild_id or ""]
    first.id, first.channel_id, first.type = thread.id, thread.id, DEFAULT
    guild.channels[thread.id] = thread
    thread.applied_tags = list(call.body.get("applied_tags") or [])
    call.backend.add(thread, first)
    return 201, channel_json(thread) | {"message": message_json(first, call.app.user.id)}


def archived(call: Call) -> Answer:
    """Give the public threads of a channel that are archived, the one archived last first."""
    channel = call.channel(permissions.HISTORY)
    guild = call.state.guilds[channel.guild_id or ""]
    threads = [one for one in guild.threads_of(channel.id) if one.archived]
    newest = sorted(threads, key=lambda one: one.archived_at or one.created_at, reverse=True)
    return 200, {"threads": [channel_json(one) for one in newest], "members": [], "has_more": False}


def join(call: Call) -> Answer:
    """Join a thread."""
    call.channel()
    return 204, None


ROUTES: dict[str, Route] = {
    "POST /channels/{channel_id}/messages/{message_id}/threads": on_message,
    "POST /channels/{channel_id}/threads": on_its_own,
    "GET /channels/{channel_id}/threads/archived/public": archived,
    "PUT /channels/{channel_id}/thread-members/@me": join,
}
