"""One round on a fake Slack while things go wrong, drawn from a seed: what people do, and what befalls it.

People and faults draw from streams of their own, so that the same people can be played without faults.
"""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bot.bootstrap import App, Connections, build
from bot.domain.deliveries import DeliveryState
from bot.ports.clock import TravelClock
from bot.ports.store import Transaction
from tests.e2e.faults.machine import CLOCK, DISKS, NOTICE, Machine
from tests.e2e.faults.shrinking import Steps, to_its_end
from tests.e2e.faults.slack_ways import REFUSED, SOCKET_MODE, Way
from tests.e2e.slack.people import People
from tests.memory_store import file_store
from tests.servers.fake_slack import Asked, FakeSlack, Fault, Rules, Workspace
from tests.worlds.builders import MONDAY, Packs, options, pack, question, without_word_of_words
from tests.worlds.slack import PEOPLE, SlackWorld

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FIVE, TOMORROW = NINE + timedelta(hours=8), NINE + timedelta(days=1)
#: Seconds before the repeats of an event: it comes in the end, as it would with Slack's delayed events.
REPEATS = (0, 0.01, 0.02, 0.04, 0.08, *[0.16] * 20)
RULES = Rules(message_pace=0, tiers=False, ack_seconds=0.5, retry_delays=REPEATS, short_pages=True)
STORM = (
    Fault("refuse", error="internal_error"),
    Fault("refuse", error="internal_error", takes_effect=True),
    Fault("refuse", error="fatal_error"),
    Fault("refuse", error="fatal_error", takes_effect=True),
    Fault("refuse", error="ratelimited"),
    Fault("refuse", error="service_unavailable"),
    Fault("limit", seconds=3),
    Fault("limit", seconds=60),
    Fault("status", status=500),
    Fault("status", status=500, takes_effect=True),
    Fault("status", status=502),
    Fault("status", status=503),
    Fault("drop"),
    Fault("drop", takes_effect=True),
    Fault("not_json"),
    Fault("not_json", takes_effect=True),
    Fault("delay", seconds=0.01),
)
#: `apps.connections.open` is left out: the SDK would wait out its limits in real time. It fails as `REFUSED` says.
STORMY = frozenset(
    {
        "auth.test",
        "chat.postMessage",
        "chat.update",
        "conversations.history",
        "conversations.open",
        "conversations.replies",
        "reactions.add",
        "users.info",
    }
)
_LINK = re.compile(r"/archives/\S+")
#: One question, so that the same one is asked with and without faults.
PACKS = Packs({"basics": pack(question())})


@dataclass(frozen=True)
class Result:
    """What a schedule came to."""

    #: Who answered what, as it was frozen at the close.
    answers: list[tuple[str, str]]
    #: What the bot shows in the channel, and in the thread of its card.
    channel: list[str]
    thread: list[str]
    #: What the manager was told directly.
    told: list[str]
    #: How the messages that were owed ended.
    owed: set[DeliveryState]


@dataclass(frozen=True)
class Played:
    """A schedule that is over."""

    result: Result
    #: Who had answered what by the close, as people would say it themselves.
    said: list[tuple[str, str]]
    #: What befell it.
    happened: Counter[str]
    #: That, each time with a name of its own.
    befell: list[str]


@dataclass
class Schedule:
    """A round in the making."""

    way: Way
    slack: FakeSlack
    team: Workspace
    clock: TravelClock
    database: Path
    chance: Random
    machine: Machine
    world: SlackWorld = field(init=False)
    steps: Steps = field(default_factory=Steps)

    @property
    def app(self) -> App:
        return self.world.app

    async def start(self) -> None:
        """Start Askaday on its database."""
        store = file_store(self.database)
        connection = self.way.connection(self, store, lambda: self.clock.now().timestamp())
        app = build(options(), {"slack": connection.messenger}, store=store, packs=PACKS, clock=self.machine.clock())
        without_word_of_words(app)
        connections = Connections([connection], "127.0.0.1", 0)
        self.world = SlackWorld(app, connection, self.slack, self.clock, [self.team], connections)
        await app.ticking.take_over()
        await connections.start(app)
        await self.way.started(self)
        await self.machine.started(app)

    async def stop(self) -> None:
        """End Askaday; what it was sending is given up."""
        await self.app.ticking.finish(timedelta())
        assert self.world.connections is not None
        await self.world.connections.stop()
        await self.world.connections.close()
        await self.app.store.close()

    async def run_until(self, instant: datetime) -> None:
        """Let time pass, and Askaday do what is due on the way."""
        while (due := await self.app.ticking.next_due()) is not None and due <= instant:
            self.steps.take()
            # What is overdue and cannot be done yet is tried again a little later, as the scheduler does.
            self.clock.travel(max(due, self.clock.now() + timedelta(seconds=due <= self.clock.now())))
            await self.app.ticking.tick()
            await self.app.ticking.finish()
        self.steps.take()
        self.clock.travel(max(instant, self.clock.now()))

    async def die_while_sending(self) -> None:
        """End Askaday while Slack works on one of its calls, and start it again."""
        asked = asyncio.Event()
        after = self.chance.randint(1, 3)

        def count(_asked: Asked) -> None:
            nonlocal after
            after -= 1
            if after <= 0:
                asked.set()

        self.slack.transcript.watchers.append(count)
        tick = asyncio.create_task(self.app.ticking.tick())
        reached = asyncio.create_task(asked.wait())
        await asyncio.wait({tick, reached}, return_when=asyncio.FIRST_COMPLETED)
        self.slack.transcript.watchers.remove(count)
        self.slack.faults.happened["process ended while sending" if asked.is_set() else "process ended"] += 1
        for task in (tick, reached):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self.stop()
        await self.start()

    async def result(self) -> Result:
        [played] = await self.world.rounds()
        card = self.world.cards()[0]
        thread = [one.text for one in self.slack.thread(card.channel, card.ts) if one.app_id and one.ts != card.ts]
        owed = await self.app.call(_states, played.id)
        # The link to the thread holds the time at which the card was posted, to the microsecond.
        channel = [_LINK.sub("/archives/", one.text) for one in self.world.cards()]
        told = [one.text for one in self.slack.bot_messages(self.slack.direct_message(self.team.user("boss")))]
        told = [one for one in told if not one.startswith(NOTICE)]
        return Result(sorted(await self.world.answers()), channel, thread, told, owed)


