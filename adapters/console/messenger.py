"""Sending to and reading from the console's chat."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime

from adapters.console.channel import Chat, Message, Place
from adapters.console.screen import Screen
from bot.domain.answers import Revision
from bot.domain.cards import Card
from bot.errors import DeliveryError
from bot.ports.messenger import Destination, Sent

PLATFORM = "console"


class ConsoleMessenger:
    """The terminal's Messenger. It can be told to fail, as platforms do, to try out what the engine makes of it."""

    def __init__(self, chat: Chat, screen: Screen) -> None:
        self._chat = chat
        self._screen = screen
        self._failures: deque[DeliveryError] = deque()
        self._lost_replies: deque[DeliveryError] = deque()

    @property
    def platform(self) -> str:
        """Name it as workspaces do before their colon."""
        return PLATFORM

    @property
    def counts_answers(self) -> bool:
        """Leave cards as they are: what was printed cannot be updated."""
        return False

    def fail_next(self, error: DeliveryError) -> None:
        """Let the next call fail without doing anything; several errors are raised one after another."""
        self._failures.append(error)

    def lose_next_reply(self, error: DeliveryError) -> None:
        """Let the next `send` post its message, and fail nevertheless."""
        self._lost_replies.append(error)

    async def send(self, destination: Destination, card: Card, *, key: str) -> Sent:
        """Post and print a card."""
        self._maybe_fail(self._failures)
        message = self._chat.post(_place(destination), card, key)
        self._screen.show(message.id, card, _note(destination))
        self._maybe_fail(self._lost_replies)
        return _sent(message)

    async def find(self, destination: Destination, *, key: str, since: datetime) -> Sent | None:
        """Look up the card that carries the key."""
        self._maybe_fail(self._failures)
        found = (m for m in self._chat.at(_place(destination)) if m.key == key and m.posted_at >= since)
        return next(map(_sent, found), None)

    async def update(self, workspace: str, sent: Sent, card: Card) -> None:
        """Replace a card; one of an earlier run is gone with its terminal, which is a permanent error."""
        self._maybe_fail(self._failures)
        message = self._chat.get(sent.message)
        if message is None or message.card is None or message.place.workspace != workspace:
            raise DeliveryError("The message is not in this terminal.", permanent=True)
        self._chat.show(message.id, card)
        self._screen.replace(message.id, card)

    async def read_thread(self, workspace: str, sent: Sent) -> Sequence[Revision]:
        """Give people's messages as they stand now; what they wrote in an earlier run is not among them."""
        self._maybe_fail(self._failures)
        place = Place(workspace, sent.channel, sent.thread)
        return [message.revision for message in self._chat.at(place) if message.member is not None]

    def _maybe_fail(self, errors: deque[DeliveryError]) -> None:
        if errors:
            raise errors.popleft()


def _place(destination: Destination) -> Place:
    channel = f"direct:{destination.channel}" if destination.direct else destination.channel
    return Place(destination.workspace, channel, destination.thread)


def _sent(message: Message) -> Sent:
    return Sent(message.place.channel, message.id, message.place.thread or message.id)


def _note(destination: Destination) -> str:
    if destination.direct:
        return f"a private message to {destination.channel}"
    return "in the thread" if destination.thread else f"#{destination.channel}"
