"""Links that sign in to the pages, and sessions, as stores keep them; and how much there is of everything."""

from bot.domain.access.sessions import LINK_HOLDS, SESSION_HOLDS, SignedIn
from bot.ports.store import Store, Transaction
from bot.ports.tables.upkeep import Load
from bot.ports.timing import timing_of
from tests.contracts.stored import MINUTE, NOON, OTHER_WORKSPACE
from tests.worlds.builders import WORKSPACE

ANA, BO = SignedIn(WORKSPACE, "ana"), SignedIn(WORKSPACE, "bo")
ELSEWHERE = SignedIn(OTHER_WORKSPACE, "ana")


async def test_a_link_is_taken_once_before_it_expires(store: Store) -> None:
    def work(tx: Transaction) -> object:
        tx.sessions.add_link("a", ANA, NOON, NOON + LINK_HOLDS)
        tx.sessions.add_link("b", BO, NOON, NOON + LINK_HOLDS)
        there = [tx.sessions.of_link(one, NOON + at) for one, at in (("a", MINUTE), ("a", LINK_HOLDS), ("c", MINUTE))]
        taken = [tx.sessions.take_link(one, NOON + MINUTE) for one in ("a", "a", "c")]
        return there, taken, tx.sessions.take_link("b", NOON + LINK_HOLDS)

    assert await store.call(work) == ([ANA, None, None], [ANA, None, None], None)


async def test_a_link_takes_the_place_of_the_one_before_of_that_member_there(store: Store) -> None:
    def work(tx: Transaction) -> object:
        for digest, who in (("a", ANA), ("b", BO), ("c", ELSEWHERE), ("d", ANA)):
            tx.sessions.add_link(digest, who, NOON, NOON + LINK_HOLDS)
        return [tx.sessions.of_link(digest, NOON) for digest in "abcd"]

    assert await store.call(work) == [None, BO, ELSEWHERE, ANA]


async def test_sessions_end_by_themselves_one_by_one_or_all_of_a_member(store: Store) -> None:
    def work(tx: Transaction) -> object:
        for digest, who in (("a", ANA), ("b", ANA), ("c", BO), ("d", ELSEWHERE), ("e", ANA)):
            tx.sessions.begin(digest, who, NOON, NOON + SESSION_HOLDS)
        tx.sessions.add_link("l", ANA, NOON, NOON + LINK_HOLDS)
        expired = tx.sessions.get("a", NOON + SESSION_HOLDS)
        tx.sessions.end("a")
        ended = tx.sessions.end_all(ANA)
        return expired, ended, [tx.sessions.get(one, NOON) for one in "abcde"], tx.sessions.of_link("l", NOON)

    assert await store.call(work) == (None, 2, [None, None, BO, ELSEWHERE, None], None)


async def test_the_key_that_links_are_signed_with_stays_the_first(store: Store) -> None:
    def keep(tx: Transaction, fresh: str) -> str:
        return tx.sessions.key(fresh)

    assert [await store.call(keep, one) for one in ("first", "second")] == ["first", "first"]


async def test_sessions_and_links_are_their_members_to_export_and_erase(store: Store) -> None:
    def work(tx: Transaction) -> object:
        tx.sessions.begin("a", ANA, NOON, NOON + SESSION_HOLDS)
        tx.sessions.add_link("l", ANA, NOON, NOON + LINK_HOLDS)
        tx.sessions.begin("b", BO, NOON, NOON + SESSION_HOLDS)
        exported = sorted(tx.members.export(WORKSPACE, "ana"))
        erased = tx.members.erase(WORKSPACE, "ana", NOON)
        of_workspace = [one for one in tx.upkeep.export(WORKSPACE) if one in ("sessions", "sign_in_links")]
        return exported, erased, tx.sessions.get("a", NOON), tx.sessions.get("b", NOON), of_workspace

    assert await store.call(work) == (["sessions", "sign_in_links"], 2, None, BO, [])


async def test_a_store_counts_its_calls_and_how_long_they_took(store: Store) -> None:
    timing = timing_of(store)
    assert timing is not None
    calls, seconds = timing.calls, timing.seconds

    await store.call(lambda _tx: None)

    assert (timing.calls, timing.seconds > seconds) == (calls + 1, True)


async def test_an_empty_store_has_no_load_and_sessions_count_until_they_end(store: Store) -> None:
    def work(tx: Transaction) -> object:
        before = tx.upkeep.load(NOON, NOON - MINUTE)
        tx.sessions.begin("a", ANA, NOON, NOON + SESSION_HOLDS)
        return before, [tx.upkeep.load(NOON + at, NOON).sessions for at in (MINUTE, SESSION_HOLDS)]

    assert await store.call(work) == (Load({}, 0, 0, 0, 0, 0), [1, 0])
