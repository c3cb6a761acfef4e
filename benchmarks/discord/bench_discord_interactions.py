"""First answers to `/aws-quiz` in Discord at 50 a second: Askaday, against a client that does nothing else."""

from benchmarks.discord.load import ASKADAY, BARE, PER_SECOND, discord_load, percentile_99
from benchmarks.figures import Figure, Progress, at_most
from benchmarks.filling import workplace

#: Commands in one measurement; the medians of all measurements are compared.
COMMANDS = 100
REPETITIONS = 4


async def measure(progress: Progress) -> Figure:
    """Interleave the two; every command writes a drill to the database and shows its question."""
    figures, references = [], []
    with workplace() as folder:
        async with discord_load(folder) as load:
            for repetition in range(REPETITIONS):
                figures.append(percentile_99(await load.milliseconds(ASKADAY, COMMANDS)))
                references.append(percentile_99(await load.milliseconds(BARE, COMMANDS)))
                progress((repetition + 1) / REPETITIONS)
    return at_most(f"Discord interactions, {PER_SECOND}/s, p99", figures, references, unit="ms", ratio=1.5)
