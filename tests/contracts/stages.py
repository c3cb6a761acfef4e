"""A stage is one chat platform with a channel and people in it, as the Messenger contract needs it."""

import io
from datetime import UTC, datetime, timedelta
from typing import Protocol

from adapters.console.channel import Chat, Place
from adapters.console.messenger import ConsoleMessenger
from adapters.console.screen import Screen, terminal
from bot.domain.cards import Card
from bot.errors import DeliveryError
from bot.ports.clock import TravelClock
from bot.ports.messenger import Destination, Messenger, Sent

START = datetime(2025, 6, 2, 7, 0, tzinfo=UTC)


def pass_by(clock: TravelClock, duration: timedelta) -> datetime:
    """Let time pass, and give the instant after it."""
    clock.travel(clock.now() + duration)
    return clock.now()


class Stage(Protocol):
    """What the contract does beside calling the Messenger: people's part, and a look at what readers see."""

    @property
    def messenger(self) -> Messenger: ...
    @property
    def clock(self) -> TravelClock: ...
    @property
    def channel(self) -> Destination:
        """A channel the bot may post in."""
        ...

    @property
    def direct(self) -> Destination:
        """A member who takes private messages."""
        ...

    async def say(self, sent: Sent, member: str, text: str) -> str:
        """Let a member write in the thread of a card; gives the message's id."""
        ...

    async def edit(self, sent: Sent, /, message: str, text: str) -> None: ...
    async def delete(self, sent: Sent, /, message: str) -> None: ...

    def shown(self, sent: Sent) -> Card | None:
        """Give what readers see of a card now."""
        ...

    def count(self, destination: Destination) -> int:
        """Count the bot's messages there."""
        ...

    def fail_next(self, error: DeliveryError) -> None:
        """Let the platform refuse the next call in a way that the Messenger reports as this error."""
        ...

    def lose_next_reply(self, error: DeliveryError) -> None:
        """Let the platform take the next message without the Messenger learning of it."""
        ...


class ConsoleStage:
    """The terminal."""

    def __init__(self) -> None:
        self.clock = TravelClock(START)
        self.chat = Chat(self.clock)
        self.messenger = ConsoleMessenger(self.chat, Screen(terminal(file=io.StringIO(), width=80)))
        self.channel = Destination("console:local", "general")
        self.direct = Destination("console:local", "ada", direct=True)
        self.fail_next = self.messenger.fail_next
        self.lose_next_reply = self.messenger.lose_next_reply

    async def say(self, sent: Sent, member: str, text: str) -> str:
        return self.chat.say(Place("console:local", sent.channel, sent.thread), member, text).id

    async def edit(self, _sent: Sent, /, message: str, text: str) -> None:
        self.chat.edit(message, text)

    async def delete(self, _sent: Sent, /, message: str) -> None:
        self.chat.delete(message)

    def shown(self, sent: Sent) -> Card | None:
        message = self.chat.get(sent.message)
        return message.card if message else None

    def count(self, destination: Destination) -> int:
        channel = f"direct:{destination.channel}" if destination.direct else destination.channel
        return len(self.chat.at(Place(destination.workspace, channel, destination.thread)))
