"""Closes that their channel or workspace refuses, where two processes are at them."""

import pytest

from adapters.storage.postgres import PostgresStore
from bot.domain.series import SeriesState
from bot.errors import DeliveryError, Scope
from bot.services.rounds.closing import LEASE as CLOSING
from tests.adapters.postgres.two_processes import AHEAD, MOMENT, closing_at_once, closing_until, two
from tests.contracts.stored import NOON, add_round, add_series
from tests.servers.postgres import new_database
from tests.services.played import CLOSE, shown
from tests.worlds.builders import WORKSPACE
from tests.worlds.titles import BOARD, CLOSED, REVEALED


async def test_close_that_is_refused_late_takes_nothing_from_the_process_that_closes_now() -> None:
    with new_database() as url:
        late, now = PostgresStore.open(url), PostgresStore.open(url)
        due = await late.call(lambda tx: add_round(tx, add_series(tx), closes_at=NOON).id)
        for one in (late, now):
            await one.call(closing_at_once, due)

        waits = await late.call(lambda tx: tx.rounds.let_wait(due, NOON, "Refused."))

        left = [await one.call(lambda tx: tx.rounds.due_to_close(NOON, 9)) for one in (late, now)]
        assert (waits, left) == (False, [[], [due]])
        for one in (late, now):
            await one.close()


@pytest.mark.parametrize("scope", [Scope.CHANNEL, Scope.WORKSPACE])
async def test_close_that_is_refused_late_pauses_nothing_that_another_process_has_closed(scope: Scope) -> None:
    async with two(CLOSE, AHEAD, "read") as one:
        await one.go_on(CLOSING + MOMENT)
        one.platform.failures["read"] = DeliveryError("Late.", permanent=True, scope=scope)
        await one.let_go()

        played = await one.second.last_round()
        assert shown(one.second, played.thread) == ([CLOSED, BOARD], REVEALED)
        assert (await one.second.series()).state is SeriesState.ACTIVE


async def test_close_that_waits_for_its_workspace_is_let_go_by_whichever_process_hears_of_it() -> None:
    with new_database() as url:
        late, now = PostgresStore.open(url), PostgresStore.open(url)
        due, tried = await late.call(
            lambda tx: [add_round(tx, add_series(tx, name), closes_at=NOON).id for name in ("daily", "other")]
        )
        for claimed in (due, tried):
            await late.call(closing_until, claimed, NOON + AHEAD)
        await late.call(lambda tx: tx.rounds.let_wait(due, NOON + AHEAD, "Refused."))

        before = await now.call(lambda tx: tx.rounds.due_to_close(NOON, 9))
        await now.call(lambda tx: tx.rounds.release_waiting(WORKSPACE))

        left = [await one.call(lambda tx: tx.rounds.due_to_close(NOON, 9)) for one in (late, now)]
        assert (before, left) == ([], [[due], [due]])
        for one in (late, now):
            await one.close()
