"""Waiting for what happens, never for how long it takes."""

import asyncio
from collections.abc import Callable

#: Seconds after which what a test waits for is taken to be something that will never come. Nothing takes that long,
#: however busy the machine, so a test fails by it only where it would have waited for ever.
PATIENCE = 120.0
#: Seconds between two looks at what tells nobody that it has changed.
_LOOK = 0.005


async def until(condition: Callable[[], object]) -> None:
    """Wait until something holds.

    Raises:
        TimeoutError: it never did.
    """
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - conditions are of any kind
            await asyncio.sleep(_LOOK)
