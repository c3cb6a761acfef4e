"""Deleting what is older than it has to be: found beside all calls, deleted in slices, so that nobody waits for it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog

from bot.domain.authoring.suggestion import OFFERED_FOR
from bot.ports.store import Store, Transaction
from bot.ports.tables.upkeep import Expired, Retention

log = structlog.get_logger()

#: How long the ids of handled events are kept, to recognise one that a platform sends again.
KNOWN_FOR = timedelta(days=7)
#: So many threads and deliveries are found at once, for which tables are gone through; so many rows are deleted in one
#: transaction: a command that comes meanwhile waits for it.
FOUND, SLICE = 10_000, 10


async def retain(store: Store, now: datetime, keep: timedelta) -> Retention:
    """Delete what is older than `keep`, or than a workspace chose, and give the room back to the disk.

    Every slice is a transaction of its own: what is interrupted goes on the next night.
    """
    await store.call(lambda tx: tx.own_packs.discard_older(now - OFFERED_FOR))
    # The operator's limit holds for all: what is longer than that changes nothing.
    limits: dict[str | None, datetime] = {None: now - keep}
    limits |= {workspace: now - timedelta(days=days) for workspace, days in (await store.call(_retentions)).items()}
    deleted, events = Retention(0, 0), 0
    for workspace, before in limits.items():
        gone = await _delete_expired(store, before, workspace)
        deleted = Retention(deleted.revisions + gone.revisions, deleted.deliveries + gone.deliveries)
        events += await _forget_events(store, now, before, workspace)
    while await store.call(lambda tx: tx.upkeep.give_back()):
        pass
    log.info("retention", revisions=deleted.revisions, deliveries=deleted.deliveries, events=events)
    return deleted


def _retentions(tx: Transaction) -> dict[str, int]:
    return dict(tx.access.retentions())


async def _delete_expired(store: Store, before: datetime, workspace: str | None) -> Retention:
    deleted = Retention(0, 0)
    while True:
        found = await store.read(lambda tx: tx.upkeep.expired(before, workspace, FOUND))
        here = Retention(0, 0)
        for slice_ in _slices(found):
            gone = await store.call(_delete, before, slice_, workspace)
            here = Retention(here.revisions + gone.revisions, here.deliveries + gone.deliveries)
        deleted = Retention(deleted.revisions + here.revisions, deleted.deliveries + here.deliveries)
        # What was found and is not deleted is no longer old; less than was asked for is all there was.
        if not (here.revisions or here.deliveries) or max(len(found.threads), len(found.deliveries)) < FOUND:
            return deleted


def _delete(tx: Transaction, before: datetime, found: Expired, workspace: str | None) -> Retention:
    return tx.upkeep.retain(before, found, workspace)


def _slices(found: Expired) -> Iterator[Expired]:
    """Give it in slices, at least one: marks of erasures go with any of them."""
    threads, room = list[tuple[str, str, str, int]](), SLICE
    for workspace, channel, thread, count in found.threads:
        left = count
        while left:
            if not room:
                yield Expired(threads, ())
                threads, room = [], SLICE
            part = min(left, room)
            threads.append((workspace, channel, thread, part))
            left, room = left - part, room - part
    yield Expired(threads, found.deliveries[:room])
    for start in range(room, len(found.deliveries), SLICE):
        yield Expired((), found.deliveries[start : start + SLICE])


async def _forget_events(store: Store, now: datetime, before: datetime, workspace: str | None) -> int:
    events = 0
    while gone := await store.call(lambda tx: tx.inbox.forget(now - KNOWN_FOR, before, workspace, most=SLICE)):
        events += gone
    return events
