"""A command while statistics, retention and a backup run on a store of 60 MB, against the same when nothing does."""

from benchmarks.figures import Figure, Progress
from benchmarks.reading.beside_load import Size
from benchmarks.reading.beside_load import measure as measured

_SIZE = Size()


async def measure(progress: Progress, size: Size = _SIZE) -> Figure:
    """Measure the slowest hundredth."""
    return await measured(progress, size, "command beside figures, retention and backup, p99")
