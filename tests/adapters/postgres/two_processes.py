"""Two processes on one PostgreSQL, of which the platform holds the first one up."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import psycopg

from adapters.storage.postgres import PostgresStore
from bot.bootstrap import build
from bot.ports.clock import TravelClock
from bot.ports.store import Transaction
from tests.contracts.stored import NOON
from tests.servers.postgres import new_database
from tests.services.played import opened
from tests.services.processes import Slow
from tests.worlds.builders import options
from tests.worlds.world import World, new_world

#: Where claims are.
TABLES = ("deliveries", "rounds")
NO_TIME, MOMENT = timedelta(), timedelta(seconds=5)
AHEAD = timedelta(minutes=10)


@dataclass
class Two:
    """A process, and another on the same database with a clock of its own."""

    url: str
    first: World
    second: World
    #: Holds the first one up.
    platform: Slow

    async def let_go(self) -> None:
        """Let the first end what it was held up in, and what follows."""
        self.platform.let_go.set()
        for _ in range(2):
            await self.first.app.ticking.finish()
            await self.first.app.ticking.tick()

    async def end(self) -> None:
        """End the first in the middle of what it is held up in, or once it has failed at that."""
        await self.first.app.ticking.finish(MOMENT if self.platform.let_go.is_set() else NO_TIME)

    async def go_on(self, time: timedelta = NO_TIME) -> None:
        """Let time pass for the database and the second process, which does all that is due."""
        pass_time(self.url, time)
        self.second.clock.travel(self.second.clock.now() + time)
        for _ in range(3):
            await self.second.app.ticking.tick()
            await self.second.app.ticking.finish()


def pass_time(url: str, time: timedelta) -> None:
    """Let time pass for the database, as far as leases go by it."""
    for table in TABLES:
        with psycopg.connect(url, autocommit=True) as connection:
            moved = f"UPDATE {table} SET leased_until = leased_until - %s"  # noqa: S608 - constants
            connection.execute(moved.encode(), (int(time.total_seconds()),))


@asynccontextmanager
async def two(start: datetime, ahead: timedelta, stuck: str) -> AsyncIterator[Two]:
    """Give both at an instant that neither is before; the platform holds the first one up in calls of a kind."""
    with new_database() as url:
        async with new_world(store=PostgresStore.open(url)) as second:
            store, clock = PostgresStore.open(url), TravelClock(start + max(ahead, NO_TIME))
            platform = Slow(second.messenger, stuck={stuck})
            app = build(options(), {"console": platform}, store=store, packs=second.packs, clock=clock)
            await opened(second) if stuck == "read" else await second.set_up()
            second.clock.travel(start + max(-ahead, NO_TIME))
            one = Two(url, replace(second, app=app, clock=clock), second, platform)
            while not platform.reached.is_set():
                await app.ticking.tick()
            try:
                yield one
            finally:
                await one.end()
                await store.close()


def closing_at_once(tx: Transaction, round_id: int) -> bool:
    """Claim for no time, after what others claimed so is over."""
    tx.rounds.release_lapsed()
    return tx.rounds.claim_close(round_id, NOON, NOON)


def closing_until(tx: Transaction, round_id: int, until: datetime) -> bool:
    return tx.rounds.claim_close(round_id, NOON, until)
