"""Waiting for what happens, never for how long it takes."""

import asyncio
from collections.abc import Callable

import pytest

#: Seconds after which what a test waits for is taken to be something that will never come. Nothing takes that long,
#: however busy the machine, so a test fails by it only where it would have waited for ever.
PATIENCE = 120.0
#: Seconds between two looks at what tells nobody that it has changed.
_LOOK = 0.005
#: What a module of tests has among its names if it waits for others or has threads of its own.
_SIGNS = frozenset({"PATIENCE", "at_terminal", "until", "threading"})


def mark_what_waits(items: list[pytest.Item]) -> None:
    """Mark the tests that wait or use threads: on a busy machine these are the first to fail."""
    for item in items:
        if isinstance(item, pytest.Function) and _SIGNS & vars(item.module).keys():
            item.add_marker("waits")


async def until(condition: Callable[[], object]) -> None:
    """Wait until something holds.

    Raises:
        TimeoutError: it never did.
    """
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - conditions are of any kind
            await asyncio.sleep(_LOOK)
