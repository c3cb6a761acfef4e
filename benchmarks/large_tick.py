"""What a tick asks the store: a million series of which 10 are due, against 100 of which 10 are due."""

from benchmarks.bench_tick import Size
from benchmarks.bench_tick import measure as measured
from benchmarks.figures import Figure, Progress

_SIZE = Size(series=1_000_000)


async def measure(progress: Progress, size: Size = _SIZE) -> Figure:
    """Measure what it asks."""
    return await measured(progress, size)
