"""Sending to and reading from a chat platform."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.answers import Revision
from bot.domain.card import Card
from bot.ports.channels import Channels
from bot.ports.people import People


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a message goes."""

    workspace: str
    #: Channel id; with `direct`, the member's id.
    channel: str
    #: The thread to post in; None: the channel itself.
    thread: str | None = None
    direct: bool = False
    #: The name of the thread to open for replies, where a platform has threads with names; empty: none is needed.
    opens_thread: str = ""
    #: The thread that it is about. A channel that takes nothing but threads (a forum of Discord's) shows it there.
    about_thread: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What the platform made of a message."""

    #: The channel it is in (for a direct message, the conversation's id).
    channel: str
    message: str
    #: The thread in which replies to it arrive; on Slack the message itself.
    thread: str


class Messenger(Protocol):
    """One chat platform, as `delivering` and `closing` use it. Raises nothing but `DeliveryError`."""

    @property
    def platform(self) -> str:
        """Name it as workspaces do before their colon: "slack", "discord", "console"."""
        ...

    @property
    def counts_answers(self) -> bool:
        """Say whether the card of an open question is updated with the number of its answers, twice a minute."""
        ...

    @property
    def hears_joins(self) -> bool:
        """Say whether it is told who joins a channel; otherwise newcomers are met with the first thing they do."""
        ...

    @property
    def has_options(self) -> bool:
        """Say whether each option of a command has a field, and managers' are apart; otherwise they are typed."""
        ...

    @property
    def channels(self) -> Channels:
        """Give what the platform knows of its channels."""
        ...

    @property
    def people(self) -> People:
        """Give what the platform knows of people."""
        ...

    async def is_reached(self, workspace: str) -> bool:
        """Say whether the platform answers at all just now, by asking it for something small in that workspace.

        A refusal is an answer.
        """
        ...

    async def send(self, destination: Destination, card: Card, *, key: str) -> Sent:
        """Post a message that carries the key. It must not repeat a post that may have gone through."""
        ...

    async def find(self, destination: Destination, *, key: str, since: datetime) -> Sent | None:
        """Look up the message that carries the key among those of this bot since the instant."""
        ...

    async def update(self, workspace: str, sent: Sent, card: Card) -> None:
        """Replace what a message of this bot shows; doing it twice changes nothing."""
        ...

    async def address(self, workspace: str, sent: Sent) -> str:
        """Give the link to a message that anybody posted, wherever in its channel or thread it is.

        Empty: the message is gone, or the platform has no links.
        """
        ...

    async def read_thread(self, workspace: str, sent: Sent) -> Sequence[Revision]:
        """Read back all messages of people in the thread of a card, as they stand now; bots' messages are left out."""
        ...
