"""`askaday` in a process of its own, forked with everything imported or started anew, with a clock that a test moves.

It is the command line itself on real files. From outside it is given a watch (`points.py`), a clock, and an ear for one
pipe: what time it is now, to which it replies, when nothing is left to do, at which instant something is due.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

import bot.cli
from adapters.discord.connect.access import DiscordAccess, discord_access
from adapters.slack.connect.access import SlackAccess, slack_access
from bot.bootstrap import App, Connections
from bot.config.settings import Settings
from bot.packs.library import Found, PackLibrary
from bot.ports.clock import TravelClock
from bot.ports.store import Transaction
from tests.cli.askaday import ASKADAY, clean_environment
from tests.crash.points import Points
from tests.servers.postgres import programs
from tests.waiting import PATIENCE
from tests.worlds.builders import pack, question, with_choices
from tests.worlds.slack import is_unhandled

T = TypeVar("T")

Context = ForkServerContext | SpawnContext
#: How a process begins: forked from one that has imported everything, or as an interpreter that starts anew.
FORKED, ANEW = get_context("forkserver"), get_context("spawn")
FORKED.set_forkserver_preload(["tests.crash.preloaded"])
#: What the names of tasks begin with in which discord.py tells of events.
_LIBRARYS = ("discord.py: ", "CommandTree-", "discord-ui-")
#: The questions that there are: each in words and with choices.
PACK = pack(*(with_choices(question(number)) for number in range(1, 21)))


class DiedError(Exception):
    """The process is gone."""


@dataclass
class Askaday:
    """Askaday in a folder, started as often as a test likes."""

    folder: Path
    #: Where its database is, as ASKADAY_DATABASE says it.
    database: str
    settings: dict[str, str]
    #: Gives how many events the connections of a platform were sent, by their sessions.
    marks: Callable[[], Mapping[str, int]]
    #: What tells it from other processes on the same database.
    name: str = ""
    context: Context = FORKED
    #: How many processes there were.
    starts: int = 0
    _process: BaseProcess | None = None
    _pipe: Pipe | None = None
    _gone: asyncio.Event = field(default_factory=asyncio.Event)

    def connections(self, before: int) -> int:
        """Say how often anybody will have connected when it has started once more: who died may never have."""
        return before + 1

    @property
    def is_gone(self) -> bool:
        """Whether no process runs."""
        return self._process is None or self._gone.is_set()

    @property
    def pid(self) -> int:
        """The number of the process that runs."""
        assert self._process is not None
        assert self._process.pid is not None
        return self._process.pid

    def notes(self, start: int) -> Path:
        """Give where the points of a process are noted: of the first, of the second …"""
        return self.folder / f"points-{self.name}{start}.txt"

    async def start(self, now: datetime, fatal: int | None = None) -> None:
        """Start `askaday run` at an instant, and wait until it listens.

        It dies at its point of the number `fatal`, unless another process in its folder has died so.

        Raises:
            DiedError: it died before.
        """
        self.starts += 1
        self._gone = asyncio.Event()
        self._pipe, its_end = self.context.Pipe()
        environment = environment_on(self.folder, self.database, ASKADAY_BACKUPS="backups", **self.settings)
        told = _Told(self.folder, ("run",), environment, self.notes(self.starts), fatal)
        self._process = self.context.Process(target=_run, args=(told, its_end, now))
        self._process.start()
        its_end.close()
        asyncio.get_running_loop().add_reader(self._process.sentinel, self._ended)
        await self._heard()

    async def at(self, now: datetime, what: str = "time") -> datetime | None:
        """Tell it what time it is, wait until it has done everything, and give when something is due.

        Raises:
            DiedError: it died doing so.
        """
        assert self._pipe is not None
        try:
            self._pipe.send((what, now, dict(self.marks())))
        except OSError as error:
            await self._gone.wait()
            raise DiedError from error
        return await self._heard()

    async def unless_it_dies(self, work: Awaitable[T]) -> T:
        """Wait for something that the process may leave undone.

        Raises:
            DiedError: it died meanwhile.
        """
        doing, gone = asyncio.ensure_future(work), asyncio.ensure_future(self._gone.wait())
        try:
            async with asyncio.timeout(PATIENCE):
                await asyncio.wait({doing, gone}, return_when=asyncio.FIRST_COMPLETED)
            if self._gone.is_set():
                raise DiedError
            return await doing
        finally:
            for task in (doing, gone):
                task.cancel()
            # What a person is told after the process has died is nobody's concern any more.
            doing.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def stop(self) -> int | None:
        """Let it end in an orderly way, and give its exit status; None where it is gone."""
        if self._process is None or self._gone.is_set():
            return None
        os.kill(self.pid, signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            await self._gone.wait()
        return self._process.exitcode

    def kill(self) -> None:
        """End it where a test gave up."""
        if self._process is not None and not self._gone.is_set():
            self._process.kill()
            asyncio.get_running_loop().remove_reader(self._process.sentinel)

    def _ended(self) -> None:
        assert self._process is not None
        asyncio.get_running_loop().remove_reader(self._process.sentinel)
        self._process.join()
        self._gone.set()

    async def _heard(self) -> datetime | None:
        assert self._pipe is not None
        pipe = self._pipe

        async def heard() -> datetime | None:
            ready = asyncio.Event()
            asyncio.get_running_loop().add_reader(pipe.fileno(), ready.set)
            try:
                await ready.wait()
            finally:
                asyncio.get_running_loop().remove_reader(pipe.fileno())
            try:
                due: datetime | None = pipe.recv()
            except (EOFError, OSError) as error:
                await self._gone.wait()
                raise DiedError from error
            return due

        return await self.unless_it_dies(heard())


def environment_on(folder: Path, database: str, **settings: str) -> dict[str, str]:
    """Give a process's environment: its settings, and on the path what copies a database on a server."""
    own = {"ASKADAY_DATABASE": database, "ASKADAY_MODEL_DIR": "no-model"}
    path = f"{programs()}{os.pathsep}{os.environ['PATH']}"
    return clean_environment(folder, **own, **settings, PATH=path)


