"""Replies over many workspaces with reactions of 150 ms, against the goal of 130 handled in a second."""

from benchmarks.figures import Figure, Progress, at_least
from benchmarks.filling import workplace
from benchmarks.slack.bench_slack_inbox import Size
from benchmarks.slack.inbox.load import inbox_load

GOAL = 130.0
SIZE = Size()


async def measure(progress: Progress, size: Size = SIZE) -> Figure:
    """Ask Askaday alone."""
    figures = []
    with workplace() as folder:
        async with inbox_load(folder, size.workspaces) as load:
            for repetition in range(size.repetitions):
                figures.append(await load.per_second(load.askaday, size.replies))
                progress((repetition + 1) / size.repetitions)
    return at_least(f"Slack replies, {size.workspaces} workspaces, goal", figures, [GOAL], unit="replies/s", ratio=1)
