"""What was changed: kept with who, when, before and after, and given back newest first."""

from datetime import timedelta

from bot.domain.members import Change
from bot.ports.store import Store, Transaction
from tests.contracts.stored import NOON
from tests.worlds.builders import WORKSPACE

OTHER = "console:other"
HOUR = timedelta(hours=1)


def _fill(tx: Transaction) -> None:
    managers: dict[str, list[str]] = {"managers": ["ana", "an", "ana-2"]}
    tx.audit.add(WORKSPACE, "ana", "setup", "daily", NOON, series_id=1, before=managers, after={"managers": ["bo"]})
    tx.audit.add(WORKSPACE, "bo", "workspace", "", NOON + HOUR, before={"setup": "ana"}, after={"setup": 'Zoë "x"'})
    tx.audit.add(OTHER, "ana", "pause", "", NOON + 2 * HOUR, series_id=2)


async def _found(store: Store, *args: object, **wanted: object) -> list[tuple[str, str]]:
    def read(tx: Transaction) -> list[tuple[str, str]]:
        return [(one.workspace, one.action) for one in tx.audit.changes(*args, **wanted)]  # type: ignore[arg-type]

    return await store.call(read)


async def test_changes_come_back_as_they_were_kept_newest_first(store: Store) -> None:
    await store.call(_fill)

    [second, first] = await store.call(lambda tx: list(tx.audit.changes(WORKSPACE, None, None)))

    assert first == Change(
        *(1, WORKSPACE, "ana", "setup", "daily", NOON, 1),
        before={"managers": ["ana", "an", "ana-2"]},
        after={"managers": ["bo"]},
    )
    assert (second.series_id, second.before, second.after) == (None, {"setup": "ana"}, {"setup": 'Zoë "x"'})


async def test_changes_are_found_by_place_time_and_series(store: Store) -> None:
    await store.call(_fill)

    everything = [(OTHER, "pause"), (WORKSPACE, "workspace"), (WORKSPACE, "setup")]
    assert await _found(store, None, None, None) == everything
    assert await _found(store, None, NOON + HOUR, NOON + 2 * HOUR) == [(WORKSPACE, "workspace")]
    assert await _found(store, None, None, None, series=[1, 2]) == [everything[0], everything[2]]
    assert await _found(store, WORKSPACE, None, None, series=[]) == []
    assert await _found(store, None, None, None, limit=1) == everything[:1]
    assert await _found(store, None, None, None, limit=2, offset=1) == everything[1:]


async def test_erased_people_are_nobody_in_it_and_others_stay(store: Store) -> None:
    await store.call(_fill)

    await store.call(lambda tx: tx.members.erase(WORKSPACE, "ana", NOON + 3 * HOUR))

    [elsewhere, second, first] = await store.call(lambda tx: list(tx.audit.changes(None, None, None)))
    assert (first.member, first.before, first.after) == ("", {"managers": ["", "an", "ana-2"]}, {"managers": ["bo"]})
    assert (second.member, elsewhere.member) == ("bo", "ana")
