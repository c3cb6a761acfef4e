"""Each kind of page on a year of 200 members, against a bare page of Starlette's of the same size."""

import asyncio
from collections.abc import Sequence

from benchmarks.figures import Figure, Progress
from benchmarks.filling import workplace
from benchmarks.pages.load import Size, compared, new_year, pages_load
from bot.cli.year.acts import WORKSPACE

_SIZE = Size()


async def measure(progress: Progress, size: Size = _SIZE) -> Sequence[Figure]:
    """Measure pages as they are opened again, and first after something was written that their figures are made of."""
    with workplace() as folder:
        database = folder / "askaday.db"
        await asyncio.to_thread(new_year, database, size)
        async with pages_load(database, WORKSPACE) as load:
            return await compared(load, size, "page", 15, progress)
