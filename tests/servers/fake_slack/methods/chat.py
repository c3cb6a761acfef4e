"""chat.*: posting, updating, deleting, ephemeral messages, links."""

from datetime import timedelta

from tests.servers.fake_slack.call import Call, Method
from tests.servers.fake_slack.content import messages as content
from tests.servers.fake_slack.content.messages import Content
from tests.servers.fake_slack.errors import SlackError
from tests.servers.fake_slack.records import Channel, Json, Message
from tests.servers.fake_slack.shapes import message_json


def post_message(call: Call) -> Json:
    channel = _target(call)
    body = _body(call, channel)
    thread_ts = _thread(call, channel)
    call.backend.limits.count_message(channel.id)
    message = _made(call, channel, body, thread_ts)
    if thread_ts and call.args.get("reply_broadcast"):
        message.subtype = "thread_broadcast"
    call.backend.add(channel, message)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "message": message_json(message, channel.team_id)}


def post_ephemeral(call: Call) -> Json:
    channel = call.channel()
    _writable(call, channel)
    body = _body(call, channel)
    user = call.user(call.args["user"]).users[call.args["user"]]
    if user.id not in channel.members:
        raise SlackError("user_not_in_channel")
    message = _made(call, channel, body, call.args.get("thread_ts"))
    message.ephemeral_to = user.id
    # Delivery is not guaranteed: who is away never sees it, and Slack says ok.
    if user.active:
        call.backend.workspace(channel).ephemerals.append(message)
    return {"ok": True, "message_ts": message.ts}


def update(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel, call.args["ts"])
    _own(call, message, "cant_update_message")
    _in_window(call, message)
    body = _body(call, channel, update=True)
    before = message_json(message, channel.team_id)
    # Text without blocks removes the blocks; metadata stays unless it is sent.
    message.text, message.blocks, message.attachments = body.text, body.blocks, body.attachments
    message.metadata = body.metadata or message.metadata
    message.edited = call.backend.state.new_ts()
    call.backend.tell_changed(channel, message, before)
    shown = message_json(message, channel.team_id)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def delete(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel, call.args["ts"])
    _own(call, message, "cant_delete_message")
    call.backend.remove(channel, message)
    return {"ok": True, "channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel, call.args["message_ts"])
    domain = call.backend.workspace(channel).domain
    link = f"https://{domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"ok": True, "channel": channel.id, "permalink": link}


def _body(call: Call, channel: Channel, *, update: bool = False) -> Content:
    unknown = call.backend.workspace(channel).without_blocks
    return content.of_call(call.args, call.backend.state.random, update=update, unknown=unknown)


def _target(call: Call) -> Channel:
    """Find where to post: a channel, or a person whose direct message is opened."""
    wanted = str(call.args["channel"])
    if wanted.startswith(("U", "W")):
        state, workspace = call.backend.state, call.user(wanted)
        return state.direct_message(workspace, call.bot_user, wanted)
    channel = call.channel()
    _writable(call, channel)
    return channel


def _writable(call: Call, channel: Channel) -> None:
    if channel.is_archived:
        raise SlackError("is_archived")
    anywhere = "chat:write.public" in call.installation.scopes and channel.type == "channel"
    if not anywhere:
        call.member(channel)


def _thread(call: Call, channel: Channel) -> str | None:
    thread_ts = call.args.get("thread_ts")
    if thread_ts is None:
        return None
    parent = channel.messages.get(thread_ts)
    if parent is None:
        # Slack takes a reply to what is not there, and shows it loose in the channel.
        return None
    return parent.thread_ts if parent.is_reply else parent.ts


def _made(call: Call, channel: Channel, body: Content, thread_ts: str | None) -> Message:
    return Message(
        channel.id,
        call.backend.state.new_ts(),
        call.bot_user,
        body.text,
        blocks=body.blocks,
        attachments=body.attachments,
        metadata=body.metadata,
        thread_ts=thread_ts,
        bot_id=call.installation.bot_id,
        app_id=call.installation.app.id,
    )


def _own(call: Call, message: Message, code: str) -> None:
    if message.bot_id != call.installation.bot_id or message.subtype == "tombstone":
        raise SlackError(code)


def _in_window(call: Call, message: Message) -> None:
    window = call.backend.rules.edit_window
    age = call.backend.state.clock.now().timestamp() - float(message.ts)
    if window is not None and timedelta(seconds=age) > timedelta(seconds=window):
        raise SlackError("edit_window_closed")


METHODS = {
    "chat.postMessage": Method(post_message, tier=None, scopes=("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, tier=4, scopes=("chat:write",)),
    "chat.update": Method(update, tier=3, scopes=("chat:write",)),
    "chat.delete": Method(delete, tier=3, scopes=("chat:write",)),
    "chat.getPermalink": Method(get_permalink, tier=4),
}
