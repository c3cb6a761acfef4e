"""What the fake keeps of guilds, channels, messages and apps."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]

#: Channel types, as documented at docs.discord.com/developers/resources/channel.
TEXT, DM, ANNOUNCEMENT, ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD, FORUM = 0, 1, 5, 10, 11, 12, 15
THREADS = frozenset({ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD})

#: Message types that carry no words of a person.
DEFAULT, THREAD_CREATED, REPLY, COMMAND, THREAD_STARTER = 0, 18, 19, 20, 21
EPHEMERAL = 1 << 6
HAS_THREAD = 1 << 5
COMPONENTS_V2 = 1 << 15


@dataclass(eq=False)
class User:
    """Somebody, or a bot."""

    id: str
    name: str
    bot: bool = False


@dataclass(eq=False)
class Role:
    """A role of a guild; the one with the guild's own id is @everyone."""

    id: str
    name: str
    permissions: int
    position: int = 0


@dataclass(eq=False)
class Member:
    """Somebody in a guild."""

    user: User
    joined_at: datetime
    roles: list[str] = field(default_factory=list)


@dataclass(eq=False)
class Overwrite:
    """What a role or a member may do otherwise in one channel."""

    id: str
    is_role: bool
    allow: int = 0
    deny: int = 0


@dataclass(eq=False)
class Message:
    """A message."""

    id: str
    channel_id: str
    author: User
    content: str
    created_at: datetime
    type: int = DEFAULT
    edited_at: datetime | None = None
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    stickers: list[Json] = field(default_factory=list)
    #: What a forward holds of the message it passes on.
    snapshots: list[Json] = field(default_factory=list)
    poll: Json | None = None
    flags: int = 0
    nonce: str | None = None
    reference: Json | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    #: Who may see it, for an ephemeral one.
    seen_by: str | None = None
    webhook_id: str | None = None
    interaction: Json | None = None


@dataclass(eq=False)
class Channel:
    """A channel, a thread or a direct message."""

    id: str
    type: int
    name: str
    created_at: datetime
    guild_id: str | None = None
    parent_id: str | None = None
    owner_id: str | None = None
    overwrites: list[Overwrite] = field(default_factory=list)
    recipients: list[User] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)
    archived: bool = False
    locked: bool = False
    auto_archive_duration: int = 1440
    archived_at: datetime | None = None
    #: 1 << 4: a forum in which every post needs a tag.
    flags: int = 0
    tags: list[Json] = field(default_factory=list)
    applied_tags: list[str] = field(default_factory=list)
    #: Instants at which it was renamed: two within ten minutes are allowed.
    renamed_at: list[float] = field(default_factory=list)

    @property
    def is_thread(self) -> bool:
        """Whether it is a thread, a forum's post among them."""
        return self.type in THREADS


@dataclass(eq=False)
class Guild:
    """A server."""

    id: str
    name: str
    owner_id: str
    joined_at: datetime
    roles: dict[str, Role] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)

    def threads_of(self, channel_id: str) -> list[Channel]:
        """Give the threads of a channel."""
        return [one for one in self.channels.values() if one.is_thread and one.parent_id == channel_id]


@dataclass(eq=False)
class App:
    """An app with its bot."""

    id: str
    name: str
    token: str
    user: User
    #: Privileged intents that are switched on in the developer portal, as bits.
    privileged: int
    guilds: set[str] = field(default_factory=set)
    #: Registered commands: by guild id, or None for the global ones.
    commands: dict[str | None, list[Json]] = field(default_factory=dict)
    #: Who installed it for themselves.
    users: set[str] = field(default_factory=set)


@dataclass(eq=False)
class Interaction:
    """Somebody used the app; the token is good for follow-ups for 15 minutes."""

    id: str
    token: str
    app: App
    user: User
    payload: Json
    created_at: datetime
    channel_id: str
    #: Until when the first answer has to come, by `time.monotonic`.
    deadline: float
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    #: The answer of the app, once there is one.
    response: Json | None = None
    #: The message that the first answer made or will make.
    original: Message | None = None
    #: The message whose button was pressed.
    source: Message | None = None
    followups: list[Message] = field(default_factory=list)
    #: The messages that were posted, filled or changed as answers, in that order.
    shown: list[Message] = field(default_factory=list)
