"""The slowest command while a round of 2,000 answers closes: half a second, on two cores."""

from dataclasses import dataclass

from benchmarks.closing.load import closed
from benchmarks.figures import Figure, Progress, at_most

#: In seconds.
_LONGEST = 0.5


@dataclass(frozen=True, slots=True)
class Size:
    """How much is graded."""

    answers: int = 2_000
    grader: str = "lexical"


async def measure(progress: Progress, size: Size = Size()) -> Figure:
    """Close once: the reference is what is promised."""
    took = await closed(size.grader, size.answers)
    progress(1.0)
    return at_most(f"slowest command, closing {size.answers} answers", [took.command], [_LONGEST], unit="s", ratio=1)
