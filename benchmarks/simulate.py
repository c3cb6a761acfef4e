"""What a workspace costs: `python -m benchmarks.simulate WORKSPACES DAYS` lets many of them live for some days.

Each has one series; of its ten members five answer every question. Platforms take every message at once.
"""

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.console.send.unseen import UnseenMessenger
from adapters.storage.sqlite import SqliteStore
from benchmarks.filling import workplace
from bot.bootstrap import App, build
from bot.domain.answers import Happening, Inbound, Revision
from bot.domain.members import Actor
from bot.domain.rounds import Round
from bot.ports.clock import TravelClock
from bot.ports.store import Transaction
from tests.worlds.builders import ADMIN, CHANNEL, Packs, options, settings

_START = datetime(2026, 12, 7, 8, tzinfo=UTC)
_PATIENCE = timedelta(minutes=10)
_MEMBERS = 5
_TEXT = "It stores turquoise lanterns, and elephants guard its marble gates."


@dataclass(frozen=True, slots=True)
class Cost:
    """What there was after so many days of all workspaces."""

    days: int
    #: Of processor time, since the first day began.
    seconds: float
    #: Bytes of memory that the process has.
    resident: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """Workspaces that are played by the engine on a database of their own."""

    app: App
    clock: TravelClock
    workspaces: Sequence[str]

    @classmethod
    def open(cls, database: Path, count: int) -> "Simulation":
        """Open a new database."""
        clock = TravelClock(_START)
        app = build(
            options(),
            {"console": UnseenMessenger([CHANNEL])},
            store=SqliteStore.open(database),
            packs=Packs(),
            clock=clock,
        )
        return cls(app, clock, [f"console:{number}" for number in range(count)])

    async def play(self, days: int) -> list[Cost]:
        """Set everything up, play, and say after each day what it has cost."""
        for workspace in self.workspaces:
            admin = replace(ADMIN, workspace=workspace)
            await self.app.call(self.app.services.managing.set_up, admin, "daily", CHANNEL, settings())
        begin, costs = time.process_time(), []
        for day in range(days):
            await self._at(_START + timedelta(days=day, hours=1))
            await self._answer()
            await self._at(_START + timedelta(days=day, hours=23))
            costs.append(Cost(day + 1, time.process_time() - begin, resident()))
        return costs

    async def rounds(self) -> int:
        """Count the rounds that were closed."""

        def closed(tx: Transaction) -> int:
            return sum(
                one.closed_at is not None for series in tx.series.all() for one in tx.rounds.of_series(series.id)
            )

        return await self.app.call(closed)

    async def _at(self, instant: datetime) -> None:
        self.clock.travel(instant)
        while (due := await self.app.ticking.next_due()) is not None and due <= self.clock.now():
            await self.app.ticking.tick()
            await self.app.ticking.finish(_PATIENCE)

    async def _answer(self) -> None:
        for workspace in self.workspaces:
            running: Sequence[Round] = await self.app.call(lambda tx, name=workspace: tx.rounds.open_in(name))  # type: ignore[misc]
            await asyncio.gather(*(self._say(one, number) for one in running for number in range(_MEMBERS)))

    async def _say(self, played: Round, number: int) -> None:
        now = self.clock.now()
        said = Revision(f"{played.id}-{number}", Happening.POSTED, now, now, f"m{number}", _TEXT)
        author = Actor(played.workspace, f"m{number}", f"Member {number}")
        inbound = Inbound(played.workspace, played.channel, played.thread or "", said, author)
        await self.app.call(self.app.services.answering.record, inbound)


def resident(process: int | str = "self") -> int:
    """Give how many bytes of memory a process has, by default this one."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


async def main(count: int, days: int) -> None:
    """Play and print."""
    with workplace() as folder:
        simulation = Simulation.open(folder / "askaday.db", count)
        empty = (folder / "askaday.db").stat().st_size
        costs = await simulation.play(days)
        closed = await simulation.rounds()
        await simulation.app.store.close()
        grown = (folder / "askaday.db").stat().st_size - empty
    last = costs[-1]
    if not closed:
        sys.exit("No question was closed: play a working day, at least.")
    print(f"{count} workspaces, {days} days, {closed} questions closed, {closed * _MEMBERS} answers")
    print(f"processor time: {1e3 * last.seconds / closed:.1f} ms for a question")
    print(f"database: {grown / closed:.0f} bytes for a question")
    print(
        f"memory: {costs[0].resident / 2**20:.0f} MiB after the first day, {last.resident / 2**20:.0f} after the last"
    )
    print(f"one processor is busy for an hour with {3_600 * closed / last.seconds:,.0f} questions")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
