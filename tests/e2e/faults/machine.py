"""A machine in trouble under a schedule: its clock is set, its disk is full or takes nothing more, or it sleeps."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from bot.bootstrap import App
from bot.domain.card import Card
from bot.errors import StoreError
from bot.ports.clock import TravelClock
from bot.ports.messenger import Destination, Messenger, Sent
from bot.ports.steady_clock import SteadyClock
from tests.servers.occurrences import Occurrences
from tests.worlds.troubles import Troubled

#: By how much the machine's clock is ahead, once somebody has set it.
STEPS = (timedelta(days=3), timedelta(hours=9), timedelta(hours=-9), timedelta(days=-3))
#: What stands for a disk in trouble, and ends it: SQLite refuses with the same errors as on one.
DISKS = {
    "disk full": ("PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1073741823"),
    "disk read-only": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
}
CLOCK = "clock set"
#: What befalls while messages are sent.
SENDING = (*(f"{disk} while sending" for disk in DISKS), "suspended while sending")
#: How long a suspended machine sleeps: longer than a claim holds.
ASLEEP = timedelta(minutes=5)
#: What managers are told of a clock, which is not the same in every schedule.
NOTICE = "A clock is wrong"
#: The chances that something befalls after an act, and while the reveal is sent, which comes once.
OFTEN, OFTEN_SENDING = 0.25, 0.75


@dataclass
class Machine:
    """What befalls one draws from a stream of its own."""

    really: TravelClock
    chance: Random
    #: By how much its clock is.
    ahead: timedelta = timedelta()

    def clock(self) -> SteadyClock:
        """Give the clock of a process on it: platforms say what time it really is when they are asked."""
        clock = SteadyClock(lambda: self.really.now() + self.ahead, self.really.monotonic)

        async def ask() -> None:
            clock.heard(self.really.now())

        clock.ask_by(ask)
        clock.wait_for_platforms()
        return clock

    async def started(self, app: App) -> None:
        """Let a process that has started ask what time it is, as its ticks do twice a minute: schedules jump hours."""
        while not app.clock.is_sure:
            await app.ticking.timekeeping.is_sure()

    async def befall(self, app: App, occurrences: Occurrences, kinds: Sequence[str]) -> str:
        """Let something of these happen, and the process tick meanwhile; give what it was, or nothing."""
        kind, step = self.chance.choice(kinds), self.chance.choice(STEPS)
        if self.chance.random() >= OFTEN or not occurrences.befalls(kind):
            return ""
        if kind == CLOCK:
            # The next time it is set right again.
            self.ahead = timedelta() if self.ahead else step
            await app.ticking.tick()
            return kind
        with _troubled(app, *DISKS[kind]), suppress(StoreError):
            await app.ticking.tick()
            await app.ticking.finish()
        return kind

    async def befall_sending(self, app: App, occurrences: Occurrences) -> str:
        """Let the disk fail or the machine sleep as the first message is sent, or not; give what it was, or nothing."""
        what = self.chance.choice(SENDING)
        if self.chance.random() >= OFTEN_SENDING or not occurrences.befalls(what):
            return ""
        messengers: Any = app.ticking.delivering.messengers
        [(name, messenger)] = messengers.items()
        with ExitStack() as stack, suppress(StoreError):
            disk = DISKS.get(what.removesuffix(" while sending"))

            def begin() -> None:
                if disk is None:
                    self.really.travel(self.really.now() + ASLEEP)
                else:
                    stack.enter_context(_troubled(app, *disk))

            messengers[name] = _Failing(messenger, begin)
            try:
                await app.ticking.tick()
                await app.ticking.finish()
            finally:
                messengers[name] = messenger
        return what


class _Failing(Troubled):
    """Hands everything on, and lets something happen with the first message."""

    def __init__(self, wrapped: Messenger, fail: Callable[[], object]) -> None:
        super().__init__(wrapped)
        self._fail: Callable[[], object] | None = fail

    async def send(self, destination: Destination, card: Card, *, key: str) -> Sent:
        if self._fail is not None:
            self._fail()
            self._fail = None
        return await super().send(destination, card, key=key)


@contextmanager
def _troubled(app: App, begin: str, end: str) -> Iterator[None]:
    store: Any = app.store
    connection = store._worker._connection
    connection.execute(begin)
    try:
        yield
    finally:
        connection.execute(end)
