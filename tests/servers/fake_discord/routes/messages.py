"""Messages: sent with a nonce, read back, edited, deleted, reacted to."""

from collections.abc import Iterator
from itertools import count
from urllib.parse import unquote

from tests.servers.fake_discord import permissions
from tests.servers.fake_discord.call import Answer, Call, Route
from tests.servers.fake_discord.content import check_message, walk
from tests.servers.fake_discord.gateway import MESSAGE_CONTENT
from tests.servers.fake_discord.records import FORUM, Channel, Json, Message
from tests.servers.fake_discord.refusals import RefusedError, invalid
from tests.servers.fake_discord.shapes import message_json

NONCE = 25
PAGE, LARGEST_PAGE = 50, 100


def send(call: Call) -> Answer:
    """Send a message; a nonce that is enforced gives the earlier message instead of another one."""
    channel = call.channel()
    permission = permissions.SEND_IN_THREADS if channel.is_thread else permissions.SEND
    call.channel(permission, *([permissions.EMBED] if call.body.get("embeds") else []))
    if channel.type == FORUM:
        raise RefusedError(400, 50008, "Cannot send messages in a non-text channel")
    if channel.locked and not call.may(channel, permissions.MANAGE_THREADS):
        raise RefusedError(400, 160005, "Thread is locked")
    nonce = str(call.body["nonce"]) if call.body.get("nonce") is not None else None
    if nonce is not None and len(nonce) > NONCE:
        raise invalid("nonce", f"Must be {NONCE} or fewer in length.", "BASE_TYPE_MAX_LENGTH")
    earlier = _earlier(call, channel, nonce) if call.body.get("enforce_nonce") else None
    if earlier is not None:
        return 200, message_json(earlier, call.app.user.id)
    message = new_message(call, channel, call.body)
    message.nonce = nonce
    call.backend.add(channel, message)
    return 200, message_json(message, call.app.user.id)


def _earlier(call: Call, channel: Channel, nonce: str | None) -> Message | None:
    since = call.state.now().timestamp() - call.backend.rules.nonce_life
    for message in channel.messages.values():
        is_same = nonce is not None and message.nonce == nonce and message.author is call.app.user
        if is_same and message.created_at.timestamp() >= since:
            return message
    return None


def new_message(call: Call, channel: Channel, body: Json) -> Message:
    """Make a message of the bot from what a request says.

    Raises:
        RefusedError: it holds what no message may hold.
    """
    check_message(body)
    message = Message(call.state.new_id(), channel.id, call.app.user, str(body.get("content") or ""), call.state.now())
    message.embeds, message.components = filled(body.get("embeds")), filled(body.get("components"))
    message.flags = int(body.get("flags") or 0)
    return message


def filled(parts: list[Json] | None) -> list[Json]:
    """Give embeds and components as they are sent back: embeds with their type, components with numbers."""
    taken = {one["id"] for one in walk(parts or []) if one.get("id")}
    free = (number for number in count(1) if number not in taken)
    return [
        _numbered(one, free) if "type" in one and "title" not in one else {"type": "rich", **one} for one in parts or []
    ]


def _numbered(component: Json, free: Iterator[int]) -> Json:
    shown = {**component, "id": component.get("id") or next(free)}
    if isinstance(shown.get("components"), list):
        shown["components"] = [_numbered(one, free) for one in shown["components"]]
    if shown.get("accessory"):
        shown["accessory"] = _numbered(shown["accessory"], free)
    return shown


def history(call: Call) -> Answer:
    """Give messages, the newest first; without the permission there are none, which is no error."""
    channel = call.channel()
    if not call.may(channel, permissions.HISTORY):
        return 200, []
    limit = int(call.query.get("limit", PAGE))
    if not 1 <= limit <= LARGEST_PAGE:
        raise invalid("limit", f"Value should be between 1 and {LARGEST_PAGE}.")
    found = sorted((one for one in channel.messages.values() if one.seen_by is None), key=lambda one: int(one.id))
    if "after" in call.query:
        found = [one for one in found if int(one.id) > int(call.query["after"])][:limit]
    elif "before" in call.query:
        found = [one for one in found if int(one.id) < int(call.query["before"])]
    return 200, [_read(call, channel, one) for one in reversed(found[-limit:])]


def one_message(call: Call) -> Answer:
    """Give one message."""
    channel = call.channel(permissions.HISTORY)
    return 200, _read(call, channel, call.state.message(channel.id, call.path["message_id"]))


def _read(call: Call, channel: Channel, message: Message) -> Json:
    is_open = message.author is call.app.user or channel.guild_id is None
    blank = not is_open and not call.app.privileged & MESSAGE_CONTENT
    return message_json(message, call.app.user.id, blank=blank)


def edit(call: Call) -> Answer:
    """Edit an own message; in an archived thread nothing can be edited."""
    channel = call.channel()
    message = call.own_message(channel)
    if channel.archived:
        raise RefusedError(400, 50083, "Thread is archived")
    apply_edit(call, message)
    call.backend.tell_message("MESSAGE_UPDATE", channel, message)
    return 200, message_json(message, call.app.user.id)


def apply_edit(call: Call, message: Message) -> None:
    """Change a message as a request says.

    Raises:
        RefusedError: it would hold what no message may hold.
    """
    kept = {"content": message.content, "embeds": message.embeds, "components": message.components}
    check_message(call.body, kept=kept | {"flags": message.flags})
    if "content" in call.body:
        message.content = str(call.body["content"] or "")
    for name in ("embeds", "components"):
        if name in call.body:
            setattr(message, name, filled(call.body[name]))
    message.edited_at = call.state.now()


def delete(call: Call) -> Answer:
    """Delete an own message, or somebody's with the permission to."""
    channel = call.channel()
    message = call.state.message(channel.id, call.path["message_id"])
    if message.author is not call.app.user:
        call.channel(permissions.MANAGE_MESSAGES)
    call.backend.remove(channel, [message.id])
    return 204, None


def react(call: Call) -> Answer:
    """React to a message; in an archived thread that is not possible."""
    channel = call.channel(permissions.HISTORY, permissions.REACT)
    message = call.state.message(channel.id, call.path["message_id"])
    if channel.archived:
        raise RefusedError(400, 50083, "Thread is archived")
    who = message.reactions.setdefault(unquote(call.path["emoji_name"]), [])
    if call.app.user.id not in who:
        who.append(call.app.user.id)
    return 204, None


def unreact(call: Call) -> Answer:
    """Take the app's own reaction away; of one that is not there Discord says nothing."""
    channel = call.channel(permissions.HISTORY)
    message = call.state.message(channel.id, call.path["message_id"])
    emoji = unquote(call.path["emoji_name"])
    left = [one for one in message.reactions.pop(emoji, []) if one != call.app.user.id]
    if left:
        message.reactions[emoji] = left
    return 204, None


_MESSAGES = "/channels/{channel_id}/messages"
_MESSAGE = "/channels/{channel_id}/messages/{message_id}"
ROUTES: dict[str, Route] = {
    f"POST {_MESSAGES}": send,
    f"GET {_MESSAGES}": history,
    f"GET {_MESSAGE}": one_message,
    f"PATCH {_MESSAGE}": edit,
    f"DELETE {_MESSAGE}": delete,
    f"PUT {_MESSAGE}/reactions/{{emoji_name}}/@me": react,
    f"DELETE {_MESSAGE}/reactions/{{emoji_name}}/@me": unreact,
}
