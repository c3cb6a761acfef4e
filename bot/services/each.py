"""Doing several things side by side, so that one that fails does not hold up the others."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import structlog

log = structlog.get_logger()

T = TypeVar("T")


async def do_each(items: Sequence[T], work: Callable[[T], Awaitable[object]], what: str) -> None:
    """Do the work for each item and wait for all; failures are logged by their kind of work and their place in it."""
    outcomes = await asyncio.gather(*(work(item) for item in items), return_exceptions=True)
    for place, outcome in enumerate(outcomes):
        if isinstance(outcome, Exception):
            log.error("due work failed", what=what, place=place, exc_info=outcome)
        elif isinstance(outcome, BaseException):
            raise outcome
