"""From how platforms write people and groups in what was typed to their ids."""

import re

# Slack: <@U1>, <@U1|ana>, <!subteam^S1|@leads>: https://docs.slack.dev/messaging/formatting-message-text
# Discord: <@1>, <@!1>, <@&1>: https://docs.discord.com/developers/reference#message-formatting
_PERSON = re.compile(r"<(?:@[!&]?|!subteam\^)([^|>]+)(?:\|[^>]*)?>")

#: An id that was written without a mention: Slack's of people and groups (U024BE7LH, S0614TZR7), Discord's.
_ID = re.compile(r"[UWS](?=.*\d|.{7})[A-Z0-9]+|\d+")


def person_id(text: str) -> str:
    """Give the id of a member or group that is mentioned; a name stays one, without its @."""
    mentioned = _PERSON.fullmatch(text.strip())
    return mentioned[1] if mentioned else text.strip().removeprefix("@")


def is_mention(text: str) -> bool:
    """Say whether it mentions a member or group, as platforms write that."""
    return _PERSON.fullmatch(text.strip()) is not None


def is_id(name: str) -> bool:
    """Say whether it has the form of a platform's id of a member or group."""
    return _ID.fullmatch(name) is not None


# Slack: <!subteam^S1>, <!subteam^S1|@leads>; Discord: <@&1>; or an id alone, which in Discord has at least 15 digits.
_GROUP = re.compile(r"<(?:@&|!subteam\^)([^|>]+)(?:\|[^>]*)?>|(S[A-Z0-9]{2,}|\d{15,})")


def group_id(text: str) -> str:
    """Give the id of a group that is mentioned or named by its id; empty: it is none."""
    named = _GROUP.fullmatch(text.strip())
    return (named[1] or named[2]) if named else ""
