"""What a tick asks the store: a million series of which 10 are due, against 100 of which 10 are due."""

from benchmarks.figures import Figure, Progress
from benchmarks.scheduling.bench_tick import Size
from benchmarks.scheduling.bench_tick import measure as measured

_SIZE = Size(series=1_000_000)


async def measure(progress: Progress, size: Size = _SIZE) -> Figure:
    """Measure what it asks."""
    return await measured(progress, size)
