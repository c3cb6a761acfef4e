"""Who may do what where (docs.discord.com/developers/topics/permissions#permission-overwrites)."""

from discord import Permissions

from tests.servers.fake_discord.records import Channel, Guild, Member, Overwrite

EVERYTHING = Permissions.all().value
VIEW = Permissions(view_channel=True).value
SEND = Permissions(send_messages=True).value
SEND_IN_THREADS = Permissions(send_messages_in_threads=True).value
CREATE_THREADS = Permissions(create_public_threads=True).value
HISTORY = Permissions(read_message_history=True).value
EMBED = Permissions(embed_links=True).value
REACT = Permissions(add_reactions=True).value
MANAGE_THREADS = Permissions(manage_threads=True).value
MANAGE_MESSAGES = Permissions(manage_messages=True).value
MANAGE_GUILD = Permissions(manage_guild=True).value
#: What everybody may do in a new server.
USUAL = VIEW | SEND | SEND_IN_THREADS | CREATE_THREADS | HISTORY | EMBED | REACT


def in_guild(guild: Guild, member: Member) -> int:
    """Give what somebody may do in a guild, apart from its channels."""
    if member.user.id == guild.owner_id:
        return EVERYTHING
    allowed = guild.roles[guild.id].permissions
    for role in member.roles:
        allowed |= guild.roles[role].permissions
    return EVERYTHING if allowed & Permissions(administrator=True).value else allowed


def in_channel(guild: Guild, member: Member, channel: Channel) -> int:
    """Give what somebody may do in a channel; a thread goes by its parent."""
    allowed = in_guild(guild, member)
    if allowed == EVERYTHING:
        return allowed
    place = guild.channels[channel.parent_id] if channel.is_thread and channel.parent_id else channel
    everyone = [one for one in place.overwrites if one.id == guild.id]
    roles = [one for one in place.overwrites if one.is_role and one.id in member.roles]
    own = [one for one in place.overwrites if one.id == member.user.id]
    for group in (everyone, roles, own):
        allowed = _overwritten(allowed, group)
    return allowed if allowed & VIEW else 0


def _overwritten(allowed: int, group: list[Overwrite]) -> int:
    for one in group:
        allowed &= ~one.deny
    for one in group:
        allowed |= one.allow
    return allowed
