"""A whole Askaday for tests: real engine, real SQLite in memory, the console as its platform, a clock that is moved."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from adapters.console.send.channel import Chat, Message, Place
from adapters.console.send.messenger import ConsoleMessenger
from adapters.console.send.screen import Screen, terminal
from bot.bootstrap import App, build
from bot.commands.request import Press, Request
from bot.domain.answers import Happening, Inbound, Revision
from bot.domain.card import Card
from bot.domain.deliveries import Delivery
from bot.domain.members import Actor
from bot.domain.rounds import Round
from bot.domain.series import Series
from bot.ports.clock import TravelClock
from bot.ports.store import Store
from bot.services.rounds.answering import Recorded
from tests.memory_store import memory_store
from tests.waiting import PATIENCE
from tests.worlds.builders import ADMIN, CHANNEL, MONDAY, WORKSPACE, Packs, options, settings
from tests.worlds.troubles import Troubled

SERIES = "daily"
#: What the cards are made of that were drawn in this process: drawing all of thousands takes half of their tests' time.
#: That any text can be drawn, and every block, tests of the console show.
_drawn: set[tuple[str, ...]] = set()
#: The channels that there are.
CHANNELS = (CHANNEL, "interviews", "random", "ops", "C7", "C123")


@dataclass
class World:
    """What a test needs at hand; time moves only when told to, and nothing runs between two ticks."""

    app: App
    chat: Chat
    messenger: Troubled
    clock: TravelClock
    packs: Packs
    #: What was printed: new kinds of cards whole, of others the title, or all after `draw_all`.
    output: io.StringIO
    screen: Screen

    def draw_all(self) -> None:
        """Print every card whole from now on."""
        self.screen.shows_whole = lambda _: True

    async def set_up(self, name: str = SERIES, channel: str = CHANNEL, **changes: Any) -> Series:
        managing = self.app.services.managing
        return await self.app.call(managing.set_up, ADMIN, name, channel, settings(**changes))

    async def series(self, name: str = SERIES) -> Series:
        found = await self.app.call(lambda tx: self.app.services.managing.named(tx, WORKSPACE, name))
        assert found is not None
        return found

    async def at(self, instant: datetime) -> None:
        """Move the clock and do what has become due; what closes slowly owes its reveal to a second tick."""
        self.clock.travel(instant)
        for _ in range(2):
            await self.app.ticking.tick()
            await self.app.ticking.finish(timedelta(seconds=PATIENCE))

    async def after(self, **duration: float) -> None:
        await self.at(self.clock.now() + timedelta(**duration))

    async def rounds(self, name: str = SERIES) -> list[Round]:
        series = await self.series(name)
        return await self.app.call(lambda tx: list(tx.rounds.of_series(series.id)))

    async def last_round(self, name: str = SERIES) -> Round:
        return (await self.rounds(name))[-1]

    async def deliveries(self, round_id: int) -> list[Delivery]:
        return await self.app.call(lambda tx: list(tx.deliveries.of_round(round_id)))

    async def say(self, actor: Actor, text: str, thread: str | None = None) -> Message:
        """Write in the thread of the newest round, as a platform's listener would report it."""
        place = Place(WORKSPACE, CHANNEL, thread or (await self.last_round()).thread)
        message = self.chat.say(place, actor.member, text)
        await self.record(message.revision, actor, place.thread or "")
        return message

    async def edit(self, actor: Actor, message: Message, text: str) -> None:
        edited = self.chat.edit(message.id, text)
        await self.record(edited.revision, actor, edited.place.thread or "")

    async def delete(self, message: Message) -> None:
        await self.record(self.chat.delete(message.id), None, message.place.thread or "")

    async def record(self, revision: Revision, actor: Actor | None, thread: str) -> Recorded:
        who = None if revision.happening is Happening.DELETED else actor
        return await self.app.call(
            self.app.services.answering.record, Inbound(WORKSPACE, CHANNEL, thread, revision, who)
        )

    async def command(self, actor: Actor, text: str, word: str = "qotd", channel: str = CHANNEL) -> Card:
        return (await self.app.desk.run(Request(actor, channel, word, text))).card

    async def press(self, actor: Actor, action: str, target: str = "", text: str = "") -> Card:
        return (await self.app.desk.press(Press(actor, CHANNEL, action, target, text))).card

    def posted(self, thread: str | None = None, channel: str = CHANNEL) -> list[Card]:
        """Give the bot's cards of a channel or thread, as they look now."""
        return [m.card for m in self.chat.at(Place(WORKSPACE, channel, thread)) if m.card is not None]


@asynccontextmanager
async def new_world(
    start: datetime = MONDAY,
    store: Store | None = None,
    messenger: type[ConsoleMessenger] = ConsoleMessenger,
    **chosen: Any,
) -> AsyncIterator[World]:
    clock = TravelClock(start)
    output = io.StringIO()
    chat = Chat(clock)
    screen = Screen(terminal(file=output, width=100))
    screen.shows_whole = _is_new
    connected = Troubled(messenger(chat, screen, CHANNELS))
    packs = Packs()
    settings_of_operator = options(**chosen)
    store = store or memory_store()
    app = build(settings_of_operator, {"console": connected}, store=store, packs=packs, clock=clock)
    try:
        yield World(app, chat, connected, clock, packs, output, screen)
    finally:
        await app.store.close()


def _is_new(card: Card) -> bool:
    made_of = (*(type(block).__name__ for block in card.blocks), *(action.name for action in card.actions))
    is_new = made_of not in _drawn
    _drawn.add(made_of)
    return is_new


def title(cards: list[Card]) -> list[str]:
    return [card.name for card in cards]
