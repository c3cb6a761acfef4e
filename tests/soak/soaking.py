"""Years of a team in one go: people who answer and think again, faults, crashes, and an operator's nights.

Everything is the engine's own, on a database in a file; the chat is the console's, and the clock is moved. What was
drawn follows from the seed. Each day is looked at when it is over, and forgotten, so that memory does not grow.
"""

import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from adapters.console.send.channel import Message, Place
from adapters.storage.sqlite.file.backup import restore_database
from adapters.storage.sqlite.store import SqliteStore
from bot.bootstrap import build
from bot.domain.card import Card
from bot.domain.deliveries import DeliveryState
from bot.domain.members import Actor
from bot.domain.rounds import Round, RoundState
from bot.ports.copies import copies_of
from bot.ports.store import Transaction
from bot.services.backing_up import BackingUp
from tests.services.processes import TEMPORARY, Platform, catch_up, die_in_tick, process
from tests.worlds.builders import CHANNEL, MONDAY, WORKSPACE, actor, options
from tests.worlds.world import World, new_world

PEOPLE = tuple(actor(name) for name in ("Ana", "Bo", "Cy", "Dee", "Eli", "Fay", "Gus", "Hal"))
TEXTS = (
    "It stores turquoise lanterns.",
    "Elephants guard marble gates.",
    "Drums.",
    "Perhaps `s3://bucket` & <more>",
    "👍👍",
)
DAY = timedelta(days=1)
KEPT = timedelta(days=365)
#: Where a process dies: before a post, between a post and its record, reading a thread back.
_DEATHS = ("send", "sent", "read")
#: How often in a hundred days, one by one.
_ERASING, _RESTORING = 2, 3
#: Pages of memory may grow by so much from the first year's end on: caches are full by then.
_GROWTH = 1.25
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass
class Tally:
    """What became of it."""

    days: int = 0
    rounds: int = 0
    answers: int = 0
    crashes: int = 0
    faults: int = 0
    erasures: int = 0
    restores: int = 0
    #: What is not there that must be, and what is there more than once, a sentence each.
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    #: What else is not as it must be.
    other: list[str] = field(default_factory=list)
    #: Bytes of memory at the end of each quarter of a year.
    memory: list[int] = field(default_factory=list)

    @property
    def wrong(self) -> list[str]:
        """Give all that is not as it must be."""
        return [*self.lost, *self.doubled, *self.other]

    def line(self, years: float, seed: int) -> str:
        """Say it; what is wrong stands in lines before it."""
        said = (
            f"{years:g} years (seed {seed}): {self.rounds} questions, {self.answers} answers, {self.crashes} crashes, "
            f"{self.faults} faults, {self.erasures} erasures, {self.restores} restores, {len(self.lost)} lost, "
            f"{len(self.doubled)} doubled"
        )
        return "\n".join([*self.wrong, said])


