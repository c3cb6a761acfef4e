"""First answers to `/aws-quiz` in Discord at 50 a second, against the goal of 150 ms at the 99th percentile."""

from benchmarks.discord.load import ASKADAY, PER_SECOND, discord_load, percentile_99
from benchmarks.figures import Figure, Progress, at_most
from benchmarks.filling import workplace

#: Commands in the one measurement: eight seconds of them.
COMMANDS = 400
#: Milliseconds; Discord itself gives up after 3,000.
GOAL = 150.0


async def measure(progress: Progress) -> Figure:
    """Ask Askaday alone."""
    with workplace() as folder:
        async with discord_load(folder) as load:
            figure = percentile_99(await load.milliseconds(ASKADAY, COMMANDS))
            progress(1.0)
    return at_most(f"Discord interactions, {PER_SECOND}/s, p99 goal", [figure], [GOAL], unit="ms", ratio=1)
