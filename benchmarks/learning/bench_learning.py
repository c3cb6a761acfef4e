"""The share of sixty questions that members know after 90 days of drills, against as many questions at random."""

from benchmarks.figures import Figure, Progress, at_least
from benchmarks.learning.drills import groups


async def measure(progress: Progress) -> Figure:
    """Compare 200 simulated members with themselves; the model stands in `benchmarks/learning/drills.py`."""
    drilled, at_random = groups(done=progress)
    return at_least(
        "known after 90 days of drills", [drilled.known], [at_random.known], unit="share of the questions", ratio=1.3
    )
