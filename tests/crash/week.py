"""A week of a team with Askaday, which may die anywhere in it: what people do, and what is left in the end.

People do not know that it is gone. They go on writing while nobody listens, half of it without an event ever coming,
and what is not answered to they do once more when it is back.
"""

import asyncio
import os
import sqlite3
import subprocess
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from bot.databases import open_store
from bot.domain.deliveries import DeliveryState
from bot.ports.clock import TravelClock
from bot.ports.store import Transaction
from bot.services.backing_up import newest_backup
from tests.crash.pair import Pair
from tests.crash.points import Point, noted
from tests.crash.process import Askaday, DiedError
from tests.servers.postgres import programs
from tests.waiting import PATIENCE
from tests.worlds.builders import options

#: How often somebody tries again what was not answered.
_TRIES = 5
#: After so long what a process that died had begun is taken up.
SETTLED = timedelta(seconds=30)
#: Seconds between two looks at what tells nobody that it has ended.
_LOOK = 0.02


class UnansweredError(Exception):
    """Somebody pressed or typed something, and the client says that nothing came of it."""


class Place(Protocol):
    """A chat in which the week takes place; every method but the first may be called while nobody listens."""

    platform: str
    workspace: str

    @property
    def people(self) -> Sequence[str]:
        """Give the ids of those who are drilled."""
        ...

    @property
    def acts(self) -> "Sequence[Act]":
        """Give what people do, in order."""
        ...

    @property
    def connections(self) -> int:
        """Count how often anybody has connected so far."""
        ...

    async def connected(self, least: int) -> None:
        """Wait until Askaday is connected, and anybody has connected so often."""
        ...

    async def heard(self) -> None:
        """Wait until what was written has reached Askaday, or will not any more."""
        ...

    def deafen(self, *, is_deaf: bool) -> None:
        """Let what is written from now on reach Askaday by no event."""
        ...

    def seen(self) -> dict[str, list[str]]:
        """Give what Askaday shows, by place."""
        ...

    def said(self) -> list[list[tuple[str, str]]]:
        """Give who answered what by each close, as people would say it themselves."""
        ...


