"""A command while statistics, retention and a backup run on a store of 1 GB, against the same when nothing does."""

from benchmarks.figures import Figure, Progress
from benchmarks.reading.beside_load import Size
from benchmarks.reading.beside_load import measure as measured

_SIZE = Size(rounds=1000, commands=1000)


async def measure(progress: Progress, size: Size = _SIZE) -> Figure:
    """Measure the slowest hundredth."""
    return await measured(progress, size, "command beside figures, retention and backup, 1 GB, p99")
