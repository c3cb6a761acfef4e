"""Doing something for many, so that none holds up the others."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.domain.series import Series
from bot.ports.store import Store, Transaction

log = structlog.get_logger()

#: So many series are done in one transaction; whoever waits for the store has their turn before the next ones.
SLICE = 100


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


async def for_all_series(store: Store, work: Callable[[Transaction, Sequence[Series]], object]) -> None:
    """Do the work for the series of all workspaces, by id, in slices that are transactions of their own.

    A slice that fails ends it, and those before it stand: what is begun again must be able to do them again.
    """
    after = 0
    while found := await store.call(_done_for_some, work, after):
        after = found


def _done_for_some(tx: Transaction, work: Callable[[Transaction, Sequence[Series]], object], after: int) -> int | None:
    """Do the work for a slice and give the id of its last series; None: there are no more."""
    some = tx.series.some(after, SLICE)
    if not some:
        return None
    work(tx, some)
    return some[-1].id
