"""Locks that processes on one database take turns with."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest

from adapters.storage.postgres import PostgresStore
from adapters.storage.postgres.locks import PostgresLocks
from bot.ports.locks import Lock
from tests.servers.postgres import cut, new_database
from tests.waiting import PATIENCE

#: Takes a lock, says so, and says when it has lost it.
HOLDER = """
import asyncio, sys
from adapters.storage.postgres.locks import PostgresLocks

async def hold():
    lock = await PostgresLocks(sys.argv[1], "holder", silence=float(sys.argv[2])).acquire("a")
    print("held", flush=True)
    await lock.lost()
    print("lost", flush=True)
    await lock.release()

asyncio.run(hold())
"""


@pytest.fixture
def url() -> Iterator[str]:
    with new_database() as made:
        yield made


@pytest.fixture
async def stores(url: str) -> AsyncIterator[tuple[PostgresStore, PostgresStore]]:
    both = (PostgresStore.open(url), PostgresStore.open(url))
    yield both
    for one in both:
        await one.close()


async def waiting(store: PostgresStore, *names: str, shared: str = "") -> asyncio.Task[Lock]:
    """Ask for a lock that another process has, and give what waits for it."""
    waits = asyncio.Event()
    task = asyncio.create_task(store.locks.acquire(*names, shared=shared, on_wait=waits.set))
    await asyncio.wait_for(waits.wait(), PATIENCE)
    return task


async def test_lock_is_one_process_at_a_time(stores: tuple[PostgresStore, PostgresStore]) -> None:
    first, second = stores
    held, other = await first.locks.acquire("a"), await second.locks.acquire("b")
    waits = await waiting(second, "a")
    before = waits.done()

    await held.release()
    taken = await asyncio.wait_for(waits, PATIENCE)
    again = await waiting(first, "a")

    assert (before, again.done()) == (False, False)
    again.cancel()
    for lock in (taken, other):
        await lock.release()


async def test_lock_whose_connection_is_cut_is_lost_and_free(
    stores: tuple[PostgresStore, PostgresStore], url: str
) -> None:
    first, second = stores
    held = await first.locks.acquire("a")
    waits = await waiting(second, "a")

    cut(url)

    await asyncio.wait_for(held.lost(), PATIENCE)
    taken = await asyncio.wait_for(waits, PATIENCE)
    for lock in (held, taken):
        await lock.release()


async def test_nothing_is_kept_of_what_is_not_there_as_a_whole(stores: tuple[PostgresStore, PostgresStore]) -> None:
    first, second = stores
    held = await first.locks.acquire("b")
    waits = await waiting(second, "a", "b")

    free = await asyncio.wait_for(first.locks.acquire("a"), PATIENCE)

    waits.cancel()
    await asyncio.gather(waits, return_exceptions=True)
    for lock in (held, free):
        await lock.release()


async def test_what_is_shared_keeps_out_who_wants_it_alone(stores: tuple[PostgresStore, PostgresStore]) -> None:
    first, second = stores
    shards = [await one.locks.acquire(f"{number}/2", shared="bot") for number, one in enumerate(stores)]
    all_of_it = await waiting(first, "bot")

    for lock in shards:
        await lock.release()
    taken = await asyncio.wait_for(all_of_it, PATIENCE)
    one_again = await waiting(second, "0/2", shared="bot")

    assert not one_again.done()
    one_again.cancel()
    await taken.release()


async def test_lock_of_a_suspended_process_is_free_and_it_notices_when_it_wakes(
    stores: tuple[PostgresStore, PostgresStore], url: str
) -> None:
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDER, url, "1.0", stdout=asyncio.subprocess.PIPE
    )
    assert holder.stdout is not None
    try:
        said = [await asyncio.wait_for(holder.stdout.readline(), PATIENCE)]
        waits = await waiting(stores[0], "a")
        os.kill(holder.pid, signal.SIGSTOP)

        taken = await asyncio.wait_for(waits, PATIENCE)
        os.kill(holder.pid, signal.SIGCONT)
        said.append(await asyncio.wait_for(holder.stdout.readline(), PATIENCE))

        assert said == [b"held\n", b"lost\n"]
        await taken.release()
    finally:
        # It ends by itself once it has lost the lock.
        if holder.returncode is None:
            holder.kill()
        await holder.wait()


async def test_lock_of_a_process_that_does_nothing_else_is_kept(
    stores: tuple[PostgresStore, PostgresStore], url: str
) -> None:
    held = await PostgresLocks(url, "holder", silence=1.0).acquire("a")
    waits = await waiting(stores[0], "a")

    # The server ends who is silent for that long; this one says something by itself meanwhile.
    silent = await asyncio.to_thread(ended_by_the_server, url, "1s")

    assert (silent, waits.done()) == (True, False)
    waits.cancel()
    await asyncio.gather(waits, return_exceptions=True)
    await held.release()


def ended_by_the_server(url: str, silence: str) -> bool:
    """Say nothing until the server ends the session, and say whether it did."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT set_config('idle_session_timeout', %s, false)", (silence,))
        with pytest.raises(psycopg.OperationalError):
            for _ in connection.notifies(timeout=PATIENCE):
                pass
        return connection.broken
