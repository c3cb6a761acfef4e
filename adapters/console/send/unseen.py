"""A console that nobody looks at: what is sent is there, and is shown nowhere."""

from collections.abc import Sequence
from datetime import datetime

from adapters.console.send.channels import ConsoleChannels
from adapters.console.send.messenger import PLATFORM
from adapters.console.send.people import ConsolePeople
from bot.domain.answers import Revision
from bot.domain.card import Card
from bot.ports.channels import Channels
from bot.ports.messenger import Destination, Sent
from bot.ports.people import People


class UnseenMessenger:
    """Takes every message at once, and keeps none; the id of a message is its key."""

    platform = PLATFORM
    counts_answers = False
    has_options = False
    hears_joins = True

    def __init__(self, channels: Sequence[str]) -> None:
        """`channels` are the names of those there are."""
        self.channels: Channels = ConsoleChannels(tuple(channels))
        self.people: People = ConsolePeople()

    async def is_reached(self, workspace: str) -> bool:
        """Say yes: nothing lies between it and a terminal."""
        del workspace
        return True

    async def send(self, destination: Destination, card: Card, *, key: str) -> Sent:
        """Take a card."""
        del card
        return Sent(destination.channel, key, destination.thread or key)

    async def find(self, destination: Destination, *, key: str, since: datetime) -> Sent | None:
        """Find nothing: no message was ever sent in vain."""
        del destination, key, since
        return None

    async def update(self, workspace: str, sent: Sent, card: Card) -> None:
        """Take another card in the place of one."""

    async def address(self, workspace: str, sent: Sent) -> str:
        """Give none: nothing in a terminal leads to one of its lines."""
        del workspace, sent
        return ""

    async def read_thread(self, workspace: str, sent: Sent) -> Sequence[Revision]:
        """Give nothing that is not kept already."""
        del workspace, sent
        return ()
