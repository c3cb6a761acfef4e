"""What is found of what was revealed."""

from datetime import timedelta

from bot.ports.store import Store, Transaction
from tests.contracts.stored import DAY, add_round, add_series
from tests.worlds.builders import question

LATER = DAY + timedelta(days=1)


async def test_find_gives_the_rounds_of_a_series_newest_first(store: Store) -> None:
    def find(tx: Transaction) -> object:
        series, other = add_series(tx), add_series(tx, name="other")
        old, new = add_round(tx, series), add_round(tx, series, LATER)
        elsewhere, unknown = add_round(tx, other), add_round(tx, other, LATER)
        for one in (old, new, elsewhere):
            tx.past.keep(one)
        ids = {old.id: "old", new.id: "new", elsewhere.id: "elsewhere", unknown.id: "unknown"}
        searches = [("", 9, 0), ("", 1, 1), ("archive", 9, 0), ("archive lanterns", 1, 1), ("archive nowhere", 9, 0)]
        return [
            [ids[one] for one in tx.past.find(series.id, words, limit=limit, offset=offset)]
            for words, limit, offset in searches
        ]

    assert await store.call(find) == [["new", "old"], ["old"], ["new", "old"], ["old"], []]


async def test_a_round_without_a_question_is_not_kept(store: Store) -> None:
    def find(tx: Transaction) -> object:
        series = add_series(tx)
        tx.past.keep(add_round(tx, series, question=None))
        return tx.past.find(series.id, "", limit=9)

    assert await store.call(find) == []


async def test_purged_workspaces_are_found_no_more(store: Store) -> None:
    def find(tx: Transaction) -> object:
        series = add_series(tx)
        played = add_round(tx, series, question=question(title="A title of its own"))
        tx.past.keep(played)
        found = list(tx.past.find(series.id, "title own", limit=9)) == [played.id]
        tx.upkeep.purge(series.workspace)
        return found, tx.past.find(series.id, "title own", limit=9)

    assert await store.call(find) == (True, [])
