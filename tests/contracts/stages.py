"""A stage is one chat platform with a channel and people in it, as the Messenger contract needs it."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Protocol

from adapters.console.send.channel import Chat, Place
from adapters.console.send.messenger import ConsoleMessenger
from adapters.console.send.screen import Screen, terminal
from adapters.slack.render.messages import messages
from adapters.slack.send.messenger import SlackMessenger
from bot.domain.card import Card, Text
from bot.errors import DeliveryError
from bot.ports.clock import TravelClock
from bot.ports.messenger import Destination, Messenger, Sent
from tests.servers.fake_slack import FakeSlack, Rules, User
from tests.worlds.slack_sending import open_sender
from tests.worlds.troubles import Troubled

#: The cards that the contract shows.
QUESTION = Card("Question of the day", (Text("What is S3?"),))
CLOSED = Card("Closed", (Text("What was S3?"),))

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

    def member(self, name: str) -> str:
        """Give the id of somebody: ada or bob."""
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

    def address(self, sent: Sent, message: str) -> str:
        """Give the address that the platform has for a message of a card's thread; empty: it has none."""
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
        self.messenger = Troubled(ConsoleMessenger(self.chat, Screen(terminal(file=io.StringIO(), width=80))))
        self.channel = Destination("console:local", "general")
        self.direct = Destination("console:local", "ada", direct=True)
        self.fail_next = self.messenger.fail_next
        self.lose_next_reply = self.messenger.lose_next_reply

    def member(self, name: str) -> str:
        return name

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

    def address(self, _sent: Sent, _message: str) -> str:
        return ""


@asynccontextmanager
async def console_stage() -> AsyncIterator[Stage]:
    yield ConsoleStage()


class SlackStage:
    """The fake Slack."""

    def __init__(self, clock: TravelClock, slack: FakeSlack, messenger: SlackMessenger) -> None:
        self.clock = clock
        self.messenger = messenger
        self._slack = slack
        [team] = slack.state.workspaces.values()
        self._place = team.channel("general")
        self._reader = team.user("reader")
        for name in ("ada", "bob"):
            team.users[name] = User(name, name, team.id)
            team.channels[self._place].members.add(name)
        self.channel = Destination(f"slack:{team.id}", self._place)
        self.direct = Destination(f"slack:{team.id}", self._reader, direct=True)

    def member(self, name: str) -> str:
        return name

    async def say(self, sent: Sent, member: str, text: str) -> str:
        return await self._slack.say(member, sent.channel, text, thread_ts=sent.thread)

    async def edit(self, sent: Sent, /, message: str, text: str) -> None:
        author = self._slack.state.message(sent.channel, message).user
        await self._slack.edit(author, sent.channel, message, text)

    async def delete(self, sent: Sent, /, message: str) -> None:
        author = self._slack.state.message(sent.channel, message).user
        await self._slack.delete(author, sent.channel, message)

    def shown(self, sent: Sent) -> Card | None:
        text = self._slack.state.message(sent.channel, sent.message).text
        return next((card for card in (QUESTION, CLOSED) if messages(card)[0].text == text), None)

    def count(self, destination: Destination) -> int:
        channel = self._slack.direct_message(destination.channel) if destination.direct else destination.channel
        return len(self._slack.bot_messages(channel))

    def address(self, sent: Sent, message: str) -> str:
        [team] = self._slack.state.workspaces.values()
        place = f"https://{team.domain}.slack.com/archives/{sent.channel}"
        return f"{place}/p{message.replace('.', '')}?thread_ts={sent.thread}&cid={sent.channel}"

    def fail_next(self, error: DeliveryError) -> None:
        if error.permanent:
            self._slack.faults.refuse("*", "is_archived")
        else:
            self._slack.faults.limit("*", int(error.retry_after or 1))

    def lose_next_reply(self, _error: DeliveryError) -> None:
        self._slack.faults.drop("chat.postMessage", takes_effect=True)


@asynccontextmanager
async def slack_stage() -> AsyncIterator[Stage]:
    clock = TravelClock(START)
    async with FakeSlack(clock=clock, rules=Rules(message_pace=0)) as slack:
        slack.add_workspace("acme", people=("reader",), channels=("general",))
        async with open_sender(slack) as sender:
            yield SlackStage(clock, slack, sender.messenger)
