"""Acknowledging `/aws-quiz` at 50 commands a second: Askaday, against a slack-bolt app that does nothing else."""

from benchmarks.figures import Figure, Progress, at_most
from benchmarks.filling import workplace
from benchmarks.slack.load import PER_SECOND, percentile_99, slack_load

#: Commands in one measurement; the medians of all measurements are compared.
COMMANDS = 100
REPETITIONS = 7


async def measure(progress: Progress) -> Figure:
    """Interleave the two; every command writes a drill to the database and shows its question."""
    figures, references = [], []
    with workplace() as folder:
        async with slack_load(folder) as load:
            for repetition in range(REPETITIONS):
                figures.append(percentile_99(await load.milliseconds(load.askaday, COMMANDS)))
                references.append(percentile_99(await load.milliseconds(load.bare, COMMANDS)))
                progress((repetition + 1) / REPETITIONS)
    return at_most(f"Slack commands, {PER_SECOND}/s, p99", figures, references, unit="ms", ratio=1.5)
