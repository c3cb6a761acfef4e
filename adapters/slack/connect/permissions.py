"""What Askaday may do in a workspace, and why: https://docs.slack.dev/reference/scopes.

Tests hold this page against the methods that the code calls and the events that it listens to.
"""

from collections.abc import Mapping

#: Needed, with the reason for people who install it.
NEEDED: Mapping[str, str] = {
    "commands": "the slash commands",
    "chat:write": "posting questions, reveals and private replies",
    "channels:history": "reading answers in public channels",
    "groups:history": "reading answers in private channels",
    "channels:read": "noticing that it was added to a public channel, or removed",
    "groups:read": "noticing that it was added to a private channel, or removed",
    "im:history": "finding its own direct messages after a lost connection, and answering yours",
    "im:write": "opening direct messages",
    "users:read": "names, time zones and administrators",
    "reactions:write": "acknowledging answers with an emoji",
}
#: Useful for what they name; without them that alone is missing.
OPTIONAL: Mapping[str, str] = {
    "usergroups:read": "user groups as managers or reviewers",
    "files:read": "packs that managers send as files",
    "files:write": "handing people their own data as files",
}

#: Of these, what groups need that manage or review.
GROUPS = frozenset({"usergroups:read"})
#: What fetching a file takes, which no method does: https://docs.slack.dev/reference/objects/file-object
OF_FILES = ("files:read",)

_HISTORY = ("channels:history", "groups:history", "im:history")
_CHANNELS = ("channels:read", "groups:read")

#: The scopes of each method that Askaday calls; of several, each is for another kind of channel. Those without one take
#: any bot token: https://docs.slack.dev/reference/methods
OF_METHODS: Mapping[str, tuple[str, ...]] = {
    "apps.connections.open": (),
    "auth.teams.list": (),
    "auth.test": (),
    "chat.delete": ("chat:write",),
    "chat.getPermalink": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": _HISTORY,
    "conversations.info": _CHANNELS,
    "conversations.list": _CHANNELS,
    "conversations.members": _CHANNELS,
    "conversations.open": ("im:write",),
    "conversations.replies": _HISTORY,
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "oauth.v2.access": (),
    "reactions.add": ("reactions:write",),
    "reactions.remove": ("reactions:write",),
    "usergroups.list": ("usergroups:read",),
    "usergroups.users.list": ("usergroups:read",),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.update": (),
}

#: The scopes of each event that Askaday subscribes to, by its name in a manifest; of several, each is for another kind
#: of channel: https://docs.slack.dev/reference/events
OF_EVENTS: Mapping[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_uninstalled": (),
    "channel_archive": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_left": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "group_archive": ("groups:read",),
    "group_deleted": ("groups:read",),
    "group_left": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "member_joined_channel": _CHANNELS,
    "member_left_channel": _CHANNELS,
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "team_access_revoked": (),
    "tokens_revoked": (),
}
