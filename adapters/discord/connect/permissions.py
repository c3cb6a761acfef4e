"""What Askaday may do in a server, and why: https://docs.discord.com/developers/topics/permissions."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import discord

from bot.domain.text import listing

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


def denials(channel: discord.abc.GuildChannel, me: discord.Member) -> Iterator[str]:
    """Give what is needed and not granted in a channel, a sentence for each thing that denies it.

    The channel and the member are of a server whose roles are known. Overwrites count as Discord says: those for
    everyone, then those for all roles together, then the member's own:
    https://docs.discord.com/developers/topics/permissions#permission-overwrites
    """
    denied: dict[str, list[str]] = {}
    for name in NEEDED:
        if (who := _denied_by(channel, me, name)) is not None:
            denied.setdefault(who, []).append(_shown(name))
    for who, names in denied.items():
        are, it = ("is", "it") if len(names) == 1 else ("are", "them")
        if who:
            why = (
                f"an overwrite for {who} denies {it}: allow {it} in the settings of #{channel.name}, under Permissions"
            )
        else:
            why = f"none of Askaday's roles has {it}: give {it} to one in the server's settings, under Roles"
        yield f"{listing(names)} {are} missing: {why}"


def _denied_by(channel: discord.abc.GuildChannel, me: discord.Member, name: str) -> str | None:
    """Say whose overwrite denies a permission; empty: no role grants it; None: nothing denies it."""
    if me.guild.owner_id == me.id or any(role.permissions.administrator for role in me.roles):
        return None
    denied = None if any(getattr(role.permissions, name) for role in me.roles) else ""
    everyone = [channel.guild.default_role]
    own = [role for role in me.roles if role.id != channel.guild.id]
    for level in (everyone, own, [me]):
        said = {one: getattr(channel.overwrites_for(one), name) for one in level}
        if True in said.values():
            denied = None
        elif False in said.values():
            denied = _who(next(one for one, value in said.items() if value is False), me)
    return denied


def _who(one: discord.Role | discord.Member, me: discord.Member) -> str:
    if isinstance(one, discord.Role):
        return "@everyone" if one.id == me.guild.id else f"the role {one.name}"
    return "Askaday itself"


def may_be_seen(granted: discord.Permissions) -> bool:
    """Say whether Askaday sees a channel and may write there at all."""
    return granted.view_channel and granted.send_messages


def may_post(granted: discord.Permissions, *, opens_threads: bool) -> bool:
    """Say whether nothing keeps a question from being posted; in a forum no thread is opened on a message."""
    needed = (*_POSTING, "create_public_threads") if opens_threads else _POSTING
    return all(getattr(granted, name) for name in needed)


def _shown(name: str) -> str:
    return name.replace("_", " ").title()
