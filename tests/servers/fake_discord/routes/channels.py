"""Channels: seen, renamed, archived, deleted."""

from datetime import timedelta

from tests.servers.fake_discord import permissions
from tests.servers.fake_discord.call import Answer, Call, Route
from tests.servers.fake_discord.component_rules import within
from tests.servers.fake_discord.records import Channel
from tests.servers.fake_discord.refusals import RefusedError, invalid, missing_permissions, too_often
from tests.servers.fake_discord.shapes import channel_json

#: A name may change twice in ten minutes: a limit of its own that no header tells beforehand.
RENAMES, RENAME_WINDOW = 2, timedelta(minutes=10)
NAME = 100
ARCHIVE_MINUTES = frozenset({60, 1440, 4320, 10080})


def channel(call: Call) -> Answer:
    """Give a channel."""
    return 200, channel_json(call.channel())


def change(call: Call) -> Answer:
    """Change a thread: its own maker may archive and rename it; to lock it takes a permission."""
    found = call.channel()
    is_own = found.is_thread and found.owner_id == call.app.user.id
    if not (is_own or call.may(found, permissions.MANAGE_THREADS)):
        raise missing_permissions()
    if (
        "locked" in call.body
        and call.body["locked"] != found.locked
        and not call.may(found, permissions.MANAGE_THREADS)
    ):
        raise missing_permissions()
    if found.archived and call.body.get("archived") is not False:
        raise RefusedError(400, 50083, "Thread is archived")
    _rename(call, found)
    if "auto_archive_duration" in call.body:
        if call.body["auto_archive_duration"] not in ARCHIVE_MINUTES:
            raise invalid("auto_archive_duration", "Value must be one of (60, 1440, 4320, 10080).")
        found.auto_archive_duration = call.body["auto_archive_duration"]
    found.locked = bool(call.body.get("locked", found.locked))
    if "archived" in call.body:
        found.archived, found.archived_at = bool(call.body["archived"]), call.state.now()
    call.backend.tell_channel("THREAD_UPDATE" if found.is_thread else "CHANNEL_UPDATE", found)
    return 200, channel_json(found)


def _rename(call: Call, found: Channel) -> None:
    name = call.body.get("name")
    if name is None or name == found.name:
        return
    within("name", name, 1, NAME)
    now = call.state.now().timestamp()
    found.renamed_at = [at for at in found.renamed_at if at > now - RENAME_WINDOW.total_seconds()]
    if len(found.renamed_at) >= RENAMES:
        raise too_often(found.renamed_at[0] + RENAME_WINDOW.total_seconds() - now)
    found.renamed_at.append(now)
    found.name = name


def delete(call: Call) -> Answer:
    """Delete a channel or thread."""
    found = call.channel(permissions.MANAGE_THREADS)
    call.backend.tell_channel("THREAD_DELETE" if found.is_thread else "CHANNEL_DELETE", found)
    del call.state.guilds[found.guild_id or ""].channels[found.id]
    return 200, channel_json(found)


def typing(call: Call) -> Answer:
    """Show that the bot types."""
    call.channel(permissions.SEND)
    return 204, None


ROUTES: dict[str, Route] = {
    "GET /channels/{channel_id}": channel,
    "PATCH /channels/{channel_id}": change,
    "DELETE /channels/{channel_id}": delete,
    "POST /channels/{channel_id}/typing": typing,
}
