"""Events of platforms shared by several processes on one database: one at a time in each thread, in their order."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta

import pytest

from adapters.storage.postgres import PostgresStore
from bot.domain.events import Event
from bot.ports.clock import SystemClock
from bot.ports.store import Store, Transaction
from bot.services.inbox import Inbox, InboxWorker
from tests.contracts.stored import MINUTE, NOON, OTHER_WORKSPACE
from tests.servers.postgres import new_database, until_gone
from tests.waiting import PATIENCE, until
from tests.worlds.builders import WORKSPACE

NO_TIME = timedelta()
THREADS = [(workspace, thread) for workspace in (WORKSPACE, OTHER_WORKSPACE) for thread in ("1", "2", "")]
EACH = 8


@pytest.fixture
def url() -> Iterator[str]:
    with new_database() as made:
        yield made


@pytest.fixture
async def stores(url: str) -> AsyncIterator[tuple[Store, Store]]:
    both = (PostgresStore.open(url), PostgresStore.open(url))
    yield both
    for one in both:
        await one.close()


def keep(tx: Transaction, *events: str, thread: str = "1") -> None:
    for event in events:
        tx.inbox.add(WORKSPACE, event, event, NOON, thread)


def claim(tx: Transaction, lease: timedelta = MINUTE, thread: str = "1") -> str | None:
    event: Event | None = tx.inbox.claim_next(WORKSPACE, thread, lease)
    return None if event is None else event.id


async def test_thread_is_one_process_at_a_time(stores: tuple[Store, Store]) -> None:
    first, second = stores
    await first.call(keep, "a", "b")
    await first.call(keep, "c", thread="2")

    claims = [await one.call(claim) for one in stores]
    beside = await second.call(claim, MINUTE, "2")
    listed = [await one.call(lambda tx: tx.inbox.threads("console")) for one in stores]
    await first.call(lambda tx: tx.inbox.mark_done(WORKSPACE, "a"))
    claims += [await one.call(claim) for one in reversed(stores)]

    assert (claims, beside) == (["a", None, "b", None], "c")
    assert listed == [[(WORKSPACE, "1")], [(WORKSPACE, "2")]]


async def test_event_that_shows_late_waits_for_a_later_one_that_is_being_handled(stores: tuple[Store, Store]) -> None:
    """Numbers are given before a transaction ends: the one with the lower number may be seen after the other."""
    first, second = stores
    await first.call(keep, "low", "high")
    await first.call(lambda tx: tx.connection.execute("UPDATE inbox SET state = 'done' WHERE event = 'low'"))  # type: ignore[attr-defined]
    assert await first.call(claim) == "high"
    await first.call(lambda tx: tx.connection.execute("UPDATE inbox SET state = 'pending' WHERE event = 'low'"))  # type: ignore[attr-defined]

    waits = await second.call(claim)
    await first.call(lambda tx: tx.inbox.mark_done(WORKSPACE, "high"))

    assert (waits, await second.call(claim)) == (None, "low")


async def test_claim_whose_lease_is_over_is_lost_to_the_other_process(stores: tuple[Store, Store]) -> None:
    first, second = stores
    await first.call(keep, "a", "b")
    await first.call(claim, NO_TIME)

    taken = await second.call(claim)
    late = [
        await first.call(lambda tx: tx.inbox.mark_done(WORKSPACE, "a")),
        await first.call(lambda tx: tx.inbox.mark_failed(WORKSPACE, "a", "late")),
        await first.call(claim),
    ]
    attempts = await second.call(lambda tx: [one.attempts for one in tx.inbox.pending("console", 9)])

    assert (taken, late, attempts) == ("a", [False, False, None], [0, 0])


async def test_claims_that_are_renewed_are_kept(stores: tuple[Store, Store]) -> None:
    first, second = stores
    await first.call(keep, "a")
    await first.call(claim, NO_TIME)

    await first.call(lambda tx: tx.inbox.renew("console", MINUTE))

    assert await second.call(claim) is None


async def test_claims_of_a_process_that_died_are_taken_over(url: str) -> None:
    died, other = PostgresStore.open(url), PostgresStore.open(url)
    await died.call(keep, "a")
    await died.call(claim, timedelta(days=1))
    before = await other.call(claim)

    await died.close()
    await until_gone(url, 1)

    assert (before, await other.call(claim)) == (None, "a")
    await other.close()


class Handlers:
    """Handles events for several processes, and watches that none of a thread is handled beside another."""

    def __init__(self) -> None:
        self.handled: dict[tuple[str, str], list[str]] = {}
        self.now: set[tuple[str, str]] = set()
        self.beside: list[str] = []

    def of(self, chance: random.Random) -> Callable[[str, str], Awaitable[bool]]:
        async def handle(workspace: str, body: str) -> bool:
            thread = (workspace, body.split("/", maxsplit=1)[0])
            if thread in self.now:
                self.beside.append(body)
            self.now.add(thread)
            for _ in range(chance.randrange(4)):
                await asyncio.sleep(0)
            self.now.discard(thread)
            self.handled.setdefault(thread, []).append(body)
            return True

        return handle


@pytest.mark.parametrize("seed", range(3))
async def test_two_processes_that_get_events_as_it_happens_handle_each_thread_in_order(url: str, seed: int) -> None:
    chance, handlers = random.Random(seed), Handlers()
    stores = [PostgresStore.open(url) for _ in range(2)]
    inboxes = [
        InboxWorker(store, Inbox(SystemClock()), "console", handlers.of(chance), look=timedelta(seconds=0.05))
        for store in stores
    ]
    running = [asyncio.create_task(one.run()) for one in inboxes]
    wanted = {thread: [f"{thread[1]}/{number}" for number in range(EACH)] for thread in THREADS}

    async def arrive(thread: tuple[str, str]) -> None:
        for body in wanted[thread]:
            # Each is kept before the next one comes, by whichever process it reaches.
            await chance.choice(inboxes).keep(thread[0], body, body, thread[1])

    await asyncio.gather(*map(arrive, THREADS))
    async with asyncio.timeout(PATIENCE):
        await until(lambda: sum(map(len, handlers.handled.values())) >= EACH * len(THREADS))

    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    for store in stores:
        await store.close()
    # Which of the two handles how many is left to chance.
    assert (handlers.handled, handlers.beside) == (wanted, [])
