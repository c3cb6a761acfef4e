"""Replies over many workspaces with slow reactions: Askaday, against a bare aiohttp worker with the same write."""

from dataclasses import dataclass

from benchmarks.figures import Figure, Progress, at_least
from benchmarks.filling import workplace
from benchmarks.slack.inbox.load import inbox_load


@dataclass(frozen=True, slots=True)
class Size:
    """How much is said."""

    replies: int = 1_000
    workspaces: int = 50
    repetitions: int = 3


async def measure(progress: Progress, size: Size = Size()) -> Figure:
    """Interleave the two; both commit what is said before they acknowledge it."""
    figures, references = [], []
    with workplace() as folder:
        async with inbox_load(folder, size.workspaces) as load:
            for repetition in range(size.repetitions):
                figures.append(await load.per_second(load.askaday, size.replies))
                references.append(await load.per_second(load.bare, size.replies))
                progress((repetition + 1) / size.repetitions)
    name = f"Slack replies, {size.workspaces} workspaces"
    return at_least(name, figures, references, unit="replies/s", ratio=0.6)
