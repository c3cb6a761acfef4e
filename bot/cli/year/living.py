"""Letting a team live through a year: the real engine and store, a clock that is moved, people that are drawn."""

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from adapters.console.send.unseen import UnseenMessenger
from bot.cli.year.acts import WORKSPACE, Act, Acting
from bot.cli.year.as_written import AsWritten
from bot.cli.year.people import people
from bot.cli.year.teams import Team
from bot.config.settings import Settings
from bot.databases import appointing_words
from bot.domain.practice.nudges import WORKDAYS
from bot.domain.rounds import RoundState
from bot.engine import Engine, new_engine
from bot.ports.clock import TravelClock
from bot.ports.packs import PackSource
from bot.ports.store import Store, Transaction
from bot.services.rounds.opening import arm

_DAWN = time(6)


@dataclass(frozen=True, slots=True)
class Period:
    """The days that are lived through, both ends included."""

    first: date
    last: date

    @classmethod
    def of(cls, days: int, last: date) -> "Period":
        """Give so many days up to the last one."""
        return cls(last - timedelta(days=days - 1), last)

    @property
    def days(self) -> int:
        """Count the days."""
        return (self.last - self.first).days + 1


@dataclass(slots=True)
class _Life:
    """What is going on."""

    engine: Engine
    clock: TravelClock
    acting: Acting
    names: dict[int, str]
    _acts: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)
    _open: set[int] = field(default_factory=set)

    def plan(self, acts: Iterable[Act]) -> None:
        for act in acts:
            heapq.heappush(self._acts, (act.at, next(self._order), act))

    async def until(self, instant: datetime) -> None:
        """Do all that is due, by the scheduler and by people, in its order."""
        while True:
            due = await self.engine.ticking.next_due()
            first = self._acts[0][0] if self._acts else instant
            if min(due or instant, first) >= instant:
                break
            if due is not None and due <= first:
                self.clock.travel(max(due, self.clock.now()))
                await self._tick()
            else:
                await self.engine.call(self._act, min(due or instant, instant))
        self.clock.travel(max(instant, self.clock.now()))

    def _act(self, tx: Transaction, before: datetime) -> None:
        while self._acts and self._acts[0][0] < before:
            at, _, act = heapq.heappop(self._acts)
            self.clock.travel(max(at, self.clock.now()))
            act.run(tx)

    async def _tick(self) -> None:
        await self.engine.ticking.tick()
        while await self.engine.ticking.idle():
            await self.engine.ticking.tick()
        await self.engine.call(self._look)

    def _look(self, tx: Transaction) -> None:
        """See which rounds have opened and which have closed."""
        running = {one.id: one for one in tx.rounds.open_in(WORKSPACE) if one.thread}
        for number in sorted(running.keys() - self._open):
            played = running[number]
            self.acting.asked_now.update({played.question.ref} if played.question else ())
            self.plan(self.acting.answers(self.names[played.series_id], played))
        for number in sorted(self._open - running.keys()):
            closed = tx.rounds.get(number)
            if closed is not None and closed.state is RoundState.CLOSED:
                self.acting.asked_now.difference_update({closed.question.ref} if closed.question else ())
                self.plan(self.acting.afterwards(tx, closed))
        self._open = set(running)


async def live(
    settings: Settings,
    store: Store,
    packs: PackSource,
    team: Team,
    period: Period,
    *,
    seed: int,
    lived: Callable[[], object] = bool,
) -> None:
    """Live through a period in a store that is empty; `lived` is called after each day."""
    clock = TravelClock(datetime.combine(period.first, _DAWN, UTC))
    engine = new_engine(
        settings,
        store=store,
        words=appointing_words(settings),
        clock=clock,
        packs=packs,
        graders={AsWritten.name: AsWritten()},
        messengers={UnseenMessenger.platform: UnseenMessenger(tuple(team.series))},
    )
    questions = {ref: one for pack in packs.packs().values() for ref, one in pack.by_ref.items()}
    topics = sorted({one.topics[0] for one in questions.values()})
    everybody = people(team.shape, tuple(team.series), topics, period.first, seed)
    names = await store.call(_set_up, team, clock.now(), seed)
    life = _Life(engine, clock, Acting(engine, questions, everybody, period.first, seed), names)
    for number in range(period.days):
        day = period.first + timedelta(days=number)
        dawn = datetime.combine(day, _DAWN, UTC)
        life.plan(life.acting.absences(day, dawn))
        if day.weekday() in WORKDAYS:
            life.plan(life.acting.drills(day, dawn))
        await life.until(datetime.combine(day + timedelta(days=1), _DAWN, UTC))
        lived()


def _set_up(tx: Transaction, team: Team, now: datetime, seed: int) -> dict[int, str]:
    names = {}
    for number, (name, settings) in enumerate(team.series.items()):
        # Not by a service, which would draw a seed of its own.
        series = tx.series.add(WORKSPACE, name, name, settings, seed * 100 + number)
        arm(tx, series, now)
        names[series.id] = name
    return names
