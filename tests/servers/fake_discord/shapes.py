"""How Discord writes things down in JSON."""

from datetime import datetime

from tests.servers.fake_discord.records import DM, App, Channel, Guild, Json, Member, Message, Role, User


def instant(at: datetime | None) -> str | None:
    """Write an instant as Discord does, with microseconds and offset."""
    return at.isoformat(timespec="microseconds") if at else None


def user_json(user: User) -> Json:
    """Give a user."""
    return {
        "id": user.id,
        "username": user.name,
        "global_name": user.name.title(),
        "avatar": None,
        "discriminator": "0000",
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
        "bot": user.bot,
    }


def member_json(member: Member, *, with_user: bool = True) -> Json:
    """Give a member of a guild; the members inside of messages come without their user."""
    shown: Json = {
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "flags": 0,
        "joined_at": instant(member.joined_at),
        "nick": None,
        "pending": False,
        "premium_since": None,
        "roles": list(member.roles),
        "mute": False,
        "deaf": False,
    }
    return shown | {"user": user_json(member.user)} if with_user else shown


def role_json(role: Role) -> Json:
    """Give a role."""
    return {
        "id": role.id,
        "name": role.name,
        "description": None,
        "permissions": str(role.permissions),
        "position": role.position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def channel_json(channel: Channel) -> Json:
    """Give a channel, thread or direct message."""
    if channel.type == DM:
        others = [user_json(one) for one in channel.recipients if not one.bot]
        return {"id": channel.id, "type": DM, "flags": 0, "recipients": others, "last_message_id": _last(channel)}
    if channel.is_thread:
        return _thread_json(channel)
    return {
        "id": channel.id,
        "type": channel.type,
        "flags": channel.flags,
        "guild_id": channel.guild_id,
        "name": channel.name,
        "position": 0,
        "parent_id": channel.parent_id,
        "nsfw": False,
        "topic": None,
        "last_message_id": _last(channel),
        "rate_limit_per_user": 0,
        "permission_overwrites": [
            {"id": one.id, "type": 0 if one.is_role else 1, "allow": str(one.allow), "deny": str(one.deny)}
            for one in channel.overwrites
        ],
        "available_tags": [dict(tag) for tag in channel.tags],
    }


def _thread_json(thread: Channel) -> Json:
    return {
        "id": thread.id,
        "type": thread.type,
        "flags": thread.flags,
        "guild_id": thread.guild_id,
        "name": thread.name,
        "parent_id": thread.parent_id,
        "owner_id": thread.owner_id,
        "last_message_id": _last(thread),
        "rate_limit_per_user": 0,
        "message_count": len(thread.messages),
        "member_count": 1,
        "total_message_sent": len(thread.messages),
        "applied_tags": list(thread.applied_tags),
        "thread_metadata": {
            "archived": thread.archived,
            "archive_timestamp": instant(thread.archived_at or thread.created_at),
            "auto_archive_duration": thread.auto_archive_duration,
            "locked": thread.locked,
            "create_timestamp": instant(thread.created_at),
        },
    }


def _last(channel: Channel) -> str | None:
    return max(channel.messages, key=int, default=None)


def message_json(message: Message, reader: str, *, blank: bool = False) -> Json:
    """Give a message as somebody reads it.

    Args:
        message: the message.
        reader: the id of the user who reads it.
        blank: without the message-content intent, its contents are empty.
    """
    shown: Json = {
        "id": message.id,
        "channel_id": message.channel_id,
        "type": message.type,
        "author": user_json(message.author),
        "content": "" if blank else message.content,
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
        "attachments": [] if blank else message.attachments,
        "embeds": [] if blank else message.embeds,
        "components": [] if blank else [_component_json(one) for one in message.components],
        "timestamp": instant(message.created_at),
        "edited_timestamp": instant(message.edited_at),
        "flags": message.flags,
        "pinned": False,
        "tts": False,
    }
    if message.nonce is not None:
        shown["nonce"] = message.nonce
    if message.reference is not None:
        shown["message_reference"] = message.reference
    if message.snapshots:
        shown["message_snapshots"] = message.snapshots
    if message.stickers:
        shown["sticker_items"] = message.stickers
    if message.poll is not None and not blank:
        shown["poll"] = message.poll
    if message.webhook_id is not None:
        shown["webhook_id"] = message.webhook_id
        shown["application_id"] = message.webhook_id
    if message.interaction is not None:
        shown["interaction_metadata"] = message.interaction
    if message.reactions:
        shown["reactions"] = [_reaction_json(emoji, who, reader) for emoji, who in message.reactions.items()]
    return shown


def _component_json(component: Json) -> Json:
    """Give a component as it is read: Discord says of each picture what it made of it."""
    shown = dict(component)
    if "components" in shown:
        shown["components"] = [_component_json(one) for one in shown["components"]]
    if "items" in shown:
        shown["items"] = [_picture_json(number, one) for number, one in enumerate(shown["items"], start=1)]
    return shown


def _picture_json(number: int, item: Json) -> Json:
    address = item["media"]["url"]
    media = {"id": str(number), "url": address, "proxy_url": address}
    return {"media": media, "description": item.get("description"), "spoiler": bool(item.get("spoiler"))}


def _reaction_json(emoji: str, who: list[str], reader: str) -> Json:
    return {
        "emoji": {"id": None, "name": emoji},
        "count": len(who),
        "count_details": {"burst": 0, "normal": len(who)},
        "burst_colors": [],
        "me_burst": False,
        "me": reader in who,
    }


def guild_json(guild: Guild) -> Json:
    """Give what the API and the gateway both say of a guild."""
    nothing = (
        "icon description home_header splash discovery_splash banner application_id region afk_channel_id "
        "system_channel_id widget_channel_id max_presences vanity_url_code rules_channel_id safety_alerts_channel_id "
        "public_updates_channel_id incidents_data"
    )
    zero = (
        "system_channel_flags verification_level default_message_notifications mfa_level explicit_content_filter "
        "max_stage_video_channel_users max_video_channel_users premium_tier premium_subscription_count nsfw_level"
    )
    return {
        **dict.fromkeys(nothing.split()),
        **dict.fromkeys(zero.split(), 0),
        "id": guild.id,
        "name": guild.name,
        "owner_id": guild.owner_id,
        "region": "deprecated",
        "features": ["NEWS"],
        "afk_timeout": 300,
        "widget_enabled": False,
        "max_members": 500_000,
        "preferred_locale": "en-US",
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "emojis": [],
        "stickers": [],
        "roles": [role_json(role) for role in guild.roles.values()],
    }


def guild_create_json(guild: Guild, bot: User) -> Json:
    """Give a guild as the gateway announces it: with its channels and the threads that are not archived."""
    me = guild.members[bot.id]
    channels = guild.channels.values()
    return guild_json(guild) | {
        "joined_at": instant(guild.joined_at),
        "large": False,
        "unavailable": False,
        "member_count": len(guild.members),
        "members": [member_json(me)],
        "channels": [channel_json(one) for one in channels if not one.is_thread],
        "threads": [channel_json(one) for one in channels if one.is_thread and not one.archived],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def application_json(app: App) -> Json:
    """Give an app as it sees itself."""
    # GATEWAY_MESSAGE_CONTENT_LIMITED: the intent is on for an app below the review threshold
    # (docs.discord.com/developers/resources/application#application-object-application-flags).
    flags = (1 << 19) if app.privileged & (1 << 15) else 0
    return {
        "id": app.id,
        "name": app.name,
        "icon": None,
        "description": "",
        "type": None,
        "verify_key": "0" * 64,
        "flags": flags,
        "flags_new": str(flags),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user_json(app.user),
        "approximate_guild_count": len(app.guilds),
        "approximate_user_install_count": len(app.users),
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
        "bot_public": True,
        "bot_require_code_grant": False,
        "bot": user_json(app.user),
    }
