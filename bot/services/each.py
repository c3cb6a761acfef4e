"""Doing several things side by side, so that one that fails does not hold up the others."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

log = structlog.get_logger()


async def do_each(numbers: Sequence[int], work: Callable[[int], Awaitable[object]], what: str) -> list[int]:
    """Do the work for each number and wait for all; what fails is logged with its number, and these are given."""
    outcomes = await asyncio.gather(*(work(number) for number in numbers), return_exceptions=True)
    failed = []
    for number, outcome in zip(numbers, outcomes, strict=True):
        if isinstance(outcome, Exception):
            log.error("due work failed", what=what, number=number, exc_info=outcome)
            failed.append(number)
        elif isinstance(outcome, BaseException):
            raise outcome
    return failed
