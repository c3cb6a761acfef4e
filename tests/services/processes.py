"""Several processes on one store, and what can go wrong between them and a platform."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.bootstrap import build
from bot.domain.answers import Revision
from bot.domain.card import Card
from bot.domain.grading import Judgement
from bot.domain.question import Question
from bot.errors import DeliveryError
from bot.ports.channels import Channels
from bot.ports.grader import Grader
from bot.ports.messenger import Destination, Messenger, Sent
from bot.ports.people import People
from tests.worlds.builders import options
from tests.worlds.world import World

TEMPORARY = DeliveryError("The platform is busy.", permanent=False)
PERMANENT = DeliveryError("The channel is gone.", permanent=True)


@dataclass
class Platform:
    """The console, with a transcript, and with calls that stop for good where a test says so."""

    console: Messenger
    #: What reached the platform: "send <title>", "update <title>", "read".
    transcript: list[str] = field(default_factory=list)
    #: Calls of these kinds ("send", "sent", "find", "read") never come back: as if the process died in them.
    stuck: set[str] = field(default_factory=set)
    #: Set once a call is stuck.
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    #: Reading a thread back gives nothing.
    is_deaf: bool = False
    #: Raised by a send whose card has that title, or by "read".
    failures: dict[str, BaseException] = field(default_factory=dict)

    @property
    def platform(self) -> str:
        return self.console.platform

    @property
    def counts_answers(self) -> bool:
        return self.console.counts_answers

    @property
    def hears_joins(self) -> bool:
        return self.console.hears_joins

    @property
    def has_options(self) -> bool:
        return self.console.has_options

    @property
    def channels(self) -> Channels:
        return self.console.channels

    @property
    def people(self) -> People:
        return self.console.people

    async def is_reached(self, workspace: str) -> bool:
        return await self.console.is_reached(workspace)

    async def send(self, destination: Destination, card: Card, *, key: str) -> Sent:
        await self._maybe_stop("send")
        if card.name in self.failures:
            raise self.failures[card.name]
        sent = await self.console.send(destination, card, key=key)
        self.transcript.append(f"send {card.name}")
        await self._maybe_stop("sent")
        return sent

    async def find(self, destination: Destination, *, key: str, since: datetime) -> Sent | None:
        await self._maybe_stop("find")
        return await self.console.find(destination, key=key, since=since)

    async def update(self, workspace: str, sent: Sent, card: Card) -> None:
        await self.console.update(workspace, sent, card)
        self.transcript.append(f"update {card.name}")

    async def address(self, workspace: str, sent: Sent) -> str:
        return await self.console.address(workspace, sent)

    async def read_thread(self, workspace: str, sent: Sent) -> Sequence[Revision]:
        await self._maybe_stop("read")
        if "read" in self.failures:
            raise self.failures["read"]
        self.transcript.append("read")
        return [] if self.is_deaf else await self.console.read_thread(workspace, sent)

    async def _maybe_stop(self, where: str) -> None:
        if where in self.stuck:
            self.reached.set()
            await asyncio.Event().wait()


@dataclass
class Slow(Platform):
    """Holds up what is sent or read until it is let go."""

    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    async def _maybe_stop(self, where: str) -> None:
        if where in self.stuck:
            self.reached.set()
            await self.let_go.wait()


@dataclass
class WatchedGrader:
    """Gives everybody half, and does what a test wants to happen while it grades."""

    meanwhile: Callable[[], None] = lambda: None
    name: str = "keypoints"
    is_metered: bool = False
    #: What was graded, in order.
    graded: list[str] = field(default_factory=list)

    def grade(self, question: Question, answer: str) -> Judgement:  # noqa: ARG002 - the port's signature
        self.graded.append(answer)
        self.meanwhile()
        return Judgement(0.5, (), "Half.")


def process(world: World, messenger: Messenger | None = None, grader: Grader | None = None) -> World:
    """Start another process on the same store and the same chat; the first one runs on unless the test drops it."""
    messengers = {"console": messenger or world.messenger}
    app = build(options(), messengers, store=world.app.store, packs=world.packs, clock=world.clock)
    if grader is not None:
        closing = replace(app.ticking.closing, graders={grader.name: grader})
        app = replace(app, ticking=replace(app.ticking, closing=closing))
    return replace(world, app=app)


async def die_in_tick(world: World, platform: Platform) -> None:
    """Let a process tick until a call is stuck, and die there; it survives a tick without such a call."""
    ticking = asyncio.ensure_future(world.app.ticking.tick())
    reaching = asyncio.ensure_future(platform.reached.wait())
    await asyncio.wait([ticking, reaching], return_when=asyncio.FIRST_COMPLETED)
    ticking.cancel()
    reaching.cancel()
    await asyncio.wait([ticking, reaching])


async def catch_up(world: World, patience: timedelta) -> None:
    """Tick at each due instant of the coming time, as the scheduler does."""
    end = world.clock.now() + patience
    while (due := await world.app.ticking.next_due()) is not None and due <= end:
        await world.at(max(due, world.clock.now()))
    await world.at(end)
