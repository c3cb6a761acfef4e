"""Guilds, their members, and their threads."""

from tests.servers.fake_discord.call import Answer, Call, Route
from tests.servers.fake_discord.records import Guild
from tests.servers.fake_discord.refusals import unknown
from tests.servers.fake_discord.shapes import channel_json, guild_json, member_json


def _guild(call: Call) -> Guild:
    found = call.state.guilds.get(call.path["guild_id"])
    if found is None or found.id not in call.app.guilds:
        raise unknown("Guild")
    return found


def guild(call: Call) -> Answer:
    """Give a guild the bot is in."""
    return 200, guild_json(_guild(call))


def member(call: Call) -> Answer:
    """Give a member of a guild."""
    found = _guild(call).members.get(call.path["user_id"])
    if found is None:
        raise unknown("Member")
    return 200, member_json(found)


def guild_channels(call: Call) -> Answer:
    """Give the channels of a guild, without its threads."""
    return 200, [channel_json(one) for one in _guild(call).channels.values() if not one.is_thread]


def active_threads(call: Call) -> Answer:
    """Give the threads of a guild that are not archived."""
    threads = [one for one in _guild(call).channels.values() if one.is_thread and not one.archived]
    return 200, {"threads": [channel_json(one) for one in threads], "members": [], "has_more": False}


def leave(call: Call) -> Answer:
    """Leave a guild."""
    left = _guild(call)
    call.backend.gateway.publish("GUILD_DELETE", {"id": left.id}, guild_id=left.id, app=call.app)
    call.app.guilds.discard(left.id)
    del left.members[call.app.user.id]
    return 204, None


ROUTES: dict[str, Route] = {
    "GET /guilds/{guild_id}": guild,
    "GET /guilds/{guild_id}/members/{user_id}": member,
    "GET /guilds/{guild_id}/channels": guild_channels,
    "GET /guilds/{guild_id}/threads/active": active_threads,
    "DELETE /users/@me/guilds/{guild_id}": leave,
}