def _states(tx: Transaction, round_id: int) -> set[DeliveryState]:
    return {delivery.state for delivery in tx.deliveries.of_round(round_id)} - {DeliveryState.SENT}


def told_of(played: Played) -> list[str]:
    """Say what came of a schedule that must not: anything but one of each message, and the answers that were given."""
    result = played.result
    channel, thread = ([said.split()[0] for said in shown] for shown in (result.channel, result.thread))
    shape = (channel, thread, len(result.told), result.owed)
    found = [] if shape == (["Closed:", "Revealed:"], ["Reveal:", "Model"], 1, set()) else [f"{result}"]
    return found if result.answers == played.said else [*found, f"{result.answers} instead of {played.said}"]


async def play(
    seed: int, folder: Path, *, stormy: bool, way: Way = SOCKET_MODE, only: frozenset[str] | None = None
) -> Played:
    """Play a schedule, in a folder of its own or one that other seeds use; `only` says what alone may befall it."""
    async with _scheduled(way, seed, folder, stormy=stormy) as schedule:
        schedule.slack.faults.occurrences.only = only
        with to_its_end(schedule.slack.faults.occurrences):
            slack, people = schedule.slack, People(schedule.slack, schedule.team, Random(f"people {seed}"))
            await schedule.world.set_up()
            if stormy:
                _brew(schedule)
            await schedule.run_until(NINE)
            while not schedule.world.cards():
                await schedule.run_until(schedule.clock.now() + timedelta(seconds=5))
            [card] = schedule.world.cards()
            for _ in range(people.acts):
                await people.act(card)
                if stormy:
                    await _befall(schedule)
                    happened = await schedule.machine.befall(schedule.app, slack.faults.occurrences, (CLOCK, *DISKS))
                    slack.faults.happened.update([happened] if happened else [])
                await schedule.run_until(schedule.clock.now() + people.pause())
            await schedule.world.settled()
            expected = people.answers()
            await schedule.run_until(FIVE - timedelta(seconds=1))
            schedule.clock.travel(FIVE)
            await people.be_late(card)
            if stormy and schedule.chance.random() < 0.3 and slack.faults.occurrences.befalls("process ended"):
                await schedule.die_while_sending()
            if stormy:
                happened = await schedule.machine.befall_sending(schedule.app, slack.faults.occurrences)
                slack.faults.happened.update([happened] if happened else [])
            await schedule.run_until(TOMORROW - timedelta(minutes=1))
            await people.repent()
            await schedule.world.settled()
            await schedule.run_until(TOMORROW - timedelta(seconds=1))
            slack.faults.calm()
            renewals = [one for one in slack.transcript.of("oauth.v2.access") if "refresh_token" in one.arguments]
            slack.faults.happened["token renewed"] += len(renewals)
            return Played(await schedule.result(), expected, slack.faults.happened, slack.faults.occurrences.befell)


@asynccontextmanager
async def _scheduled(way: Way, seed: int, folder: Path, *, stormy: bool) -> AsyncIterator[Schedule]:
    clock = TravelClock(MONDAY)
    async with FakeSlack(clock=clock, rules=RULES, seed=seed) as slack:
        slack.app.rotation = way.rotates
        team = slack.add_workspace("acme", people=PEOPLE, channels=("general",))
        boss = slack.add_user(team, "boss", is_admin=True)
        robot = slack.add_user(team, "robot", is_bot=True)
        team.channels[team.channel("general")].members |= {boss, robot}
        database = folder / f"{seed}{'' if stormy else '-calm'}.db"
        machine = Machine(clock, Random(f"machine {seed}"))
        schedule = Schedule(way, slack, team, clock, database, Random(f"faults {seed}"), machine)
        await schedule.start()
        try:
            yield schedule
        finally:
            slack.faults.calm()
            await schedule.stop()


def _brew(schedule: Schedule) -> None:
    """Let it begin: every schedule has a weather of its own."""
    chance, faults = schedule.chance, schedule.slack.faults
    faults.storm(chance.choice((0.1, 0.2, 0.35)), STORM, STORMY)
    faults.repeat_events(share=chance.choice((0.0, 0.3)))
    faults.lose_acks(chance.choice((0.0, 0.3)))
    faults.lose_events(chance.choice((0.0, 0.0, 0.3)))
    faults.reorder_events(chance.choice((0.0, 0.005)))


async def _befall(schedule: Schedule) -> None:
    """Do something to the connection or the process, or nothing, with the events settled or under way."""
    chance, slack = schedule.chance, schedule.slack
    if chance.random() < 0.5:
        await schedule.world.settled()
    if chance.random() < 0.3:
        fault = chance.choice(REFUSED)
        if slack.faults.occurrences.befalls(f"apps.connections.open: {fault.name}"):
            slack.faults.plan("apps.connections.open", fault)
    blows = schedule.way.blows(schedule)
    if chance.random() < 0.25:
        name = chance.choice(list(blows))
        if slack.faults.occurrences.befalls(name):
            slack.faults.happened[name] += await blows[name]()
    elif chance.random() < 0.1 and slack.faults.occurrences.befalls("process ended"):
        await schedule.die_while_sending()
