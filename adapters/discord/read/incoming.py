"""What happened to messages, out of discord.py's objects."""

from datetime import UTC, datetime

import discord

from bot.domain.answers import Happening, Revision

#: What people write: plain messages, and replies to others.
_BY_PEOPLE = frozenset({discord.MessageType.default, discord.MessageType.reply})


def is_by_person(message: discord.Message) -> bool:
    """Tell what a person wrote from what bots, webhooks and Discord itself put there, and from what they passed on.

    The words of a forward are another message's; it has none of its own:
    https://docs.discord.com/developers/resources/message#message-snapshot-object
    """
    is_passed_on = bool(message.message_snapshots) and not message.content
    by_machine = message.author.bot or message.webhook_id is not None
    return not by_machine and message.type in _BY_PEOPLE and not is_passed_on


def mentions(message: discord.Message, user: int) -> bool:
    """Say whether somebody wrote a mention; a reply alone pings whom it answers, too."""
    return f"<@{user}>" in message.content or f"<@!{user}>" in message.content


def is_by_webhook(message: discord.Message) -> bool:
    """Say whether a webhook posted it, as proxy bots do in place of members; so do answers to commands."""
    return message.webhook_id is not None and message.type is discord.MessageType.default


def revision_of(message: discord.Message) -> Revision:
    """Give a message as it stands now; its mentions are read as names."""
    return Revision(
        message=str(message.id),
        happening=Happening.EDITED if message.edited_at else Happening.POSTED,
        at=message.edited_at or message.created_at,
        posted_at=message.created_at,
        member=str(message.author.id),
        author=message.author.display_name,
        text=readable(message),
    )


def readable(message: discord.Message) -> str:
    """Give what a message says, its mentions as names."""
    text = message.content
    for user in message.mentions:
        for mention in (f"<@{user.id}>", f"<@!{user.id}>"):
            text = text.replace(mention, f"@{user.display_name}")
    return text


def deletion(message_id: int, now: datetime) -> Revision:
    """Give that a message was deleted; Discord says neither when nor whose it was."""
    return Revision(
        message=str(message_id),
        happening=Happening.DELETED,
        at=now,
        posted_at=discord.utils.snowflake_time(message_id).astimezone(UTC),
        member=None,
        text="",
    )
