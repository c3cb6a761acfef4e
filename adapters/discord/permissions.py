"""What Askaday may do in a server, and why: https://docs.discord.com/developers/topics/permissions."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import discord

#: By the names of discord.py, with the reason for people who invite it.
NEEDED: Mapping[str, str] = {
    "view_channel": "seeing the channel of a series",
    "send_messages": "posting questions and leaderboards",
    "send_messages_in_threads": "reminders and reveals in the question's thread",
    "create_public_threads": "a thread for the answers to each question",
    "read_message_history": "reading answers back, and finding its own messages after a lost connection",
}
#: What it takes to post a question; reading back can be done without.
_POSTING = ("view_channel", "send_messages", "send_messages_in_threads")
#: Without these something is missing, but nothing fails.
OPTIONAL: Mapping[str, str] = {"add_reactions": "acknowledging answers with an emoji"}
#: `bot` brings it into the server, the other one its commands.
SCOPES = ("bot", "applications.commands")
_INVITE = "https://discord.com/oauth2/authorize"


def all_permissions() -> discord.Permissions:
    """Give all that is asked for with the invitation."""
    return discord.Permissions(**dict.fromkeys([*NEEDED, *OPTIONAL], True))


def invite(application_id: int) -> str:
    """Give the address at which a server's administrator invites the bot."""
    query = {"client_id": application_id, "scope": " ".join(SCOPES), "permissions": all_permissions().value}
    return f"{_INVITE}?{urlencode(query)}"


def missing(granted: discord.Permissions) -> Iterator[str]:
    """Give what is needed and not granted, each with its reason."""
    return (f"{_shown(name)} ({reason})" for name, reason in NEEDED.items() if not getattr(granted, name))


def may_be_seen(granted: discord.Permissions) -> bool:
    """Say whether Askaday sees a channel and may write there at all."""
    return granted.view_channel and granted.send_messages


def may_post(granted: discord.Permissions, *, opens_threads: bool) -> bool:
    """Say whether nothing keeps a question from being posted; in a forum no thread is opened on a message."""
    needed = (*_POSTING, "create_public_threads") if opens_threads else _POSTING
    return all(getattr(granted, name) for name in needed)


def _shown(name: str) -> str:
    return name.replace("_", " ").title()
