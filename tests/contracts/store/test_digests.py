"""Weekly digests: one a member and series, found when they are due."""

from dataclasses import replace
from datetime import time, timedelta

from bot.domain.calendar.digests import Digest
from bot.ports.store import Store, Transaction
from tests.contracts.stored import NOON, add_series
from tests.worlds.builders import WORKSPACE

MINUTE = timedelta(minutes=1)


def wanted(series_id: int, **changes: object) -> Digest:
    basis = Digest(0, WORKSPACE, "ana", series_id, 0, time(8), "Europe/Berlin", NOON)
    return replace(basis, **changes)  # type: ignore[arg-type]  # of a test


async def test_digest_is_kept_replaced_and_removed(store: Store) -> None:
    def work(tx: Transaction) -> tuple[object, ...]:
        series = add_series(tx)
        tx.digests.set(wanted(series.id))
        tx.digests.set(wanted(series.id, weekday=4, at=time(16, 30), next_due=None))
        held = tx.digests.of_member(WORKSPACE, "ana", series.id)
        assert held is not None
        again = tx.digests.get(held.id)
        tx.digests.remove(held.id)
        gone = (tx.digests.get(held.id), tx.digests.of_member(WORKSPACE, "ana", series.id))
        return held, again, gone, wanted(series.id, id=held.id, weekday=4, at=time(16, 30), next_due=None)

    held, again, gone, expected = await store.call(work)

    assert (held, again, gone) == (expected, expected, (None, None))


async def test_due_digests_come_earliest_first(store: Store) -> None:
    def work(tx: Transaction) -> list[str]:
        series = add_series(tx)
        for member, due in (("ana", NOON), ("bo", NOON - MINUTE), ("cy", NOON + MINUTE), ("di", None)):
            tx.digests.set(wanted(series.id, member=member, next_due=due))
        found = [tx.digests.get(number) for number in tx.digests.due(NOON, 9)]
        return [one.member for one in found if one]

    assert await store.call(work) == ["bo", "ana"]


async def test_a_digest_wakes_the_clock(store: Store) -> None:
    def work(tx: Transaction) -> object:
        tx.digests.set(wanted(add_series(tx).id))
        return tx.reports.next_due()

    assert await store.call(work) == NOON
