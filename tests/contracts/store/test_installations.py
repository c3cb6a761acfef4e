from dataclasses import replace
from datetime import timedelta

from bot.domain.installations import Installed
from bot.ports.store import Store, Transaction
from tests.contracts.stored import MINUTE, NOON

TEAM = Installed("slack:T1", "E1", False, "U1", "B1", "sealed", NOON + timedelta(microseconds=5))
ORG = Installed("slack:E1", "E1", True, "U2", "B2", "sealed too", NOON)


async def test_installation_is_kept_once_for_a_workspace(store: Store) -> None:
    newer = replace(TEAM, bot_user="U3", installed_at=NOON + MINUTE)

    def keep(tx: Transaction) -> object:
        for one in (TEAM, ORG):
            tx.installations.save(one)
        first = tx.installations.get(TEAM.workspace)
        tx.installations.save(newer)
        return [first, list(tx.installations.all()), tx.installations.get("slack:T404")]

    assert await store.call(keep) == [TEAM, [ORG, newer], None]


async def test_installation_that_is_removed_leaves_the_others(store: Store) -> None:
    def remove(tx: Transaction) -> object:
        for one in (TEAM, ORG):
            tx.installations.save(one)
        for _ in range(2):
            tx.installations.remove(ORG.workspace)
        return list(tx.installations.all())

    assert await store.call(remove) == [TEAM]


async def test_state_is_taken_once_and_before_it_expires(store: Store) -> None:
    def take(tx: Transaction) -> object:
        for state in ("one", "two"):
            tx.installations.add_state(state, NOON, NOON + MINUTE)
        tx.installations.add_state("three", NOON, NOON + 3 * MINUTE)
        taken = [tx.installations.take_state(state, NOON) for state in ("one", "one", "none")]
        tx.installations.add_state("four", NOON + MINUTE, NOON + 2 * MINUTE)
        return [*taken, *(tx.installations.take_state(state, NOON + MINUTE) for state in ("two", "three", "four"))]

    assert await store.call(take) == [True, False, False, False, True, True]


async def test_blocks_that_a_workspace_refused_are_remembered_for_a_while(store: Store) -> None:
    def remember(tx: Transaction) -> object:
        tx.installations.refuse(TEAM.workspace, ("data_table", "data_visualization"), NOON)
        tx.installations.refuse(TEAM.workspace, ("data_table",), NOON + 2 * MINUTE)
        tx.installations.refuse("slack:T2", ("context_actions",), NOON)
        found = [tx.installations.refused(TEAM.workspace, since) for since in (NOON, NOON + MINUTE, NOON + 3 * MINUTE)]
        return [*found, tx.installations.refused("slack:T404", NOON)]

    assert await store.call(remember) == [
        {"data_table", "data_visualization"},
        {"data_table"},
        frozenset(),
        frozenset(),
    ]
