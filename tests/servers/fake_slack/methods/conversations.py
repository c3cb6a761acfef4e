"""conversations.* and users.conversations: what there is, who is in it, what was said."""

from collections.abc import Iterable

from tests.servers.fake_slack.call import STRICT_PAGE, Call, Method
from tests.servers.fake_slack.errors import SlackError
from tests.servers.fake_slack.people.membership import join as join_channel
from tests.servers.fake_slack.people.membership import leave as leave_channel
from tests.servers.fake_slack.records import Channel, Json, Message
from tests.servers.fake_slack.shapes import channel_json, message_json, parent_json

TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
READ_SCOPES = ("channels:read", "groups:read", "im:read")


def info(call: Call) -> Json:
    channel = call.channel()
    call.needs(f"{channel.family}:read")
    shown = channel_json(channel, call.bot_user)
    if call.args.get("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"ok": True, "channel": shown}


def members(call: Call) -> Json:
    channel = call.channel()
    call.needs(f"{channel.family}:read")
    ids = call.page("members", [{"id": one} for one in sorted(channel.members)])
    return ids | {"members": [one["id"] for one in ids["members"]]}


def list_all(call: Call) -> Json:
    return _channels(call, call.workspace().channels.values())


def list_of_user(call: Call) -> Json:
    user = call.args.get("user") or call.bot_user
    return _channels(call, [one for one in call.workspace().channels.values() if user in one.members])


def history(call: Call) -> Json:
    channel = call.channel()
    call.needs(f"{channel.family}:history")
    call.member(channel)
    # Replies are not in the history of the channel, unless they were also sent to it.
    found = [one for one in channel.messages.values() if not one.is_reply or one.subtype == "thread_broadcast"]
    newest_first = sorted(_between(call, found), key=lambda one: one.ts, reverse=True)
    everything = bool(call.args.get("include_all_metadata"))
    return _page(call, [parent_json(one, channel, all_metadata=everything) for one in newest_first])


def replies(call: Call) -> Json:
    channel = call.channel()
    call.needs(f"{channel.family}:history")
    call.member(channel)
    ts = call.args["ts"]
    if ts not in channel.messages:
        raise SlackError("thread_not_found")
    everything = bool(call.args.get("include_all_metadata"))
    # The parent comes first whatever the bounds; pages after the first have replies only.
    parent = parent_json(channel.messages[ts], channel, all_metadata=everything)
    after = [message_json(one, channel.team_id, all_metadata=everything) for one in _between(call, channel.replies(ts))]
    return _page(call, [parent, *after])


def open_direct(call: Call) -> Json:
    if call.args.get("channel"):
        return {"ok": True, "channel": channel_json(call.channel(), call.bot_user)}
    users = [one.strip() for one in str(call.args.get("users") or "").split(",") if one.strip()]
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 1:
        raise SlackError("method_not_supported_for_channel_type")
    workspace = call.user(users[0])
    channel = call.backend.state.direct_message(workspace, call.bot_user, users[0])
    return {"ok": True, "channel": channel_json(channel, call.bot_user)}


def join(call: Call) -> Json:
    channel = call.channel()
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.type != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    join_channel(call.backend, channel, call.bot_user)
    return {"ok": True, "channel": channel_json(channel, call.bot_user)}


def leave(call: Call) -> Json:
    channel = call.channel()
    call.member(channel)
    leave_channel(call.backend, channel, call.bot_user)
    return {"ok": True}


def _channels(call: Call, channels: Iterable[Channel]) -> Json:
    wanted = {TYPES.get(one.strip(), "") for one in str(call.args.get("types") or "public_channel").split(",")}
    if "" in wanted:
        raise SlackError("invalid_types")
    seen = [
        channel_json(one, call.bot_user)
        for one in channels
        if one.type in wanted
        and (one.type == "channel" or call.bot_user in one.members)
        and not (one.is_archived and call.args.get("exclude_archived"))
    ]
    return call.page("channels", seen)


def _between(call: Call, messages: list[Message]) -> list[Message]:
    """Keep the messages within `oldest` and `latest`; both bounds are outside unless `inclusive`."""
    oldest, latest = str(call.args.get("oldest") or "0"), str(call.args.get("latest") or "inf")
    inclusive = bool(call.args.get("inclusive"))
    bounds = {oldest, latest} if inclusive else set()
    return [one for one in messages if float(oldest) < float(one.ts) < float(latest) or one.ts in bounds]


def _page(call: Call, messages: list[Json]) -> Json:
    if call.backend.rules.strict_history:
        return call.page("messages", messages, most=STRICT_PAGE, usual=STRICT_PAGE)
    return call.page("messages", messages)


METHODS = {
    "conversations.info": Method(info, tier=3, scopes=READ_SCOPES),
    "conversations.members": Method(members, tier=4, scopes=READ_SCOPES),
    "conversations.list": Method(list_all, tier=2, scopes=READ_SCOPES),
    "users.conversations": Method(list_of_user, tier=3, scopes=READ_SCOPES),
    "conversations.history": Method(history, tier=3),
    "conversations.replies": Method(replies, tier=3),
    "conversations.open": Method(open_direct, tier=3, scopes=("im:write",)),
    "conversations.join": Method(join, tier=3, scopes=("channels:join",)),
    "conversations.leave": Method(leave, tier=3, scopes=("channels:write", "channels:manage", "groups:write")),
}
