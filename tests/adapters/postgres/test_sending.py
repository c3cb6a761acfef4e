"""What a batch sends without waiting for the server is the same as if each call had waited."""

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import pytest

from adapters.storage.postgres import PostgresStore
from adapters.storage.postgres.server.gathering import Gathered, can_be_gathered
from bot.domain.answers import Revision
from bot.domain.doubts import Flag
from bot.domain.members import Actor, platform_of
from bot.errors import RefusedError, StoreError
from bot.ports.store import Transaction
from tests.contracts.stored import NOON, posted
from tests.servers.postgres import new_database
from tests.worlds.builders import CHANNEL, WORKSPACE

HALF_A_CHARACTER = "\ud83d"


@pytest.fixture
async def store() -> AsyncIterator[PostgresStore]:
    with new_database() as url:
        opened = PostgresStore.open(url)
        yield opened
        await opened.close()


def record(tx: Transaction, revision: Revision) -> int:
    added = tx.answers.record(WORKSPACE, CHANNEL, "t1", [revision], NOON)
    tx.members.seen(Actor(WORKSPACE, revision.member or "", f"Called {revision.member}"))
    return added


def keep(tx: Transaction, event: str) -> bool:
    return tx.inbox.add(WORKSPACE, event, "{}", NOON)


def messages(tx: Transaction) -> list[str]:
    return [one.message for one in tx.answers.revisions(WORKSPACE, CHANNEL, "t1")]


async def test_same_answer_twice_in_a_batch_is_new_once(store: PostgresStore) -> None:
    given = [posted(1), posted(2), posted(1), posted(3), posted(2)]

    added = await asyncio.gather(*(store.call(record, one) for one in given))

    assert added == [1, 1, 0, 1, 0]
    assert await store.call(messages) == ["m1", "m2", "m3"]


async def test_answer_that_was_there_before_a_batch_is_not_new_in_it(store: PostgresStore) -> None:
    await store.call(record, posted(2))

    added = await asyncio.gather(*(store.call(record, posted(number)) for number in (1, 2, 3)))

    assert added == [1, 0, 1]


@pytest.mark.parametrize("event", [HALF_A_CHARACTER, cast("str", None)], ids=["by the driver", "by the server"])
async def test_row_that_is_refused_fails_its_own_call_alone(store: PostgresStore, event: str) -> None:
    kept = await asyncio.gather(
        store.call(keep, "e1"), store.call(keep, event), store.call(keep, "e3"), return_exceptions=True
    )

    assert [one if isinstance(one, bool) else type(one) for one in kept] == [True, StoreError, True]
    pending = await store.call(lambda tx: tx.inbox.pending(platform_of(WORKSPACE), 10))
    assert [one.id for one in pending] == ["e1", "e3"]


async def test_call_that_raises_after_it_wrote_leaves_its_rows_out(store: PostgresStore) -> None:
    def refuse(tx: Transaction) -> None:
        record(tx, posted(2))
        raise RefusedError

    calls = (store.call(record, posted(1)), store.call(refuse), store.call(record, posted(3)))
    added = await asyncio.gather(*calls, return_exceptions=True)

    assert [one if isinstance(one, int) else type(one) for one in added] == [1, RefusedError, 1]
    assert await store.call(messages) == ["m1", "m3"]


async def test_member_who_writes_several_times_in_a_batch_is_kept_by_their_last_name(store: PostgresStore) -> None:
    def seen(tx: Transaction, name: str) -> None:
        tx.members.seen(Actor(WORKSPACE, "ana", name))

    await asyncio.gather(*(store.call(seen, name) for name in ("Ana", "Ana", "Anna", "Ana", "Ana")))

    assert await store.call(lambda tx: tx.members.names(WORKSPACE)) == {"ana": "Ana"}


async def test_as_many_rows_as_there_are_come_in_their_order(store: PostgresStore) -> None:
    given = [posted(number, text=f"Lantern {number}") for number in range(150)]

    added = await store.call(lambda tx: [record(tx, one) for one in given])

    assert added == [1] * 150
    kept = await store.call(lambda tx: tx.answers.revisions(WORKSPACE, CHANNEL, "t1"))
    assert [(one.message, one.text) for one in kept] == [(one.message, one.text) for one in given]


def test_rows_are_sent_in_pieces_of_which_there_are_few_sizes() -> None:
    gathered = Gathered("INSERT INTO a (b, c) VALUES (?, ?) ON CONFLICT DO NOTHING")
    gathered.rows.extend((number, "x") for number in range(103))

    parts = gathered.parts()

    assert [part.rows for part in parts] == [64, 32, 4, 2, 1]
    assert parts[-2].text == b"INSERT INTO a (b, c) VALUES ($1, $2), ($3, $4) ON CONFLICT DO NOTHING"
    assert parts[-1].values == [102, "x"]


@pytest.mark.parametrize(
    ("statement", "can"),
    [
        ("INSERT INTO a (b, c) VALUES (?, ?)", True),
        ("INSERT INTO a (b) VALUES (?) ON CONFLICT (b) DO UPDATE SET b = excluded.b", True),
        ("INSERT INTO a (b) VALUES (?) RETURNING id", False),
        ("INSERT INTO a (b) VALUES (?) ON CONFLICT (b) DO UPDATE SET b = ?", False),
        ("INSERT INTO a (b) VALUES (?1)", False),
        ("INSERT INTO a (b) SELECT ?", False),
        ("UPDATE a SET b = ?", False),
    ],
)
def test_rows_of_nothing_but_parameters_are_gathered(statement: str, can: bool) -> None:
    assert can_be_gathered(statement) is can


async def test_call_that_asks_whether_its_row_is_new_is_run_once(store: PostgresStore) -> None:
    runs: list[bool] = []

    def add(tx: Transaction, number: int, question: str) -> bool:
        record(tx, posted(number))
        runs.append(tx.flags.add(Flag(WORKSPACE, question, "ana", "wrong", NOON)))
        return runs[-1]

    added = await asyncio.gather(*(store.call(add, *one) for one in ((1, "p/a"), (2, "p/b"))))

    assert (added, runs) == ([True, True], [True, True])
    assert await store.call(add, 3, "p/a") is False


def fail_before(tx: Transaction, statement: str) -> None:
    tx.connection.execute("SELECT 1 / length(CAST(pg_sleep(0.02) AS TEXT))")  # type: ignore[attr-defined]
    tx.connection.execute(statement)  # type: ignore[attr-defined]


async def test_statement_that_was_given_up_behind_others_can_be_run(store: PostgresStore) -> None:
    statement = "SELECT 'again'"
    for _ in range(20):  # psycopg prepares what it was given five times
        with pytest.raises(StoreError):
            await store.call(fail_before, statement)

    assert await store.call(lambda tx: [row[0] for row in tx.connection.execute(statement)]) == ["again"]  # type: ignore[attr-defined]
