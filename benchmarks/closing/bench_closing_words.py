"""Closing a round of 2,000 answers with `lexical`: nobody waits longer than 20 s for the reveal, on two cores."""

from dataclasses import dataclass

from benchmarks.closing.load import closed
from benchmarks.figures import Figure, Progress, at_most

#: In seconds.
_LONGEST = 20.0


@dataclass(frozen=True, slots=True)
class Size:
    """How much is graded."""

    answers: int = 2_000
    grader: str = "lexical"


async def measure(progress: Progress, size: Size = Size()) -> Figure:
    """Close once: the reference is what is promised."""
    took = await closed(size.grader, size.answers)
    progress(1.0)
    return at_most(f"closing {size.answers} answers, {size.grader}", [took.close], [_LONGEST], unit="s", ratio=1)
