"""How users, channels, messages, views and files look in JSON; nothing is decided here."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.servers.fake_slack.records import Channel, Json, Message, User, View, Workspace


def user_json(user: User, at: datetime) -> Json:
    """Give a user as in `users.info`."""
    zone = at.astimezone(ZoneInfo(user.tz))
    offset = zone.utcoffset()
    return {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "real_name": user.name.title(),
        "deleted": user.deleted,
        "tz": user.tz,
        "tz_label": zone.tzname(),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "profile": {"real_name": user.name.title(), "display_name": user.name, "team": user.team_id},
    }


def channel_json(channel: Channel, seen_by: str) -> Json:
    """Give a channel as in `conversations.info`, seen by one of the users."""
    if channel.is_im:
        other = next(iter(channel.members - {seen_by}), seen_by)
        return {"id": channel.id, "created": channel.created, "is_im": True, "is_archived": False, "user": other}
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_general": channel.name == "general",
        "is_shared": False,
        "is_ext_shared": False,
        "is_org_shared": False,
        "is_member": seen_by in channel.members,
        "created": channel.created,
        "creator": channel.creator,
        "context_team_id": channel.team_id,
    }


def message_json(message: Message, team_id: str, *, all_metadata: bool = True) -> Json:
    """Give a message as in events and history; without `all_metadata` only the type of its metadata."""
    shown: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    if message.subtype != "thread_broadcast":
        shown["team"] = team_id
    optional: dict[str, Any] = {
        "subtype": message.subtype,
        "client_msg_id": message.client_msg_id,
        "inviter": message.inviter,
        "bot_id": message.bot_id,
        "app_id": message.app_id,
        "thread_ts": message.thread_ts,
        "blocks": message.blocks,
        "attachments": message.attachments,
        "files": message.files,
    }
    shown |= {name: value for name, value in optional.items() if value}
    if message.edited:
        shown["edited"] = {"user": message.user, "ts": message.edited}
    if message.reactions:
        shown["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)} for name, users in message.reactions.items()
        ]
    if message.metadata:
        kept = message.metadata if all_metadata else {"event_type": message.metadata["event_type"]}
        shown["metadata"] = dict(kept)
    return shown


def parent_json(message: Message, channel: Channel, *, all_metadata: bool = True) -> Json:
    """Give a message as in history: a parent with the counts of its thread."""
    shown = message_json(message, channel.team_id, all_metadata=all_metadata)
    replies = channel.replies(message.ts)
    if replies:
        shown |= {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users_count": len({one.user for one in replies}),
            "reply_users": sorted({one.user for one in replies}),
            "latest_reply": replies[-1].ts,
        }
    return shown


def view_json(view: View, bot_id: str) -> Json:
    """Give a view as in the answers of `views.*` and in interactions."""
    return {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        **view.body,
        **{name: _with_emoji(view.body.get(name)) for name in ("title", "submit", "close")},
        "id": view.id,
        "team_id": view.team_id,
        "app_id": view.app_id,
        "app_installed_team_id": view.team_id,
        "bot_id": bot_id,
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "state": {"values": {}},
    }


def _with_emoji(text: Json | None) -> Json | None:
    return {"emoji": True, **text} if text else None


def file_json(file_id: str, name: str, user: str, size: int, created: int) -> Json:
    """Give a file as in `file_share` and `files.info`."""
    return {
        "id": file_id,
        "created": created,
        "timestamp": created,
        "name": name,
        "title": name,
        "mimetype": "application/octet-stream",
        "filetype": name.rpartition(".")[2],
        "user": user,
        "mode": "hosted",
        "size": size,
        "is_external": False,
        "is_public": False,
        "channels": [],
        "groups": [],
        "ims": [],
        "shares": {},
    }


def team_json(workspace: Workspace) -> Json:
    """Give a workspace as in `auth.teams.list` and `team.info`."""
    return {"id": workspace.id, "name": workspace.name, "domain": workspace.name}
