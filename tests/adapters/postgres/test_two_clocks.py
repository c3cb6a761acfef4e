"""Two processes whose clocks differ by ten minutes: what one has begun the other leaves alone, and takes up in time."""

from collections.abc import Sequence
from datetime import timedelta

import psycopg
import pytest

from adapters.storage.postgres import PostgresStore
from bot.domain.card import Card
from bot.domain.deliveries import Delivery, DeliveryKind, DeliveryState
from bot.domain.members import platform_of
from bot.domain.series import SeriesState
from bot.errors import DeliveryError, Scope
from bot.ports.store import Transaction
from bot.services.deliveries.delivering import LEASE as SENDING
from bot.services.deliveries.holding import undelivered
from bot.services.rounds.closing import LEASE as CLOSING
from bot.services.rounds.withdrawing import withdraw
from bot.services.ticking import ON_ITS_WAY
from tests.adapters.postgres.two_processes import AHEAD, MOMENT, TABLES, closing_at_once, pass_time, two
from tests.contracts.stored import NOON, add_round, add_series
from tests.servers.postgres import new_database, until_gone
from tests.services.played import CLOSE, NINE, shown
from tests.worlds.builders import WORKSPACE
from tests.worlds.titles import BOARD, CLOSED, QUESTION, REVEALED
from tests.worlds.world import title

CLOCKS = {"first is ahead": AHEAD, "second is ahead": -AHEAD}
#: As which a failure is kept: to be tried again, waiting for its cause to go away, or for good.
REFUSALS = {
    "busy": DeliveryError("Late.", permanent=False),
    "channel gone": DeliveryError("Late.", permanent=True, scope=Scope.CHANNEL),
    "of no use": DeliveryError("Late.", permanent=True, scope=Scope.MESSAGE),
}
PAUSE = timedelta(minutes=1)
AGAIN = DeliveryError("Busy.", permanent=False, retry_after=PAUSE.total_seconds())
PLATFORMS = frozenset({platform_of(WORKSPACE)})
EITHER = pytest.mark.parametrize("ahead", CLOCKS.values(), ids=CLOCKS)


@EITHER
async def test_what_one_process_is_sending_the_other_does_not_send(ahead: timedelta) -> None:
    async with two(NINE, ahead, "send") as one:
        await one.go_on()
        await one.go_on(SENDING / 2)
        await one.let_go()

        assert (title(one.second.posted()), one.platform.transcript) == ([QUESTION], [f"send {QUESTION}"])


@EITHER
async def test_what_one_process_is_closing_the_other_does_not_close(ahead: timedelta) -> None:
    async with two(CLOSE, ahead, "read") as one:
        await one.go_on()
        await one.go_on(CLOSING / 2)
        early = title(one.second.posted())
        await one.let_go()

        played = await one.second.last_round()
        assert (early, shown(one.second, played.thread)) == ([QUESTION], ([CLOSED, BOARD], REVEALED))


@EITHER
async def test_what_one_process_was_sending_when_it_died_the_other_sends_when_the_claim_is_over(
    ahead: timedelta,
) -> None:
    async with two(NINE, ahead, "send") as one:
        await one.end()
        await one.go_on(SENDING - MOMENT)
        early = title(one.second.posted())
        await one.go_on(2 * MOMENT)

        assert (early, title(one.second.posted())) == ([], [QUESTION])


@EITHER
async def test_what_a_dead_process_was_sending_is_given_its_time_by_one_that_starts(ahead: timedelta) -> None:
    async with two(NINE, ahead, "send") as one:
        await one.end()
        await one.first.app.store.close()
        await until_gone(one.url, 1)
        await one.second.app.ticking.take_over()
        await one.go_on(ON_ITS_WAY - timedelta(seconds=1))
        early = title(one.second.posted())
        await one.go_on(timedelta(seconds=1))

        assert (early, title(one.second.posted())) == ([], [QUESTION])


@EITHER
async def test_what_one_process_was_closing_when_it_died_the_other_closes_when_the_claim_is_over(
    ahead: timedelta,
) -> None:
    async with two(CLOSE, ahead, "read") as one:
        await one.end()
        await one.go_on(CLOSING - MOMENT)
        early = title(one.second.posted())
        await one.go_on(2 * MOMENT)

        played = await one.second.last_round()
        assert (early, shown(one.second, played.thread)) == ([QUESTION], ([CLOSED, BOARD], REVEALED))


