from datetime import timedelta

import pytest

from bot.domain.events import Event
from bot.ports.store import Store, Transaction
from tests.contracts.stored import MINUTE, NOON, OTHER_WORKSPACE
from tests.worlds.builders import WORKSPACE

DAY = timedelta(days=1)


def _ids(tx: Transaction, platform: str = "console", limit: int = 9) -> list[str]:
    return [event.id for event in tx.inbox.pending(platform, limit)]


async def test_event_is_kept_once_in_its_workspace(store: Store) -> None:
    def keep(tx: Transaction) -> object:
        added = [tx.inbox.add(WORKSPACE, "Ev1", '{"n": 1}', NOON), tx.inbox.add(WORKSPACE, "Ev1", "{}", NOON + MINUTE)]
        added.append(tx.inbox.add(OTHER_WORKSPACE, "Ev1", "{}", NOON))
        return [added, tx.inbox.pending("console", 1) == [Event(WORKSPACE, "Ev1", '{"n": 1}', NOON)]]

    assert await store.call(keep) == [[True, False, True], True]


async def test_pending_are_those_of_the_platform_oldest_first(store: Store) -> None:
    def pending(tx: Transaction) -> object:
        for number, workspace in enumerate((WORKSPACE, "slack:T1", OTHER_WORKSPACE, WORKSPACE)):
            tx.inbox.add(workspace, f"Ev{number}", "{}", NOON)
        return [_ids(tx), _ids(tx, limit=2), _ids(tx, "slack"), _ids(tx, "discord")]

    assert await store.call(pending) == [["Ev0", "Ev2", "Ev3"], ["Ev0", "Ev2"], ["Ev1"], []]


async def test_events_are_given_by_their_threads(store: Store) -> None:
    def by_thread(tx: Transaction) -> object:
        kept = [(WORKSPACE, "2"), (WORKSPACE, ""), (OTHER_WORKSPACE, "2"), (WORKSPACE, "2"), ("slack:T1", "2")]
        for number, (workspace, thread) in enumerate(kept):
            tx.inbox.add(workspace, f"Ev{number}", "{}", NOON, thread)
        threads = tx.inbox.threads("console")
        first = tx.inbox.claim_next(WORKSPACE, "2", MINUTE)
        tx.inbox.mark_done(WORKSPACE, "Ev0")
        second = tx.inbox.claim_next(WORKSPACE, "2", MINUTE)
        tx.inbox.mark_done(WORKSPACE, "Ev3")
        after: list[object] = [tx.inbox.threads(one) for one in ("console", "discord")]
        after.append(tx.inbox.claim_next(WORKSPACE, "2", MINUTE))
        return [threads, first and first.id, second and second.id, after]

    assert await store.call(by_thread) == [
        [(WORKSPACE, "2"), (WORKSPACE, ""), (OTHER_WORKSPACE, "2")],
        "Ev0",
        "Ev3",
        [[(WORKSPACE, ""), (OTHER_WORKSPACE, "2")], [], None],
    ]


async def test_claimed_event_is_given_again_to_the_process_that_has_it(store: Store) -> None:
    def claim(tx: Transaction) -> object:
        for event in ("Ev0", "Ev1"):
            tx.inbox.add(WORKSPACE, event, "{}", NOON, "2")
        tx.inbox.add("slack:T1", "Ev0", "{}", NOON, "2")
        first = [tx.inbox.claim_next(WORKSPACE, "2", MINUTE) for _ in range(2)]
        tx.inbox.renew("console", MINUTE)
        threads = tx.inbox.threads("console")
        done = [tx.inbox.mark_done(WORKSPACE, event) for event in ("Ev0", "Ev9")]
        second = tx.inbox.claim_next(WORKSPACE, "2", MINUTE)
        return [[one and one.id for one in (*first, second)], threads, done]

    assert await store.call(claim) == [["Ev0", "Ev0", "Ev1"], [(WORKSPACE, "2")], [True, False]]


