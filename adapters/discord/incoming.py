"""What happened to messages, out of discord.py's objects."""

from datetime import UTC, datetime

import discord

from bot.domain.answers import Happening, Revision

#: What people write: plain messages, and replies to others.
_BY_PEOPLE = frozenset({discord.MessageType.default, discord.MessageType.reply})


def is_by_person(message: discord.Message) -> bool:
    """Tell what a person wrote from what bots, webhooks and Discord itself put there."""
    return not message.author.bot and message.webhook_id is None and message.type in _BY_PEOPLE


def is_blank(message: discord.Message) -> bool:
    """Say whether a person's message arrived without its words.

    Without the message-content intent Discord leaves all contents out, and gives no error:
    https://docs.discord.com/developers/events/gateway#message-content-intent
    """
    has_more = message.attachments or message.stickers or message.embeds or message.poll or message.components
    return is_by_person(message) and not message.content and not has_more


def revision_of(message: discord.Message) -> Revision:
    """Give a message as it stands now; its mentions are read as names."""
    return Revision(
        message=str(message.id),
        happening=Happening.EDITED if message.edited_at else Happening.POSTED,
        at=message.edited_at or message.created_at,
        posted_at=message.created_at,
        member=str(message.author.id),
        author=message.author.display_name,
        text=_readable(message),
    )


def _readable(message: discord.Message) -> str:
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