@EITHER
async def test_what_one_process_is_to_try_again_the_other_tries_when_its_time_has_come(ahead: timedelta) -> None:
    async with two(NINE, ahead, "send") as one:
        one.platform.failures[QUESTION] = AGAIN
        one.platform.let_go.set()
        await one.end()
        await one.go_on(PAUSE - MOMENT)
        early = title(one.second.posted())
        await one.go_on(2 * MOMENT)

        assert (early, title(one.second.posted())) == ([], [QUESTION])


@EITHER
async def test_what_waits_for_its_cause_to_go_away_the_other_process_tries_in_time_or_at_once_when_told(
    ahead: timedelta,
) -> None:
    async with two(NINE, ahead, "send") as one:
        one.platform.failures[QUESTION] = REFUSALS["channel gone"]
        one.platform.let_go.set()
        await one.end()
        await one.go_on(PAUSE - MOMENT)
        early = title(one.second.posted())
        [waiting] = await one.first.app.call(lambda tx: tx.deliveries.waiting())
        await one.first.app.call(lambda tx: tx.deliveries.release(waiting.id, one.first.clock.now(), waiting.channel))
        await one.go_on()

        assert (early, title(one.second.posted())) == ([], [QUESTION])


@EITHER
async def test_close_that_one_process_is_to_try_again_the_other_tries_when_its_time_has_come(ahead: timedelta) -> None:
    async with two(CLOSE, ahead, "read") as one:
        one.platform.failures["read"] = AGAIN
        one.platform.let_go.set()
        await one.end()
        await one.go_on(PAUSE - MOMENT)
        early = title(one.second.posted())
        await one.go_on(2 * MOMENT)

        played = await one.second.last_round()
        assert (early, shown(one.second, played.thread)) == ([QUESTION], ([CLOSED, BOARD], REVEALED))


@EITHER
async def test_card_that_one_process_posts_late_does_not_take_the_place_of_the_one_that_the_other_has_posted(
    ahead: timedelta,
) -> None:
    async with two(NINE, ahead, "send") as one:
        await one.go_on(SENDING + MOMENT)
        before = await one.second.last_round()
        one.platform.let_go.set()
        await one.first.app.ticking.finish()

        after = await one.second.last_round()
        assert (title(one.second.posted()), one.platform.transcript) == ([QUESTION] * 2, [f"send {QUESTION}"])
        assert before.card_message
        assert (after.card_message, after.thread) == (before.card_message, before.thread)


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
async def test_failure_that_comes_late_takes_nothing_from_the_process_that_sends_it_now(refusal: DeliveryError) -> None:
    with new_database() as url:
        late, now = PostgresStore.open(url), PostgresStore.open(url)
        owed, below = await late.call(owe_two)
        [claimed] = await late.call(claimed_at_once)
        taken = [one.id for one in await now.call(claimed_at_once)]

        await late.call(undelivered, claimed, refusal, NOON)

        kept = await now.call(lambda tx: [tx.deliveries.get(one) for one in (owed, below)])
        told = await now.call(lambda tx: [series.state for series in tx.series.of_workspace(WORKSPACE)])
        assert (taken, [one and one.state for one in kept]) == ([owed], [DeliveryState.SENDING, DeliveryState.PENDING])
        assert (told, await now.call(lambda tx: len(tx.deliveries.unsent(WORKSPACE)))) == ([SeriesState.ACTIVE], 2)
        for one in (late, now):
            await one.close()


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
async def test_failure_that_comes_late_takes_nothing_from_what_another_process_has_put_off(
    refusal: DeliveryError,
) -> None:
    with new_database() as url:
        late, now = PostgresStore.open(url), PostgresStore.open(url)
        owed, _ = await late.call(owe_two)
        [claimed] = await late.call(claimed_at_once)
        await now.call(claimed_at_once)
        await now.call(lambda tx: tx.deliveries.mark_retry(owed, NOON, NOON, "Busy."))

        await late.call(undelivered, claimed, refusal, NOON)

        kept = await now.call(lambda tx: tx.deliveries.get(owed))
        assert kept
        assert (kept.state, kept.error) == (DeliveryState.PENDING, "Busy.")
        for one in (late, now):
            await one.close()


