"""Sending to and reading from the console's chat."""

from collections.abc import Sequence
from datetime import datetime

from adapters.console.send.channel import Chat, Message, Place
from adapters.console.send.channels import CHANNEL, ConsoleChannels
from adapters.console.send.people import ConsolePeople
from adapters.console.send.screen import Screen
from bot.domain.answers import Revision
from bot.domain.card import Card
from bot.errors import DeliveryError, Scope
from bot.ports.channels import Channels
from bot.ports.messenger import Destination, Sent
from bot.ports.people import People

PLATFORM = "console"


class ConsoleMessenger:
    """The terminal's Messenger."""

    platform = PLATFORM
    #: What was printed cannot be updated.
    counts_answers = False
    has_options = False
    hears_joins = True

    def __init__(self, chat: Chat, screen: Screen, channels: Sequence[str] = (CHANNEL,)) -> None:
        """Post in a chat and print on a screen; `channels` are the names of those there are."""
        self._chat = chat
        self._screen = screen
        self.channels: Channels = ConsoleChannels(tuple(channels))
        self.people: People = ConsolePeople()

    async def is_reached(self, workspace: str) -> bool:
        """Say yes: nothing lies between it and its terminal."""
        del workspace
        return True

    async def send(self, destination: Destination, card: Card, *, key: str) -> Sent:
        """Post and print a card."""
        message = self._chat.post(_place(destination), card, key)
        self._screen.show(message.id, card, _note(destination))
        return _sent(message)

    async def find(self, destination: Destination, *, key: str, since: datetime) -> Sent | None:
        """Look up the card that carries the key."""
        found = (m for m in self._chat.at(_place(destination)) if m.key == key and m.posted_at >= since)
        return next(map(_sent, found), None)

    async def update(self, workspace: str, sent: Sent, card: Card) -> None:
        """Replace a card; one of an earlier run that was not recalled is gone with its terminal."""
        message = self._chat.get(sent.message)
        if message is None and self._chat.is_of_earlier_run(sent.message):
            return
        if message is None or message.card is None or message.place.workspace != workspace:
            raise DeliveryError("The message is not in this terminal.", permanent=True, scope=Scope.MESSAGE)
        self._chat.show(message.id, card)
        self._screen.replace(message.id, card)

    async def address(self, workspace: str, sent: Sent) -> str:
        """Give none: nothing in a terminal leads to one of its lines."""
        del workspace, sent
        return ""

    async def read_thread(self, workspace: str, sent: Sent) -> Sequence[Revision]:
        """Give people's messages as they stand now, those of an earlier run if they were recalled."""
        place = Place(workspace, sent.channel, sent.thread)
        return [message.revision for message in self._chat.at(place) if message.member is not None]


def _place(destination: Destination) -> Place:
    channel = f"direct:{destination.channel}" if destination.direct else destination.channel
    return Place(destination.workspace, channel, destination.thread)


def _sent(message: Message) -> Sent:
    return Sent(message.place.channel, message.id, message.place.thread or message.id)


def _note(destination: Destination) -> str:
    if destination.direct:
        return f"a private message to {destination.channel}"
    return "in the thread" if destination.thread else f"#{destination.channel}"
