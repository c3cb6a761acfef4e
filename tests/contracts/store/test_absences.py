from datetime import timedelta

from bot.domain.members import Absence
from bot.ports.store import Store, Transaction
from tests.contracts.stored import DAY, OTHER_WORKSPACE
from tests.worlds.builders import WORKSPACE

ONE = timedelta(days=1)


def _away(member: str, first: int, back: int, workspace: str = WORKSPACE) -> Absence:
    return Absence(workspace, member, DAY + first * ONE, DAY + back * ONE)


async def test_who_is_away_on_a_day_is_there_again_on_its_last_one(store: Store) -> None:
    def read(tx: Transaction) -> object:
        tx.absences.set(_away("ana", 0, 2))
        tx.absences.set(_away("bo", 1, 5))
        tx.absences.set(_away("cy", 0, 9, OTHER_WORKSPACE))
        return [sorted(tx.absences.away(WORKSPACE, DAY + n * ONE)) for n in range(-1, 6)]

    assert await store.call(read) == [[], ["ana"], ["ana", "bo"], ["bo"], ["bo"], ["bo"], []]


async def test_a_new_absence_takes_the_place_of_what_was_to_come(store: Store) -> None:
    def read(tx: Transaction) -> object:
        tx.absences.set(_away("ana", 0, 9))
        tx.absences.set(_away("ana", 3, 5))
        return [
            list(tx.absences.between(WORKSPACE, DAY, DAY + 20 * ONE)),
            tx.absences.of_member(WORKSPACE, "ana", DAY + 2 * ONE),
            tx.absences.of_member(WORKSPACE, "ana", DAY + 5 * ONE),
            tx.absences.latest(WORKSPACE, "ana"),
            tx.absences.latest(WORKSPACE, "bo"),
        ]

    first, second = _away("ana", 0, 3), _away("ana", 3, 5)
    assert await store.call(read) == [[first, second], first, None, second, None]


async def test_who_comes_back_was_away_until_then(store: Store) -> None:
    def read(tx: Transaction) -> object:
        tx.absences.set(_away("ana", 0, 9))
        tx.absences.set(_away("bo", 4, 9))
        ended = [tx.absences.end(WORKSPACE, member, DAY + 4 * ONE) for member in ("ana", "bo", "ana", "cy")]
        return [ended, list(tx.absences.between(WORKSPACE, DAY, DAY + 20 * ONE))]

    assert await store.call(read) == [[True, True, False, False], [_away("ana", 0, 4)]]


async def test_absences_of_days_are_those_that_share_one_with_them(store: Store) -> None:
    def read(tx: Transaction) -> object:
        for first, back in ((0, 2), (3, 4), (5, 9)):
            tx.absences.set(_away("ana", first, back))
        days = [(-3, -1), (2, 2), (1, 3), (8, 20), (9, 20)]
        return [
            [(one.since - DAY).days for one in tx.absences.between(WORKSPACE, DAY + a * ONE, DAY + b * ONE)]
            for a, b in days
        ]

    assert await store.call(read) == [[], [], [0, 3], [5], []]