async def test_handled_event_is_known_still(store: Store) -> None:
    def handle(tx: Transaction) -> object:
        tx.inbox.add(WORKSPACE, "Ev1", "{}", NOON)
        tx.inbox.mark_done(WORKSPACE, "Ev1")
        return [_ids(tx), tx.inbox.add(WORKSPACE, "Ev1", "{}", NOON), tx.inbox.mark_failed(WORKSPACE, "Ev1", "late")]

    assert await store.call(handle) == [[], False, False]


async def test_event_that_fails_three_times_stays_as_failed(store: Store) -> None:
    def fail(tx: Transaction) -> object:
        tx.inbox.add(WORKSPACE, "Ev1", "{}", NOON)
        tx.inbox.add(WORKSPACE, "Ev2", "{}", NOON)
        first = tx.inbox.mark_failed(WORKSPACE, "Ev1", "busy")
        waiting = [(event.attempts, event.error) for event in tx.inbox.pending("console", 1)]
        more = [tx.inbox.mark_failed(WORKSPACE, "Ev1", "broken") for _ in range(3)]
        return [first, waiting, more, _ids(tx), tx.inbox.add(WORKSPACE, "Ev1", "{}", NOON), tx.inbox.failed()]

    assert await store.call(fail) == [False, [(1, "busy")], [False, True, False], ["Ev2"], False, 1]


async def test_finished_events_are_forgotten_in_time(store: Store) -> None:
    def forget(tx: Transaction) -> object:
        for event in ("pending", "done", "failed"):
            tx.inbox.add(WORKSPACE, event, "{}", NOON)
        tx.inbox.mark_done(WORKSPACE, "done")
        for _ in range(3):
            tx.inbox.mark_failed(WORKSPACE, "failed", "broken")
        counts = [
            tx.inbox.forget(NOON, NOON, most=100),
            tx.inbox.forget(NOON + DAY, NOON, most=100),
            tx.inbox.forget(NOON, NOON + DAY, most=100),
        ]
        known = [tx.inbox.add(WORKSPACE, event, "{}", NOON) for event in ("pending", "done", "failed")]
        return [counts, known]

    assert await store.call(forget) == [[0, 1, 1], [False, True, True]]


async def test_events_that_name_a_member_are_erased_with_them(store: Store) -> None:
    def erase(tx: Transaction) -> object:
        tx.inbox.add(WORKSPACE, "hers", '{"user": "U1", "text": "hello"}', NOON)
        tx.inbox.add(WORKSPACE, "his", '{"user": "U12", "text": "U1"}', NOON)
        tx.inbox.add(OTHER_WORKSPACE, "other", '{"user": "U1"}', NOON)
        kept = [row["event"] for row in tx.members.export(WORKSPACE, "U1")["inbox"]]
        return [kept, tx.members.erase(WORKSPACE, "U1", NOON), _ids(tx)]

    assert await store.call(erase) == [["hers", "his"], 2, ["other"]]


async def test_newest_is_when_the_last_event_of_each_workspace_came_in(store: Store) -> None:
    def newest(tx: Transaction) -> object:
        before = dict(tx.inbox.newest())
        tx.inbox.add(WORKSPACE, "Ev1", "{}", NOON)
        tx.inbox.add(WORKSPACE, "Ev2", "{}", NOON + DAY)
        tx.inbox.add(WORKSPACE, "Ev3", "{}", NOON + MINUTE)
        tx.inbox.add(OTHER_WORKSPACE, "Ev1", "{}", NOON)
        tx.inbox.mark_done(WORKSPACE, "Ev2")
        return [before, tx.inbox.newest()]

    assert await store.call(newest) == [{}, {WORKSPACE: NOON + DAY, OTHER_WORKSPACE: NOON}]


@pytest.mark.parametrize(("thread", "held"), [("17.1", True), ("18.2", False), ("", False)])
async def test_pending_event_names_its_own_thread_alone(store: Store, thread: str, held: bool) -> None:
    def keep(tx: Transaction) -> bool:
        tx.inbox.add(WORKSPACE, "Ev1", '{"thread_ts": "17.1"}', NOON)
        return tx.inbox.holds(WORKSPACE, thread)

    assert await store.call(keep) is held