@dataclass(frozen=True)
class Act:
    """Something that happens in the week."""

    #: Does it; a second time, where Askaday died over it, it finds what is left to do.
    do: Callable[[], Awaitable[None]]
    #: A message in the chat, which is there whether Askaday lives or not.
    is_message: bool = False
    #: An instant up to which time goes on first.
    at: datetime | None = None
    #: A night in which the nightly jobs run.
    is_night: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a week came to."""

    #: What Askaday shows in the channel, in threads and directly, by place.
    seen: dict[str, list[str]]
    #: By round, who answered what, as it was frozen at the close.
    answers: list[list[tuple[str, str]]]
    #: Who has been asked in private how many questions that were graded.
    drills: list[tuple[str, int]]
    #: How the messages that were owed ended, but for those that were sent.
    owed: list[str]
    #: What is wrong with the database, with backups, or lies about that should not.
    wrong: list[str]


@dataclass
class Week:
    """A week in the making."""

    place: Place
    askaday: Askaday | Pair
    clock: TravelClock
    deaths: int = 0

    async def play(self, fatal: int | None = None, *, befall: Callable[[Act], Awaitable[Act]] | None = None) -> Outcome:
        """Play it from the start to the end; the first process dies at a point, if one is given.

        `befall` is called before each act, and gives what is left of it.
        """
        await self._born(fatal)
        acts = list(self.place.acts)
        while acts:
            act = acts.pop(0)
            act = await befall(act) if befall is not None else act
            is_done = await (self._done(act) if befall is None else self._done_at_last(act))
            if is_done:
                continue
            acts = await self._while_gone(acts if act.is_message else [act, *acts])
            await self._born()
            # What it was just sending may still be on its way, and is looked for a little later.
            await self._until(self.clock.now() + SETTLED)
        await self._stop()
        return await self._outcome()

    async def begin(self, acts: int) -> None:
        """Play so many acts of it, with nothing befalling anybody."""
        await self._born()
        for act in self.place.acts[:acts]:
            assert await self._done(act)

    @property
    def met(self) -> Point:
        """Say where the first process died."""
        return noted(self.askaday.notes(1))[-1]

    async def _born(self, fatal: int | None = None) -> None:
        """Start Askaday, as often as it takes."""
        await asyncio.to_thread(let_grow_old, self.askaday.folder)
        least = self.askaday.connections(self.place.connections)
        try:
            await self.askaday.start(self.clock.now(), fatal)
            await self.askaday.unless_it_dies(self.place.connected(least))
        except DiedError:
            self.deaths += 1
            assert self.deaths <= 1, "it died by itself"
            await self._born()

    async def _stop(self) -> None:
        if (status := await self.askaday.stop()) != 0:
            self.deaths += 1
            log = self.askaday.folder / "askaday.log"
            assert self.deaths <= 1, f"it ended with {status}: {log.read_text('utf-8').splitlines()[-1:]}"
            await self._born()
            await self._stop()

    async def _done(self, act: Act) -> bool:
        """Do something and wait for what comes of it; False: Askaday died meanwhile."""
        try:
            if act.at is not None:
                await self._until(act.at)
            if act.is_message:
                await act.do()
                await self.askaday.unless_it_dies(self.place.heard())
            else:
                await self._asked(act)
                await self.askaday.unless_it_dies(self.place.heard())
            await self.askaday.at(self.clock.now(), "night" if act.is_night else "time")
        except DiedError:
            self.deaths += 1
            assert self.deaths <= 1, "it died by itself"
            return False
        return True

    async def _done_at_last(self, act: Act) -> bool:
        """Do something as somebody does whom nobody answers: once more, when Askaday is connected again."""
        for _ in range(_TRIES):
            try:
                return await self._done(act)
            except UnansweredError:
                await self.askaday.unless_it_dies(self.place.connected(1))
        return await self._done(act)

    async def _asked(self, act: Act) -> None:
        """Let somebody ask for something; that nothing came of it is seen before the end of the process is."""
        try:
            await self.askaday.unless_it_dies(act.do())
        except UnansweredError:
            await self.askaday.at(self.clock.now())
            raise

    async def _while_gone(self, acts: list[Act]) -> list[Act]:
        """Let people write what they write next, with nobody there, and give what is left to do."""
        self.place.deafen(is_deaf=True)
        while acts and acts[0].is_message:
            try:
                await acts[0].do()
            except LookupError:  # there is no question to answer yet
                break
            acts = acts[1:]
        self.place.deafen(is_deaf=False)
        return acts

    async def _until(self, instant: datetime) -> None:
        """Let time pass, and Askaday do what is due on the way."""
        due = await self.askaday.at(self.clock.now())
        while due is not None and due <= instant:
            now = self.clock.now()
            self.clock.travel(max(due, now + timedelta(seconds=due <= now)))
            due = await self.askaday.at(self.clock.now())
        self.clock.travel(max(instant, self.clock.now()))
        await self.askaday.at(self.clock.now())

    async def _outcome(self) -> Outcome:
        store = open_store(options(database=self.askaday.database))
        try:
            answers, drills, owed = await store.call(_kept, self.place)
            wrong = list(await store.check())
        finally:
            await store.close()
        wrong += await asyncio.to_thread(_wrong_beside, self.askaday.folder)
        return Outcome(self.place.seen(), answers, drills, owed, wrong)


def _kept(tx: Transaction, place: Place) -> tuple[list[list[tuple[str, str]]], list[tuple[str, int]], list[str]]:
    rounds = [played for series in tx.series.of_workspace(place.workspace) for played in tx.rounds.of_series(series.id)]
    answers = [sorted((one.member, one.text) for one in tx.answers.frozen(played.id)) for played in rounds]
    drills = [
        (who, sum(one.score is not None for one in tx.drills.asked(place.workspace, who))) for who in place.people
    ]
    owed = [
        f"{delivery.kind} {delivery.state}"
        for played in rounds
        for delivery in tx.deliveries.of_round(played.id)
        if delivery.state is not DeliveryState.SENT
    ]
    return answers, drills, owed


def let_grow_old(folder: Path) -> None:
    """Let the files that a process that died has begun be of long ago: then the next one removes them.

    A pg_dump that it started outlives it, and writes on.

    Raises:
        TimeoutError: it never ended.
    """
    given_up = time.monotonic() + PATIENCE
    while _dumps_in(folder):
        if time.monotonic() > given_up:
            raise TimeoutError(f"pg_dump still writes in {folder}")
        time.sleep(_LOOK)
    for path in folder.rglob("*.partial*"):
        os.utime(path, (1, 1))


def _dumps_in(folder: Path) -> bool:
    """Say whether somebody copies a database there, where the system has a folder that lists processes."""
    for one in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended, or is somebody else's
            if b"pg_dump" in (one / "cmdline").read_bytes() and (one / "cwd").readlink() == folder.resolve():
                return True
    return False


def _wrong_beside(folder: Path) -> list[str]:
    """Look at the backups, and for what a process that died has left lying."""
    found = [f"{path.name} lies about" for path in folder.rglob("*.partial*")]
    backups = folder / "backups"
    if newest_backup(backups) is None:
        return [*found, "there is no backup"]
    for path in backups.glob("askaday-*Z.dump"):
        found += [f"{path.name}: {one}" for one in wrong_with_dump(path)]
    for path in backups.glob("askaday-*Z.db"):
        with closing(sqlite3.connect(path)) as backup:
            found += [f"{path.name}: {one}" for (one,) in backup.execute("PRAGMA integrity_check") if one != "ok"]
    return found


def wrong_with_dump(path: Path) -> list[str]:
    """Let it be read from the beginning to the end, as bringing it back would."""
    program = [str(programs() / "pg_restore"), "--file", os.devnull, str(path)]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    return done.stderr.splitlines() if done.returncode else []