def run_to_its_end(
    folder: Path, *words: str, database: str, notes: Path, fatal: int | None = None, context: Context = FORKED
) -> int | None:
    """Run another command under watch, and give its exit status, which is negative where it was killed."""
    told = _Told(folder, words, environment_on(folder, database), notes, fatal)
    command = context.Process(target=_run, args=(told, None, datetime.now(UTC)))
    command.start()
    command.join(PATIENCE)
    if command.exitcode is None:
        command.kill()
        raise TimeoutError(f"askaday {' '.join(words)}")
    return command.exitcode


class _MovedClock(TravelClock):
    """In the place of the clock that goes with the machine's."""

    def wait_for_platforms(self) -> None:
        """Wait for nobody."""


@dataclass(frozen=True)
class _Told:
    """What a process is told."""

    folder: Path
    words: tuple[str, ...]
    environment: dict[str, str]
    notes: Path
    fatal: int | None


def _run(told: _Told, pipe: Pipe | None, now: datetime) -> None:
    """Be `askaday`; multiprocessing makes the status of what it ends with."""
    log = os.open(told.folder / "askaday.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for number, handle in ((0, os.open(os.devnull, os.O_RDONLY)), (1, log), (2, log)):
        os.dup2(handle, number)
    os.environ.clear()
    os.environ.update(told.environment)
    os.chdir(told.folder)
    sys.argv = [str(ASKADAY), *told.words]
    library, clock = PackLibrary([]), _MovedClock(now)
    library.hold(Found({PACK.name: PACK}, {}))
    with ExitStack() as wrapped:
        wrapped.enter_context(patch("bot.packs.library.pack_library", lambda _settings: library))
        # Slack's pace is kept by the machine's own clock, which nobody waits for here.
        unhurried = partial(_unhurried, slack_access)
        wrapped.enter_context(patch("adapters.slack.connection.slack_access", unhurried))
        prompt = partial(_prompt, discord_access)
        wrapped.enter_context(patch("adapters.discord.connection.discord_access", prompt))
        if pipe is not None:
            wrapped.enter_context(patch("bot.ports.steady_clock.SteadyClock", lambda: clock))
            wrapped.enter_context(patch.object(Connections, "start", _listening(pipe, clock)))
        Points(told.notes, told.fatal).watch()
        bot.cli.main()


def _unhurried(read: Callable[[Settings], SlackAccess], settings: Settings) -> SlackAccess:
    return replace(read(settings), pace=0.0)


def _prompt(read: Callable[[Settings], DiscordAccess], settings: Settings) -> DiscordAccess:
    return replace(read(settings), pause=0.02, patience=0.02, identify_pause=0.0)


def _listening(pipe: Pipe, clock: TravelClock) -> Callable[[Connections, Any], Awaitable[None]]:
    """Start connections, and from the moment on in which all have, hear on the pipe what time it is."""
    start = Connections.start
    tasks: set[asyncio.Task[None]] = set()

    async def started(self: Connections, engine: Any) -> None:
        await start(self, engine)

        async def obey(what: str, now: datetime, marks: Mapping[str, int]) -> None:
            clock.travel(max(now, clock.now()))
            await _heard(self, marks)
            if what == "night":
                for job in engine.clockwork._nightly:
                    await job.run()
            pipe.send(await _settled(engine, self))

        def hear() -> None:
            try:
                told = pipe.recv()
            except EOFError:
                os._exit(3)
            task = asyncio.get_running_loop().create_task(obey(*told))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

        pipe.send(await _settled(engine, self))
        asyncio.get_running_loop().add_reader(pipe.fileno(), hear)

    return started


async def _heard(connections: Connections, marks: Mapping[str, int]) -> None:
    """Wait until Discord's events have come in, and the library's tasks for them are done."""
    discord: Any = connections.platforms.get("discord")
    if discord is None:
        return
    while not all(  # noqa: ASYNC110 - the library tells nobody
        shard.ws.sequence is not None and shard.ws.sequence >= marks[shard.ws.session_id]
        for shard in _shards(discord)
        if shard.ws.session_id in marks
    ):
        await asyncio.sleep(0.002)
    await _handled(discord)


def _shards(discord: Any) -> list[Any]:
    shards = {} if discord._client is None else discord._client._AutoShardedClient__shards
    return [one for one in shards.values() if one.ws is not None]


async def _handled(discord: Any) -> None:
    this = asyncio.current_task()
    while True:
        running = [one for one in asyncio.all_tasks() if one.get_name().startswith(_LIBRARYS) and one is not this]
        catching_up = discord._client._catching_up._running
        if catching_up is not None and not catching_up.done():
            running.append(catching_up)
        if not running:
            break
        await asyncio.wait(running)
    await discord._tasks.finish()
    await discord._background.idle(PATIENCE)


async def _settled(app: App, connections: Connections) -> datetime | None:
    """Wait until nothing is left to do now, and give when something is due."""
    while True:
        await app.clockwork.caught_up()
        while await app.ticking.idle():
            await app.clockwork.caught_up()
        for connection in connections.platforms.values():
            if hasattr(connection, "idle"):
                await connection.idle()
            else:
                await _handled(connection)
        is_pending, due = await app.call(_left, is_slack="slack" in connections.platforms)
        if not is_pending and (due is None or due > app.clock.now()):
            return due
        await asyncio.sleep(0.002)


def _left(tx: Transaction, *, is_slack: bool) -> tuple[bool, datetime | None]:
    """Say whether an event is still to be handled, and when something is due."""
    return is_slack and is_unhandled(tx), tx.reports.next_due()
