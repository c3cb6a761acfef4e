"""The top ten of all time over ten million answers, against a hundred thousand by as many members."""

from benchmarks.figures import Figure, Progress
from benchmarks.reading.bench_leaderboard import Size
from benchmarks.reading.bench_leaderboard import measure as measured

_SIZE = Size(rounds=2_000, repetitions=31)


async def measure(progress: Progress, size: Size = _SIZE) -> Figure:
    """Measure a board."""
    return await measured(progress, size)
