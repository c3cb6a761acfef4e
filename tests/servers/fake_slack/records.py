"""What the fake Slack keeps: apps, workspaces, people, channels, messages, views; data with look-ups and no rules."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass
class User:
    """A person or a bot user of one workspace."""

    id: str
    name: str
    team_id: str
    tz: str = "UTC"
    is_admin: bool = False
    is_bot: bool = False
    #: An ephemeral message reaches only somebody who is active.
    active: bool = True
    deleted: bool = False


@dataclass
class Message:
    """A message as Slack stores it; an ephemeral one names whom it was shown to."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    subtype: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    metadata: Json | None = None
    #: The ts of the last edit by its author.
    edited: str | None = None
    #: Emoji name → the users who reacted with it.
    reactions: dict[str, list[str]] = field(default_factory=dict)
    files: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    ephemeral_to: str | None = None
    client_msg_id: str | None = None
    #: Who brought the user in, in Slack's own line about it.
    inviter: str | None = None

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread without starting it."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass
class Channel:
    """A public or private channel or a direct message (`is_im`)."""

    id: str
    name: str
    team_id: str
    creator: str
    created: int
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    members: set[str] = field(default_factory=set)
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """The `channel_type` of its message events."""
        if self.is_im:
            return "im"
        return "group" if self.is_private else "channel"

    @property
    def family(self) -> str:
        """The first part of the scopes for it: channels, groups or im."""
        return {"im": "im", "group": "groups", "channel": "channels"}[self.type]

    def thread(self, ts: str) -> list[Message]:
        """Give the parent, where it still exists, and its replies, oldest first."""
        return sorted(
            (found for found in self.messages.values() if ts in (found.ts, found.thread_ts)), key=lambda one: one.ts
        )

    def replies(self, ts: str) -> list[Message]:
        """Give the replies of a thread, oldest first, without the parent."""
        return [found for found in self.thread(ts) if found.ts != ts]


@dataclass
class View:
    """A modal or a Home tab that somebody sees; `body` is what the app sent."""

    id: str
    user: str
    team_id: str
    app_id: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    #: Block id → what Slack shows beside the field after `response_action: errors`.
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """The blocks it shows."""
        blocks: list[Json] = self.body["blocks"]
        return blocks


@dataclass
class App:
    """An app as configured at api.slack.com: its secrets, how it wants its events, which it wants."""

    id: str
    client_id: str
    client_secret: str
    signing_secret: str
    app_token: str
    scopes: frozenset[str]
    #: Event types as in the manifest, such as `message.channels`; None stands for all.
    events: frozenset[str] | None = None
    #: Where Slack posts to in HTTP mode; None is Socket Mode.
    request_url: str | None = None
    #: Whether its tokens expire after 12 hours.
    rotation: bool = False
    #: The shortcuts of its manifest; None: it declares what it hears of.
    shortcuts: list[Json] | None = None


@dataclass
class Installation:
    """An app in a workspace, or in an organization (`team_id` None)."""

    app: App
    team_id: str | None
    enterprise_id: str | None
    scopes: frozenset[str]
    bot_id: str
    bot_user: str
    #: The workspaces of an organization an administrator has opened to it.
    granted: set[str] = field(default_factory=set)
    active: bool = True


@dataclass
class Token:
    """A bot token; it knows when it ends."""

    value: str
    installation: Installation
    expires_at: datetime | None = None
    revoked: bool = False


@dataclass
class Workspace:
    """One Slack team with all that is in it."""

    id: str
    name: str
    enterprise_id: str | None = None
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    #: User group id → its members.
    usergroups: dict[str, list[str]] = field(default_factory=dict)
    ephemerals: list[Message] = field(default_factory=list)
    files: dict[str, Json] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    #: Kinds of blocks that Slack has not brought to this workspace yet.
    without_blocks: set[str] = field(default_factory=set)
    #: The token of the installation made with the workspace; empty when the app was not installed.
    bot_token: str = ""
    #: The app's bot user here; empty when the app was not installed.
    bot_user: str = ""

    @property
    def domain(self) -> str:
        """Its part of the address, as in acme.slack.com."""
        return self.name.lower().replace(" ", "-")

    def user(self, name: str) -> str:
        """Give the id of the user with this name."""
        return _named(self.users.values(), name)

    def channel(self, name: str) -> str:
        """Give the id of the channel with this name."""
        return _named(self.channels.values(), name)


def _named(records: Iterable[User] | Iterable[Channel], name: str) -> str:
    found = [record.id for record in records if record.name == name]
    if len(found) != 1:
        raise LookupError(f"{len(found)} things are called {name!r}; look them up by id")
    return found[0]
