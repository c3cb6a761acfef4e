"""From nothing to a store and an engine that have looked what is due: 100 thousand series, against none."""

import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from adapters.storage.sqlite import SqliteStore
from benchmarks.figures import Figure, Progress, at_most, quantity
from benchmarks.filling import filled, workplace
from benchmarks.scheduling.bench_tick import PARTS, fill
from bot.bootstrap import build
from bot.config.settings import Settings
from bot.packs.library import pack_library


@dataclass(frozen=True, slots=True)
class Size:
    """How many series there are."""

    series: int = 100_000
    repetitions: int = 5


_SIZE = Size()


async def measure(progress: Progress, size: Size = _SIZE) -> Figure:
    """Interleave the two; platforms are not connected to, which takes as long whatever there is."""
    with workplace() as folder:
        store = await filled(
            folder / "large.db", partial(fill, count=size.series), PARTS, lambda share: progress(0.8 * share)
        )
        await store.close()
        await SqliteStore.open(folder / "empty.db").close()
        figures, references = [], []
        for number in range(size.repetitions):
            figures.append(await _seconds(folder / "large.db"))
            references.append(await _seconds(folder / "empty.db"))
            progress(0.8 + 0.2 * (number + 1) / size.repetitions)
    return at_most(f"start, {quantity(size.series)} series", figures, references, unit="s", ratio=1.5)


async def _seconds(path: Path) -> float:
    settings = Settings(_env_file=None, database=path, model_dir=Path("no-model"))
    begin = time.perf_counter()
    store = SqliteStore.open(path)
    app = build(settings, {}, store=store, packs=pack_library(settings))
    await app.ticking.next_due()
    spent = time.perf_counter() - begin
    await store.close()
    return spent
