"""Acknowledging `/aws-quiz` in Slack at 50 commands a second, against the goal of 150 ms at the 99th percentile."""

from benchmarks.figures import Figure, Progress, at_most
from benchmarks.filling import workplace
from benchmarks.slack.load import PER_SECOND, percentile_99, slack_load

#: Commands in one measurement; the median of all measurements counts.
COMMANDS = 100
REPETITIONS = 5
#: Milliseconds; Slack itself gives up after 3,000.
GOAL = 150.0


async def measure(progress: Progress) -> Figure:
    """Ask Askaday alone."""
    with workplace() as folder:
        async with slack_load(folder) as load:
            figures = []
            for repetition in range(REPETITIONS):
                figures.append(percentile_99(await load.milliseconds(load.askaday, COMMANDS)))
                progress((repetition + 1) / REPETITIONS)
    return at_most(f"Slack commands, {PER_SECOND}/s, p99 goal", figures, [GOAL], unit="ms", ratio=1)