@dataclass
class Soak:
    """A team in the making."""

    world: World
    folder: Path
    chance: Random
    tally: Tally = field(default_factory=Tally)
    #: What stands of each person's messages today, by the message's id.
    said: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        return self.folder / "askaday.db"

    async def live(self, days: int) -> None:
        """Live through so many days."""
        await self.world.set_up()
        for number in range(days):
            morning = MONDAY + number * DAY
            if morning.weekday() < 5:
                await self._question(morning)
            await self._night(morning + timedelta(hours=19))
            self.tally.days += 1
            if number % 91 == 90:
                self.tally.memory.append(_memory())
        grown = self.tally.memory[4:]
        if grown and max(grown) > _GROWTH * max(self.tally.memory[:4]):
            self.tally.other.append(f"memory has grown: {[one // 1_000_000 for one in self.tally.memory]} MB")

    async def _question(self, morning: datetime) -> None:
        self.said.clear()
        await self._suffer(morning + timedelta(hours=1))
        await catch_up(self.world, timedelta(minutes=30))
        for _ in range(self.chance.randint(0, 12)):
            await self.world.after(minutes=self.chance.randint(1, 25))
            await self._act()
        await self._suffer(morning + timedelta(hours=9))
        await catch_up(self.world, timedelta(hours=2))
        await self._look()

    async def _suffer(self, instant: datetime) -> None:
        """Come to an instant at which something is due, perhaps with a fault or two."""
        self.world.clock.travel(instant)
        # A thread that cannot be read for longer than the patience is gone on without: it is read at the second try.
        for trouble in self.chance.sample(self._troubles(), self.chance.choice((0, 0, 1, 1, 2))):
            await trouble()
        await self.world.at(instant)

    def _troubles(self) -> list[Callable[[], Awaitable[None]]]:
        return [self._fail, self._lose_reply, self._tick_twice, *(self._dying(where) for where in _DEATHS)]

    async def _fail(self) -> None:
        self.tally.faults += 1
        self.world.messenger.fail_next(TEMPORARY)

    async def _lose_reply(self) -> None:
        self.tally.faults += 1
        self.world.messenger.lose_next_reply(TEMPORARY)

    async def _tick_twice(self) -> None:
        self.tally.faults += 1
        other = process(self.world)
        await self.world.app.ticking.tick()
        await other.app.ticking.tick()
        await other.app.ticking.finish()

    def _dying(self, where: str) -> Callable[[], Awaitable[None]]:
        async def die() -> None:
            self.tally.crashes += 1
            platform = Platform(self.world.messenger, stuck={where})
            dying = process(self.world, platform)
            await die_in_tick(dying, platform)
            await dying.app.ticking.finish(timedelta())
            await self._start_again()

        return die

    async def _start_again(self) -> None:
        world = self.world
        await world.app.store.close()
        store = SqliteStore.open(self.database)
        messengers = {"console": world.messenger}
        world.app = build(options(), messengers, store=store, packs=world.packs, clock=world.clock)
        await world.app.ticking.take_over()

    async def _act(self) -> None:
        who = self.chance.choice(PEOPLE)
        place = Place(WORKSPACE, CHANNEL, (await self.world.last_round()).thread)
        newest = self.world.chat.last_of(place, who.member)
        is_heard = self.chance.random() < 0.8
        doing = self.chance.choice(("say", "say", "edit", "delete", "talk"))
        if newest is None or doing in {"say", "talk"}:
            await self._say(place, who, is_heard=is_heard, is_talk=doing == "talk")
        elif doing == "edit":
            text = self._text()
            if is_heard:
                await self.world.edit(who, newest, text)
            else:
                self.world.chat.edit(newest.id, text)
            self.said[newest.id] = (who.member, text)
        else:
            # Of a deletion that nobody heard of nothing is known: the thread may have been read in part.
            await self.world.delete(newest)
            self.said.pop(newest.id, None)

    async def _say(self, place: Place, who: Actor, *, is_heard: bool, is_talk: bool) -> None:
        text = "// Who knows?" if is_talk else self._text()
        if is_heard:
            message: Message = await self.world.say(who, text)
        else:
            message = self.world.chat.say(place, who.member, text)
        if not is_talk:
            self.said[message.id] = (who.member, text)

    def _text(self) -> str:
        return f"{self.chance.choice(TEXTS)} ({self.chance.randint(1, 999)})"

    async def _look(self) -> None:
        """Hold the day against what people said, and forget it."""
        played = await self.world.last_round()
        self.tally.rounds += 1
        day = f"{played.day}"
        if played.state is not RoundState.CLOSED:
            self.tally.other.append(f"{day}: {played.state}")
        self._count(f"{day}, channel", self._own(None), ("Closed:", "Revealed:"))
        self._count(f"{day}, thread", self._own(played.thread), ("Reveal:", "Model"))
        frozen, unsent = await self.world.app.call(_kept, played)
        self.tally.other += [f"{day}: {one}" for one in unsent]
        self._compare(day, frozen)
        for message in [*self._all(None), *self._all(played.thread)]:
            self.world.chat.delete(message.id)

    def _count(self, where: str, shown: list[Card], wanted: Sequence[str]) -> None:
        titles = [one.name.split()[0] for one in shown]
        for title in wanted:
            if (count := titles.count(title)) != 1:
                (self.tally.doubled if count else self.tally.lost).append(f"{where}: {title} is there {count} times")

    def _compare(self, day: str, frozen: dict[str, str]) -> None:
        texts: dict[str, list[str]] = {}
        for who, text in self.said.values():
            texts.setdefault(who, []).append(text)
        self.tally.answers += len(texts)
        for who in sorted(texts.keys() | frozen.keys()):
            said, kept = "\n".join(texts.get(who, [])), frozen.get(who, "")
            if said == kept:
                continue
            more = kept and (not said or len(kept) > len(said))
            (self.tally.doubled if more else self.tally.lost).append(f"{day}, {who}: {kept!r} instead of {said!r}")

    def _all(self, thread: str | None) -> list[Message]:
        return list(self.world.chat.at(Place(WORKSPACE, CHANNEL, thread)))

    def _own(self, thread: str | None) -> list[Card]:
        return [one.card for one in self._all(thread) if one.card is not None]

    async def _night(self, midnight: datetime) -> None:
        """Do what is done by night, and what an operator or a member does now and then."""
        await self.world.at(midnight)
        app = self.world.app
        made = await BackingUp(copies_of(app.store), app.clock, self.folder / "backups", 7).back_up()
        await app.ticking.retain(KEPT)
        drawn = self.chance.randrange(100)
        if drawn < _ERASING:
            self.tally.erasures += 1
            await app.call(app.services.privacy.erase, self.chance.choice(PEOPLE))
        elif drawn < _ERASING + _RESTORING:
            self.tally.restores += 1
            await app.store.close()
            for aside in self.folder.glob("askaday.db.before-restore-*"):
                aside.unlink()
            restore_database(made, self.database)
            await self._start_again()


def _kept(tx: Transaction, played: Round) -> tuple[dict[str, str], list[str]]:
    owed = tx.deliveries.of_round(played.id)
    frozen = {one.member: one.text for one in tx.answers.frozen(played.id)}
    return frozen, [f"{one.kind} {one.state}" for one in owed if one.state is not DeliveryState.SENT]


def _memory() -> int:
    """Give how much memory this process has now; 0 where the system does not say."""
    said = Path("/proc/self/statm")
    return int(said.read_text("utf-8").split()[1]) * _PAGE if said.exists() else 0


async def soak(folder: Path, years: float, seed: int) -> Tally:
    """Live through years, and say what became of them."""
    store = SqliteStore.open(folder / "askaday.db")
    async with new_world(store=store) as world:
        made = Soak(world, folder, Random(seed))
        await made.live(round(years * 365))
    return made.tally
