"""A process that writes to a store until it is killed, and says which calls were answered: run with a path."""

import asyncio
import sys
from itertools import count

from adapters.storage.sqlite import SqliteStore
from bot.ports.store import Transaction
from tests.contracts.stored import NOON, posted
from tests.worlds.builders import CHANNEL, WORKSPACE

CALLERS = 16


def write_pair(tx: Transaction, number: int) -> None:
    """Write two rows in two threads that belong together."""
    for thread in ("left", "right"):
        tx.answers.record(WORKSPACE, CHANNEL, thread, [posted(number % 1000, message=str(number))], NOON)


async def _stream(path: str) -> None:
    store = SqliteStore.open(path)
    numbers = count()

    async def caller() -> None:
        for number in numbers:
            await store.call(write_pair, number)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()

    await asyncio.gather(*(caller() for _ in range(CALLERS)))


if __name__ == "__main__":
    asyncio.run(_stream(sys.argv[1]))
