"""One round on a fake Discord while things go wrong, drawn from a seed: what people do, and what befalls it.

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

from adapters.discord.connect.access import DiscordAccess
from adapters.discord.connection import DiscordConnection
from bot.bootstrap import App, build
from bot.domain.answers import assemble
from bot.domain.deliveries import DeliveryState
from bot.domain.series import AnswerMode
from bot.ports.clock import TravelClock
from bot.ports.store import Transaction
from bot.services.rounds.answering import revisions_of
from tests.e2e.discord.people import ANSWERING, People
from tests.e2e.faults.machine import CLOCK, NOTICE, Machine
from tests.e2e.faults.shrinking import Steps, to_its_end
from tests.memory_store import file_store
from tests.servers.fake_discord import Asked, FakeDiscord, Fault, Rules
from tests.servers.fake_discord.connecting import pointed_at
from tests.servers.fake_discord.records import ANNOUNCEMENT, FORUM, TEXT, THREAD_STARTER, Channel
from tests.worlds.builders import MONDAY, Packs, options, pack, question, without_word_of_words
from tests.worlds.discord import DiscordWorld, shown

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FIVE, TOMORROW = NINE + timedelta(hours=8), NINE + timedelta(days=1)
#: Seconds until an interaction that was not answered has failed for whoever waits for it.
DEADLINE = 0.5
KINDS = (TEXT, ANNOUNCEMENT, FORUM)
STORM = (
    Fault("limit", seconds=0.005),
    Fault("limit", seconds=30),
    Fault("status", status=503),
    Fault("status", status=503, takes_effect=True),
    Fault("drop"),
    Fault("drop"),
    Fault("drop", takes_effect=True),
    Fault("drop", takes_effect=True),
    Fault("delay", seconds=0.005),
    Fault("status", status=401),
)
#: Where the library waits for whole seconds by itself: only a few schedules have these.
SLOW = (Fault("status", status=500), Fault("status", status=502, takes_effect=True))
STORMY = frozenset(
    {
        "GET /channels/{channel_id}",
        "GET /channels/{channel_id}/messages",
        "GET /channels/{channel_id}/messages/{message_id}",
        "GET /channels/{channel_id}/threads/archived/public",
        "GET /guilds/{guild_id}/threads/active",
        "GET /users/{user_id}",
        "PATCH /channels/{channel_id}",
        "PATCH /channels/{channel_id}/messages/{message_id}",
        "POST /channels/{channel_id}/messages",
        "POST /channels/{channel_id}/messages/{message_id}/threads",
        "POST /channels/{channel_id}/threads",
        "POST /users/@me/channels",
        "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me",
    }
)
#: What may meet a process that starts.
AT_THE_DOOR = ("GET /users/@me", "GET /oauth2/applications/@me", "GET /gateway/bot", "GET /applications")
REFUSED = (Fault("status", status=503), Fault("drop"))
_LINK = re.compile(r"(?: · )?\[[^\]]*\]\(\S*/channels/\S+\)|/channels/[\d/]+")
#: One question, so that the same one is asked with and without faults.
PACKS = Packs({"basics": pack(question())})


@dataclass(frozen=True)
class Result:
    """What a schedule came to."""

    #: Who answered what, as it was frozen at the close.
    answers: list[tuple[str, str]]
    #: What the bot shows in the channel, and in the threads of the channel.
    channel: list[str]
    threads: list[list[str]]
    #: What those threads are called.
    names: list[str]
    #: What the manager was told directly.
    told: list[str]
    #: How the messages that were owed ended, but for those that were sent.
    owed: set[DeliveryState]


@dataclass(frozen=True)
class Played:
    """A schedule that is over."""

    kind: int
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

    world: DiscordWorld
    database: Path
    chance: Random
    machine: Machine
    happened: Counter[str] = field(default_factory=Counter)
    steps: Steps = field(default_factory=Steps)

    @property
    def app(self) -> App:
        return self.world.app

    async def start(self) -> None:
        """Start Askaday on its database, and wait until Discord has told it of its servers."""
        world = self.world
        access = DiscordAccess(world.bot.token, pause=0.01, patience=0.01, identify_pause=0.0)
        world.connection = DiscordConnection(access, world.clock)
        world.app = build(
            options(),
            {"discord": world.connection.messenger},
            store=file_store(self.database),
            packs=PACKS,
            clock=self.machine.clock(),
        )
        without_word_of_words(world.app)
        await world.app.ticking.take_over()
        await world.connection.start(world.app)
        await world.until(lambda: world.connection.is_ready)
        await self.machine.started(world.app)

    async def stop(self) -> None:
        """End Askaday; what it was sending is given up."""
        await self.app.ticking.finish(timedelta())
        await self.world.connection.stop()
        await self.world.connection.close()
        await self.app.store.close()

    async def run_until(self, instant: datetime) -> None:
        """Let time pass, and Askaday do what is due on the way."""
        clock = self.world.clock
        while (due := await self.app.ticking.next_due()) is not None and due <= instant:
            self.steps.take()
            # Logging in again takes a moment of real time, in which the rest of the day would go by here.
            await self.world.until(lambda: not self.world.connection.places.known.is_closed())
            # What is overdue and cannot be done yet is tried again a little later, as the scheduler does.
            clock.travel(max(due, clock.now() + timedelta(seconds=due <= clock.now())))
            await self.app.ticking.tick()
            await self.app.ticking.finish()
        self.steps.take()
        clock.travel(max(instant, clock.now()))

    async def settled(self, expected: list[tuple[str, str]]) -> None:
        """Wait until Askaday knows what people have said, and nothing that they took back."""
        world = self.world
        try:
            await world.kept(lambda tx: _known(tx, world), lambda found: found == expected)
        except TimeoutError:
            known = await self.app.call(lambda tx: _known(tx, world))
            raise AssertionError(f"{known} instead of {expected}") from None

    async def die_while_sending(self) -> None:
        """End Askaday while Discord works on one of its calls, and start it again."""
        asked = asyncio.Event()
        after = self.chance.randint(1, 3)

        def count(_asked: Asked) -> None:
            nonlocal after
            after -= 1
            if after <= 0:
                asked.set()

        watchers = self.world.discord.transcript.watchers
        watchers.append(count)
        tick = asyncio.create_task(self.app.ticking.tick())
        reached = asyncio.create_task(asked.wait())
        await asyncio.wait({tick, reached}, return_when=asyncio.FIRST_COMPLETED)
        watchers.remove(count)
        self.happened["process ended while sending" if asked.is_set() else "process ended"] += 1
        for task in (tick, reached):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self.stop()
        if self.chance.random() < 0.3:
            self.world.discord.faults.plan(self.chance.choice(AT_THE_DOOR), self.chance.choice(REFUSED))
        await self.start()

    async def result(self) -> Result:
        world = self.world
        threads = world.discord.state.guilds[world.guild.id].threads_of(world.place.id)
        told = [shown(one).partition("\n")[0] for one in world.discord.direct(world.people["boss"])]
        return Result(
            sorted(await world.frozen()),
            self._shown(world.place),
            [self._shown(thread) for thread in threads],
            [thread.name for thread in threads],
            [one for one in told if NOTICE not in one],
            await self.app.call(_owed),
        )

    def _shown(self, channel: Channel) -> list[str]:
        own = self.world.discord.messages(channel, by=self.world.bot.user)
        # A post that had to be made twice has another id, and so have links to it; one that is late is left out.
        return [_LINK.sub("", shown(one)) for one in own if one.type != THREAD_STARTER]


def _known(tx: Transaction, world: DiscordWorld) -> list[tuple[str, str]]:
    names = {person.id: name for name, person in world.people.items()}
    [played] = tx.rounds.open_in(world.workspace)
    return sorted((names[one.member], one.text) for one in assemble(revisions_of(tx, played), FIVE))


def _owed(tx: Transaction) -> set[DeliveryState]:
    [series] = tx.series.all()
    owed = [one for played in tx.rounds.of_series(series.id) for one in tx.deliveries.of_round(played.id)]
    return {one.state for one in owed} - {DeliveryState.SENT}


async def play(seed: int, folder: Path, *, stormy: bool, only: frozenset[str] | None = None) -> Played:
    """Play a schedule, in a folder of its own or one that other seeds use; `only` says what alone may befall it."""
    async with _scheduled(seed, folder, stormy=stormy) as schedule:
        occurrences = schedule.world.discord.faults.occurrences
        occurrences.only = only
        with to_its_end(occurrences):
            world, draw = schedule.world, Random(f"people {seed}")
            is_sealed = draw.random() < 0.3
            robot = world.discord.add_user("robot", bot=True)
            world.discord.join(world.guild, robot)
            people = People(world, draw, robot, is_sealed)
            await world.set_up(answer_mode=AnswerMode.SEALED if is_sealed else AnswerMode.OPEN)
            if stormy:
                _brew(schedule)
            await schedule.run_until(NINE)
            while (await world.open_round()).card_message is None:
                await schedule.run_until(world.clock.now() + timedelta(seconds=5))
            for _ in range(people.acts):
                await people.act()
                if stormy:
                    await _befall(schedule, people)
                    # Discord repeats no event: one that comes while the disk fails is read back at the close.
                    happened = await schedule.machine.befall(schedule.app, occurrences, (CLOCK,))
                    schedule.happened.update([happened] if happened else [])
                await schedule.run_until(world.clock.now() + people.pause())
            people.come_to_an_end()
            expected = people.answers()
            await schedule.settled(expected)
            await schedule.run_until(FIVE - timedelta(seconds=1))
            world.clock.travel(FIVE)
            people.be_late()
            if stormy and schedule.chance.random() < 0.3 and occurrences.befalls("process ended"):
                await schedule.die_while_sending()
            if stormy:
                happened = await schedule.machine.befall_sending(schedule.app, occurrences)
                schedule.happened.update([happened] if happened else [])
            await schedule.run_until(TOMORROW - timedelta(minutes=1))
            people.repent()
            await schedule.run_until(TOMORROW - timedelta(seconds=1))
            world.discord.faults.storm(0)
            met = schedule.happened + Counter(world.discord.faults.met)
            return Played(world.place.type, await schedule.result(), expected, met, occurrences.befell)


@asynccontextmanager
async def _scheduled(seed: int, folder: Path, *, stormy: bool) -> AsyncIterator[Schedule]:
    clock = TravelClock(MONDAY)
    # What is sent is held against Discord's document where nothing goes wrong; here it would take most of the time.
    rules = Rules(interaction_deadline=DEADLINE, validate=not stormy)
    async with FakeDiscord(clock=clock, rules=rules, seed=seed) as server:
        people = {name: server.add_user(name) for name in ("boss", *ANSWERING)}
        guild = server.add_guild("Rockets", *people.values())
        place = server.add_channel(guild, "questions", KINDS[seed % len(KINDS)])
        bot = server.add_app()
        server.invite(bot, guild)
        with pointed_at(server):
            # The app and the connection are those of `start`.
            world = DiscordWorld(None, None, server, bot, clock, guild, place, people)  # type: ignore[arg-type]  # see above
            database = folder / f"{seed}{'' if stormy else '-calm'}.db"
            machine = Machine(clock, Random(f"machine {seed}"))
            schedule = Schedule(world, database, Random(f"faults {seed}"), machine)
            await schedule.start()
            try:
                yield schedule
            finally:
                server.faults.storm(0)
                await schedule.stop()
        assert server.transcript.violations == [], server.transcript.violations


def _brew(schedule: Schedule) -> None:
    """Let it begin: every schedule has a weather of its own."""
    chance, faults = schedule.chance, schedule.world.discord.faults
    faults.storm(chance.choice((0.1, 0.2, 0.35)), STORM, STORMY)
    faults.disorder(repeat=chance.choice((0.0, 0.3)), swap=chance.choice((0.0, 0.3)))
    if chance.random() < 0.03:
        faults.plan(chance.choice(("POST /channels", "PATCH /channels", "GET /channels")), chance.choice(SLOW))


async def _befall(schedule: Schedule, people: People) -> None:
    """Do something to the connection or the process, or nothing, with the events settled or under way."""
    chance, gateway = schedule.chance, schedule.world.discord.gateway
    if chance.random() < 0.5:
        await schedule.settled(people.answers())
    blow = chance.choices(("", "cut", "closed", "told to reconnect", "forgotten", "ended"), (60, 10, 5, 5, 10, 10))[0]
    if not blow or not schedule.world.discord.faults.occurrences.befalls(blow):
        return
    if blow == "ended":
        await schedule.die_while_sending()
        return
    schedule.happened[f"connection {blow}"] += 1
    if blow == "forgotten":
        gateway.forget_sessions()
    if blow == "told to reconnect":
        await gateway.ask_to_reconnect()
    else:
        await gateway.cut(4000 if blow == "closed" else 1006)
