"""Who may do what beyond what the platform says, as stores keep it."""

from bot.domain.members import WhoSetsUp
from bot.ports.store import Store, Transaction
from tests.contracts.stored import MINUTE, NOON, OTHER_WORKSPACE
from tests.worlds.builders import CHANNEL, WORKSPACE


async def test_inviters_are_kept_by_channel_the_last_one_first_and_forgotten(store: Store) -> None:
    def invite(tx: Transaction) -> object:
        tx.access.invited(WORKSPACE, CHANNEL, "ana", NOON)
        tx.access.invited(WORKSPACE, CHANNEL, "bo", NOON + MINUTE)
        tx.access.invited(WORKSPACE, CHANNEL, "cy", NOON)
        tx.access.invited(WORKSPACE, CHANNEL, "cy", NOON + 2 * MINUTE)
        tx.access.invited(WORKSPACE, "random", "ana", NOON + MINUTE)
        tx.access.invited(OTHER_WORKSPACE, CHANNEL, "ana", NOON)
        before = tx.access.inviters(WORKSPACE, CHANNEL), tx.access.invited_to(WORKSPACE, "ana")
        tx.access.uninvited(WORKSPACE, CHANNEL, "cy")
        one_less = tx.access.inviters(WORKSPACE, CHANNEL)
        tx.access.uninvited(WORKSPACE, CHANNEL)
        return before, one_less, tx.access.inviters(WORKSPACE, CHANNEL), tx.access.invited_to(WORKSPACE, "ana")

    assert await store.call(invite) == ((["cy", "bo", "ana"], ["random", CHANNEL]), ["bo", "ana"], [], ["random"])


async def test_administrators_are_those_of_one_workspace(store: Store) -> None:
    def make(tx: Transaction) -> object:
        for member in ("bo", "ana", "bo"):
            tx.access.make_administrator(WORKSPACE, member, NOON)
        return tx.access.administrators(WORKSPACE), tx.access.administrators(OTHER_WORKSPACE)

    assert await store.call(make) == (["ana", "bo"], [])


async def test_inviters_set_up_until_administrators_keep_it_to_themselves(store: Store) -> None:
    def choose(tx: Transaction) -> object:
        found = [tx.access.who_sets_up(WORKSPACE)]
        for who in (WhoSetsUp.ADMINISTRATORS, WhoSetsUp.INVITERS, WhoSetsUp.ADMINISTRATORS):
            tx.access.let_set_up(WORKSPACE, who)
            found.append(tx.access.who_sets_up(WORKSPACE))
        return [*found, tx.access.who_sets_up(OTHER_WORKSPACE)]

    inviters, administrators = WhoSetsUp.INVITERS, WhoSetsUp.ADMINISTRATORS
    assert await store.call(choose) == [inviters, administrators, inviters, administrators, inviters]


async def test_what_is_known_of_a_member_is_theirs_to_export_and_erase(store: Store) -> None:
    def work(tx: Transaction) -> object:
        tx.access.invited(WORKSPACE, CHANNEL, "ana", NOON)
        tx.access.make_administrator(WORKSPACE, "ana", NOON)
        exported = sorted(tx.members.export(WORKSPACE, "ana"))
        erased = tx.members.erase(WORKSPACE, "ana", NOON)
        return exported, erased, tx.access.inviters(WORKSPACE, CHANNEL), tx.access.administrators(WORKSPACE)

    assert await store.call(work) == (["administrators", "inviters"], 2, [], [])
