"""A week in which the machine and the database's server fail, drawn from a seed, and the process lives on."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import Random

from tests.crash.campaign import POSTGRES, Which, problems, week_of
from tests.crash.process import Askaday
from tests.crash.week import Act, Outcome, Week
from tests.servers.occurrences import Occurrences
from tests.servers.postgres import OwnServer, away, cut, own_server

#: How long a process is suspended: machines sleep, and hosts move them.
ASLEEP = timedelta(minutes=5)
#: The chance that something befalls with an act.
_OFTEN = 0.4


@dataclass(frozen=True)
class Troubled:
    """A week that is over."""

    #: What came out otherwise than it must.
    found: list[str]
    #: What befell it, each time with a name of its own.
    befell: list[str]


@dataclass
class Troubles:
    """What befalls one."""

    week: Week
    chance: Random
    #: The database's, where it has one.
    server: OwnServer | None
    occurrences: Occurrences = field(default_factory=Occurrences)

    @property
    def askaday(self) -> Askaday:
        """Give the process."""
        assert isinstance(self.week.askaday, Askaday)
        return self.week.askaday

    def kinds(self) -> Mapping[str, Callable[[Act], Awaitable[None]]]:
        """Give what can befall."""
        found: dict[str, Callable[[Act], Awaitable[None]]] = {"suspended": self._suspend}
        if self.server is not None:
            found["connections cut"] = self._cut
            found["server away"] = self._miss_server
            found["server stopped"] = partial(self._stop_server, self.server, at_once=False)
            found["server died"] = partial(self._stop_server, self.server, at_once=True)
        return found

    async def befall(self, act: Act) -> Act:
        """Let something happen, or nothing, and give what is left of the act."""
        kinds = self.kinds()
        name = self.chance.choice(sorted(kinds))
        if self.chance.random() >= _OFTEN or not self.occurrences.befalls(name):
            return act
        await kinds[name](act)
        return Act(_nothing, is_message=True, is_night=act.is_night) if act.is_message else act

    async def _suspend(self, act: Act) -> None:
        """Let nothing of it run for a while, in which people go on writing."""
        os.kill(self.askaday.pid, signal.SIGSTOP)
        try:
            if act.is_message:
                await act.do()
            self.week.clock.travel(self.week.clock.now() + ASLEEP)
        finally:
            os.kill(self.askaday.pid, signal.SIGCONT)

    async def _cut(self, act: Act) -> None:
        """Cut all connections to the database's server, as its restart does."""
        await asyncio.to_thread(cut, self.askaday.database)
        if act.is_message:
            await act.do()

    async def _miss_server(self, act: Act) -> None:
        """Let the server take nobody, as while another is put in its place, and people go on writing."""
        with away(self.askaday.database):
            if act.is_message:
                await act.do()

    async def _stop_server(self, server: OwnServer, act: Act, *, at_once: bool) -> None:
        """Stop the server and start it again, and let people write meanwhile."""
        await asyncio.to_thread(server.stop, at_once=at_once)
        try:
            if act.is_message:
                await act.do()
        finally:
            await asyncio.to_thread(server.start)


async def _nothing() -> None:
    """Do nothing: it was done."""


async def play(which: Which, seed: int, calm: Outcome, *, only: frozenset[str] | None = None) -> Troubled:
    """Play a week with what befalls it by a seed; `only` says what alone may."""
    with ExitStack() as stack:
        server = stack.enter_context(own_server()) if which.database == POSTGRES else None
        async with week_of(which, stack, own=server.url if server else "") as week:
            troubles = Troubles(week, Random(seed), server)
            troubles.occurrences.only = only
            outcome = await week.play(befall=troubles.befall)
            found = problems(week, outcome, calm)
            return Troubled(found, troubles.occurrences.befell)
