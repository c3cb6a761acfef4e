"""What processes with the same token must not do twice, or too often, together."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from adapters.slack.connect.limiter import Limiter
from adapters.slack.connect.signed_requests import SignedRequests
from adapters.storage.postgres import PostgresStore
from adapters.web.guard.attempts import Attempts
from bot.databases import appointing_words
from bot.errors import RefusedError
from bot.ports.clock import TravelClock
from bot.services.access.appointing import MOST_TRIES, Appointing, digest_in, new_word
from tests.servers.postgres import new_database
from tests.waiting import until
from tests.worlds.builders import ANA, BO, WORKSPACE, options
from tests.worlds.slack_service import running, staged

SIX = datetime(2026, 12, 7, 6, tzinfo=UTC)
#: A token that was given at six is renewed from four in the afternoon on.
DUE = SIX + timedelta(hours=10)
#: Seconds between two messages, so many that none passes while a test runs.
PACE = 10_000.0
SIGNED = {"x-slack-signature": "v0=a"}


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


async def test_two_processes_post_in_one_channel_at_the_pace_of_one(
    stores: tuple[PostgresStore, PostgresStore],
) -> None:
    waits: list[int] = []

    async def note(seconds: float) -> None:
        waits.append(round(seconds / PACE))

    limiters = [Limiter(PACE, sleep=note, shared=store) for store in stores]
    for limiter in (*limiters, *limiters):
        await limiter.turn("slack:T1", "C1")
    await limiters[1].turn("slack:T1", "C2")
    await limiters[0].turn("slack:T2", "C1")

    assert waits == [1, 2, 3]


async def test_what_slack_asks_one_process_to_leave_alone_the_other_leaves_alone_too(
    stores: tuple[PostgresStore, PostgresStore],
) -> None:
    first, second = (Limiter(0.0, shared=store) for store in stores)

    await first.hold("slack:T1", "chat.postMessage", PACE)
    for workspace in ("slack:T1", "slack:T2"):
        await second.turn(workspace, "C1")

    waits = [round(second.wait(workspace, "chat.postMessage") / PACE) for workspace in ("slack:T1", "slack:T2")]
    assert waits == [1, 0]


async def test_who_cannot_ask_the_others_keeps_the_pace_alone(stores: tuple[PostgresStore, PostgresStore]) -> None:
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)

    alone = Limiter(PACE, monotonic=lambda: 100.0, sleep=note, shared=stores[0])
    await stores[0].close()

    for _ in range(2):
        await alone.turn("slack:T1", "C1")
    await alone.hold("slack:T1", "chat.postMessage", 30.0)

    assert waits == [PACE]
    assert alone.wait("slack:T1", "chat.postMessage") == 30.0


async def test_request_that_one_process_has_worked_on_no_other_works_on(
    stores: tuple[PostgresStore, PostgresStore],
) -> None:
    first, second = (SignedRequests("secret", store) for store in stores)
    begun, go, done = asyncio.Event(), asyncio.Event(), 0

    async def work() -> int:
        nonlocal done
        done += 1
        begun.set()
        await go.wait()
        return 200

    working = asyncio.create_task(first.once(SIGNED, work))
    await begun.wait()
    meanwhile = await second.once(SIGNED, work)
    go.set()
    after = [await working, await second.once(SIGNED, work), await first.once(SIGNED, work)]

    assert (meanwhile, after, done) == (503, [None, 200, 200], 1)


async def test_request_that_came_to_nothing_may_come_again_to_another_process(
    stores: tuple[PostgresStore, PostgresStore],
) -> None:
    statuses = iter([500, 200])

    async def work() -> int:
        return next(statuses)

    seen = [await SignedRequests("secret", store).once(SIGNED, work) for store in stores]
    again = await SignedRequests("secret", stores[0]).once(SIGNED, work)

    assert (seen, again) == ([None, None], 200)


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")
async def test_two_processes_renew_a_token_once(url: str) -> None:
    async with staged(rotation=True, start=SIX, database=url) as stage, running(stage) as first:
        await first.install(stage.teams[0].id)
        async with running(stage) as second:
            before = await first.token()
            stage.clock.travel(DUE)
            faults = stage.slack.faults
            faults.hold("oauth.v2.access")
            renewing = asyncio.create_task(first.renewed())
            await until(lambda: faults.happened["delay"])
            waiting = asyncio.create_task(second.renewed())
            # Either it waits for its turn, or it asks Slack beside the first one.
            await until(lambda: faults.happened["delay"] > 1 or waits_for_lock(url))
            faults.let_go()
            found = [await renewing, await waiting]
            again = await second.token()

    assert first.refreshed() == 1
    assert {*found, again} == {found[0]}
    assert before != again


def waits_for_lock(url: str) -> bool:
    """Say whether somebody was told that another process has a lock."""
    asked = "SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_advisory_unlock_all()'"
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(f"{asked} AND datname = current_database()".encode()).fetchone() is not None


async def test_refusals_of_two_processes_are_counted_together(stores: tuple[PostgresStore, PostgresStore]) -> None:
    first, second = (Attempts(4, of="address", shared=store) for store in stores)
    other = Attempts(4, of="workspace", shared=stores[1])
    found = []
    for attempts in (first, second, first, second):
        found.append(await second.are_too_many("a"))
        await attempts.count("a")

    shut = [await one.are_too_many(who) for one, who in ((first, "a"), (second, "a"), (second, "b"), (other, "a"))]

    assert (found, shut) == ([False] * 4, [True, True, False, False])


async def test_words_tried_at_two_processes_are_counted_together(
    stores: tuple[PostgresStore, PostgresStore], url: str
) -> None:
    words, clock = appointing_words(options(database=url)), TravelClock(SIX)
    both = [Appointing(store, words, clock, is_shared=True) for store in stores]
    word = digest_in(new_word(words, WORKSPACE, clock))
    said = []
    for number in range(MOST_TRIES + 1):
        is_last = number == MOST_TRIES
        with pytest.raises(RefusedError) as refused:
            await both[number % 2].appoint(ANA, word if is_last else digest_in("claim-aaaa-bbbb-cccc"))
        said.append(str(refused.value))

    assert [one.startswith("That was tried too often.") for one in said] == [*[False] * MOST_TRIES, True]
    assert await both[1].appoint(BO, word) == WORKSPACE
