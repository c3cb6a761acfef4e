"""Which installation gets an event: by subscription, scope and membership."""

from tests.servers.fake_slack.records import Channel, Installation, Json

#: Event type → the scopes of which one is needed; an event that is not here needs none.
SCOPES: dict[str, frozenset[str]] = {
    "message.channels": frozenset({"channels:history"}),
    "message.groups": frozenset({"groups:history"}),
    "message.im": frozenset({"im:history"}),
    "member_joined_channel": frozenset({"channels:read", "groups:read"}),
    "member_left_channel": frozenset({"channels:read", "groups:read"}),
    "channel_left": frozenset({"channels:read"}),
    "group_left": frozenset({"groups:read"}),
    "channel_archive": frozenset({"channels:read"}),
    "channel_unarchive": frozenset({"channels:read"}),
    "channel_rename": frozenset({"channels:read"}),
    "channel_deleted": frozenset({"channels:read"}),
    "group_archive": frozenset({"groups:read"}),
    "group_unarchive": frozenset({"groups:read"}),
    "group_rename": frozenset({"groups:read"}),
    "reaction_added": frozenset({"reactions:read"}),
    "reaction_removed": frozenset({"reactions:read"}),
    "app_mention": frozenset({"app_mentions:read"}),
    "user_change": frozenset({"users:read"}),
    "team_join": frozenset({"users:read"}),
}
#: Events of a channel that an app gets only while its bot is a member.
MEMBERS_ONLY = frozenset({"message", "reaction_added", "reaction_removed", "member_joined_channel", "app_mention"})


def subscription(event: Json, channel: Channel | None) -> str:
    """Give the name of an event as it stands in a manifest."""
    if event["type"] == "message" and channel is not None:
        return f"message.{channel.family}"
    return str(event["type"])


def wants(installation: Installation, event: Json, channel: Channel | None) -> bool:
    """Say whether Slack sends the event to this installation."""
    name = subscription(event, channel)
    events = installation.app.events
    if events is not None and name not in events:
        return False
    if name in SCOPES and not SCOPES[name] & installation.scopes:
        return False
    hidden = channel is not None and (channel.is_private or event["type"] in MEMBERS_ONLY)
    about_bot = event["type"].startswith("member_") and event.get("user") == installation.bot_user
    return not hidden or about_bot or (channel is not None and installation.bot_user in channel.members)