async def test_close_that_fails_late_takes_nothing_from_the_process_that_closes_now() -> None:
    with new_database() as url:
        late, now = PostgresStore.open(url), PostgresStore.open(url)
        due = await late.call(lambda tx: add_round(tx, add_series(tx), closes_at=NOON).id)
        claims = [await one.call(closing_at_once, due) for one in (late, now)]

        await late.call(lambda tx: tx.rounds.postpone_close(due, NOON, NOON))
        freed = await late.call(lambda tx: tx.rounds.release_after(NOON - MOMENT))

        left = [await one.call(lambda tx: tx.rounds.due_to_close(NOON, 9)) for one in (late, now)]
        assert (claims, freed, left) == ([True, True], 0, [[], [due]])
        for one in (late, now):
            await one.close()


async def test_what_an_older_version_claimed_is_let_go_in_time_though_it_seems_to_be_there() -> None:
    with new_database(with_tables=False) as url:
        older = PostgresStore.open(url)
        await older.call(owe_two)
        await older.call(claimed_at_once)
        due = await older.call(lambda tx: add_round(tx, add_series(tx, "other"), closes_at=NOON).id)
        await older.call(closing_at_once, due)
        with psycopg.connect(url, autocommit=True) as connection:
            for table in TABLES:
                connection.execute(f"ALTER TABLE {table} DROP COLUMN leased_until".encode())
            connection.execute(b"DELETE FROM askaday_steps WHERE name LIKE 'add_leases%'")
        newer = PostgresStore.open(url)

        early = await newer.call(let_go)
        pass_time(url, CLOSING)
        late = await newer.call(let_go)

        assert (early, late) == ((0, 0), (1, 1))
        for one in (older, newer):
            await one.close()


async def test_what_an_older_version_put_off_is_tried_again_when_it_said() -> None:
    with new_database() as url:
        older = PostgresStore.open(url)
        await older.call(owe_two)
        [claimed] = await older.call(claimed_at_once)
        await older.call(lambda tx: tx.deliveries.mark_retry(claimed.id, NOON, NOON + AHEAD, "Busy."))
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(b"DELETE FROM askaday_steps WHERE name = 'add_leases_of_retries'")
            # There the claim stayed in its row, and its lease ended long before.
            connection.execute(b"UPDATE deliveries SET leased_until = leased_until - 86400")
        newer = PostgresStore.open(url)

        early = await newer.call(claimed_at_once)
        [late] = await newer.call(lambda tx: tx.deliveries.claim(NOON + AHEAD, NOON + AHEAD, 9, PLATFORMS))

        assert (early, late.id) == ([], claimed.id)
        for one in (older, newer):
            await one.close()


@EITHER
async def test_card_that_is_withdrawn_while_another_process_sends_it_is_not_posted(ahead: timedelta) -> None:
    async with two(NINE, ahead, "send") as one:
        played = await one.second.last_round()
        await one.second.app.call(withdraw, played, "Nobody could see it.", one.second.clock.now())
        await one.end()
        await one.go_on(SENDING + MOMENT)

        assert title(one.second.posted()) == []


def let_go(tx: Transaction) -> tuple[int, int]:
    return tx.deliveries.release_lapsed(NOON), tx.rounds.release_lapsed()


def owe_two(tx: Transaction) -> tuple[int, int]:
    """Owe a message of a series, and one that goes after it."""
    series = add_series(tx)
    owed: list[int] = []
    for key, kind in (("first", DeliveryKind.REMINDER), ("second", DeliveryKind.NOTE)):
        number = tx.deliveries.add(
            key=key,
            workspace=WORKSPACE,
            kind=kind,
            channel=series.channel,
            card=Card("t"),
            due_at=NOON,
            series_id=series.id,
            after_id=owed[0] if owed else None,
        )
        assert number is not None
        owed.append(number)
    return owed[0], owed[1]


def claimed_at_once(tx: Transaction) -> Sequence[Delivery]:
    """Claim for no time, after what others claimed so is over."""
    tx.deliveries.release_lapsed(NOON)
    return tx.deliveries.claim(NOON, NOON, 9, PLATFORMS)
