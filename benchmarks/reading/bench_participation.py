"""Who takes part in a month of a series with 500 thousand answers, against one of 50 thousand."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from functools import partial
from pathlib import Path

from adapters.storage.sqlite import SqliteStore
from benchmarks.figures import Figure, Progress, at_most, quantity
from benchmarks.filling import filled, workplace
from benchmarks.reading.beside_load import FIRST, PARTS, fill
from benchmarks.reading.beside_load import Size as Filling
from bot.bootstrap import build
from bot.config.settings import Settings
from bot.packs.library import pack_library
from bot.ports.clock import TravelClock
from bot.ports.store import Transaction
from bot.services.statistics.reading import Statistics
from bot.services.statistics.scopes import scope_for_operator


@dataclass(frozen=True, slots=True)
class Size:
    """How many rounds there are; every member answers each."""

    members: int = 500
    rounds: int = 1_000
    reference_rounds: int = 100
    repetitions: int = 15


@dataclass(frozen=True, slots=True)
class _Filled:
    store: SqliteStore
    statistics: Statistics

    async def milliseconds(self) -> float:
        begin = time.perf_counter()
        found = await self.store.read(self._taking_part)
        spent = 1e3 * (time.perf_counter() - begin)
        if not found:
            raise AssertionError("Nobody takes part.")
        return spent

    def _taking_part(self, tx: Transaction) -> int:
        scope = scope_for_operator(tx, list(tx.series.all()))
        return self.statistics.taking_part(tx, scope, "last month")[0]


_SIZE = Size()


async def measure(progress: Progress, size: Size = _SIZE) -> Figure:
    """Interleave the two; the month has as many answers in both."""
    with workplace() as folder:
        large = await _answered(folder / "large.db", size, size.rounds, lambda share: progress(0.8 * share))
        small = await _answered(
            folder / "small.db", size, size.reference_rounds, lambda share: progress(0.8 + 0.1 * share)
        )
        figures, references = [], []
        for number in range(size.repetitions):
            figures.append(await large.milliseconds())
            references.append(await small.milliseconds())
            progress(0.9 + 0.1 * (number + 1) / size.repetitions)
        for one in (large, small):
            await one.store.close()
    title = f"participation of a month, {quantity(size.members * size.rounds)} answers"
    return at_most(title, figures, references, unit="ms", ratio=1.5)


async def _answered(path: Path, size: Size, rounds: int, done: Progress) -> _Filled:
    part = partial(fill, size=Filling(rounds=rounds, members=size.members))
    store = await filled(path, part, PARTS, done)
    # The first day of a month whose last one has answers on every day.
    last = FIRST + timedelta(days=rounds)
    today = datetime.combine(last.replace(day=1), time_of_day(9), UTC)
    settings = Settings(_env_file=None, database=path, model_dir=Path("no-model"))
    app = build(settings, {}, store=store, packs=pack_library(settings), clock=TravelClock(today))
    return _Filled(store, app.services.statistics)
