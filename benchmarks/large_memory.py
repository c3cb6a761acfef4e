"""Memory after a month of 1,000 channels, against the same process after the first day."""

from dataclasses import dataclass

from benchmarks.figures import Figure, Progress, at_most, quantity
from benchmarks.filling import workplace
from benchmarks.simulate import Simulation


@dataclass(frozen=True, slots=True)
class Size:
    """How many channels there are, each in a workspace of its own, and for how many days they are played."""

    channels: int = 1_000
    days: int = 30


_SIZE = Size()


async def measure(progress: Progress, size: Size = _SIZE) -> Figure:
    """Play it once: what the process has after the last day."""
    with workplace() as folder:
        simulation = Simulation.open(folder / "askaday.db", size.channels)
        costs = await simulation.play(size.days)
        closed = await simulation.rounds()
        await simulation.app.store.close()
    if closed != size.channels * size.days:
        raise AssertionError(f"{closed} questions were closed.")
    progress(1.0)
    after = [costs[-1].resident / 2**20]
    title = f"memory after {size.days} days of {quantity(size.channels)} channels"
    return at_most(title, after, [costs[0].resident / 2**20], unit="MiB", ratio=1.1)
