from typing import Any

import pytest

from bot.domain.deliveries import Delivery, DeliveryKind, DeliveryState
from bot.errors import Scope
from bot.ports.store import Store, Transaction
from tests.contracts.stored import MINUTE, NOON, OTHER_WORKSPACE, add_round, add_series
from tests.worlds.builders import CHANNEL, WORKSPACE, text_card

CONSOLE = frozenset({"console"})
WAITING = DeliveryState.WAITING


def _owe(tx: Transaction, key: str = "k1", **changes: Any) -> int:
    basis: dict[str, Any] = {
        "key": key,
        "workspace": WORKSPACE,
        "kind": DeliveryKind.NOTE,
        "channel": CHANNEL,
        "card": text_card(),
        "due_at": NOON,
    }
    owed = tx.deliveries.add(**(basis | changes))
    assert owed is not None
    return owed


def _claimed(tx: Transaction, minutes: int = 0, limit: int = 9) -> list[int]:
    now = NOON + minutes * MINUTE
    return [found.id for found in tx.deliveries.claim(now, now + 5 * MINUTE, limit, CONSOLE)]


def _states(tx: Transaction, *ids: int) -> list[DeliveryState | None]:
    found = [tx.deliveries.get(owed) for owed in ids]
    return [None if delivery is None else delivery.state for delivery in found]


async def test_delivery_comes_back_as_it_was_owed(store: Store) -> None:
    def owe(tx: Transaction) -> object:
        of = add_round(tx, add_series(tx))
        first = _owe(tx, "first")
        owed = _owe(tx, kind=DeliveryKind.REVEAL, series_id=of.series_id, round_id=of.id, after_id=first)
        wanted = Delivery(
            owed, "k1", WORKSPACE, DeliveryKind.REVEAL, CHANNEL, text_card(), DeliveryState.PENDING, NOON, 0,
            series_id=of.series_id, round_id=of.id, after_id=first,
        )  # fmt: skip
        return [tx.deliveries.get(owed) == wanted, tx.deliveries.of_round(of.id) == [wanted], tx.deliveries.get(99)]

    assert await store.call(owe) == [True, True, None]


async def test_key_is_owed_once(store: Store) -> None:
    def owe(tx: Transaction) -> object:
        _owe(tx)
        return tx.deliveries.add(
            key="k1", workspace=WORKSPACE, kind=DeliveryKind.NOTE, channel="c", card=text_card(), due_at=NOON
        )

    assert await store.call(owe) is None


async def test_claim_takes_what_is_due_on_its_platforms_earliest_first(store: Store) -> None:
    def claim(tx: Transaction) -> bool:
        now = _owe(tx, "now")
        late = _owe(tx, "late", due_at=NOON - MINUTE)
        _owe(tx, "future", due_at=NOON + MINUTE)
        _owe(tx, "slack", workspace="slack:T1")
        return [_claimed(tx, limit=1), _claimed(tx), _claimed(tx)] == [[late], [now], []]

    assert await store.call(claim)


async def test_claim_counts_attempts_and_runs_out(store: Store) -> None:
    def claim(tx: Transaction) -> object:
        owed = _owe(tx)
        first = tx.deliveries.claim(NOON, NOON + 5 * MINUTE, 9, CONSOLE)[0]
        due = tx.reports.next_due()
        held = _claimed(tx, 4)
        again = tx.deliveries.claim(NOON + 5 * MINUTE, NOON + 9 * MINUTE, 9, CONSOLE)[0]
        return [first.id == owed, first.state, first.attempts, due == NOON + 5 * MINUTE, held, again.attempts]

    assert await store.call(claim) == [True, DeliveryState.SENDING, 1, True, [], 2]


async def test_delivery_waits_until_the_one_before_is_sent(store: Store) -> None:
    def wait(tx: Transaction) -> object:
        first = _owe(tx, "first", due_at=NOON + 3 * MINUTE)
        second = _owe(tx, "second", after_id=first)
        waiting = [
            _claimed(tx),
            tx.reports.next_due() == NOON + 3 * MINUTE,
            _claimed(tx, 3) == [first],
            _claimed(tx, 4),
        ]
        tx.deliveries.mark_sent(first, "m1")
        sent = tx.deliveries.get(first)
        third = _owe(tx, "third", after_id=first)
        assert sent is not None
        return [*waiting, _claimed(tx, 4) == [second, third], sent.state, sent.message]

    assert await store.call(wait) == [[], True, True, [], True, DeliveryState.SENT, "m1"]


async def test_failure_takes_those_that_wait_with_it(store: Store) -> None:
    def fail(tx: Transaction) -> object:
        first = _owe(tx, "first")
        second = _owe(tx, "second", after_id=first)
        third = _owe(tx, "third", after_id=second)
        other = _owe(tx, "other")
        _claimed(tx, limit=1)
        tx.deliveries.mark_failed(first, "channel gone")
        late = _owe(tx, "late", after_id=third)
        found = tx.deliveries.get(third)
        return [_states(tx, first, second, third, late, other), found and found.error, _claimed(tx) == [other]]

    failed = DeliveryState.FAILED
    assert await store.call(fail) == [[failed] * 4 + [DeliveryState.PENDING], "channel gone", True]


async def test_retry_is_due_again_later(store: Store) -> None:
    def retry(tx: Transaction) -> object:
        owed = _owe(tx)
        _claimed(tx)
        tx.deliveries.mark_retry(owed, NOON, NOON + MINUTE, "timeout")
        found = tx.deliveries.get(owed)
        assert found is not None
        return [found.state, found.error, found.due_at == NOON, _claimed(tx), _claimed(tx, 1) == [owed]]

    assert await store.call(retry) == [DeliveryState.PENDING, "timeout", True, [], True]


async def test_what_is_let_go_is_held_by_nobody_and_is_due_at_once(store: Store) -> None:
    def let_go(tx: Transaction) -> object:
        owed = _owe(tx)
        _claimed(tx)
        tx.deliveries.mark_waiting(owed, Scope.CHANNEL, NOON, NOON + MINUTE, "archived")
        tx.deliveries.release(owed, NOON, "c1")
        return tx.deliveries.release_lapsed(NOON), _claimed(tx) == [owed]

    assert await store.call(let_go) == (0, True)


async def test_what_comes_late_changes_nothing_of_what_was_sent_nor_of_what_follows(store: Store) -> None:
    def fail(tx: Transaction) -> object:
        owed = _owe(tx)
        after = _owe(tx, "after", after_id=owed)
        _claimed(tx)
        tx.deliveries.mark_sent(owed, "m1")
        tx.deliveries.mark_retry(owed, NOON, NOON, "timeout")
        tx.deliveries.mark_waiting(owed, Scope.CHANNEL, NOON, NOON, "gone")
        tx.deliveries.mark_failed(owed, "gone")
        tx.deliveries.mark_sent(owed, "m2")
        found = tx.deliveries.get(owed)
        return _states(tx, owed, after), found and found.message

    assert await store.call(fail) == ([DeliveryState.SENT, DeliveryState.PENDING], "m1")


async def test_card_is_in_flight_from_its_claim_until_it_is_sent(store: Store) -> None:
    def flight(tx: Transaction) -> list[bool]:
        owed = _owe(tx, kind=DeliveryKind.CARD)
        _owe(tx, "note")
        seen = [tx.deliveries.card_in_flight(WORKSPACE, CHANNEL)]
        _claimed(tx)
        seen += [tx.deliveries.card_in_flight(WORKSPACE, channel) for channel in (CHANNEL, "other")]
        seen.append(tx.deliveries.card_in_flight(OTHER_WORKSPACE, CHANNEL))
        tx.deliveries.mark_retry(owed, NOON, NOON, "lost reply")
        seen.append(tx.deliveries.card_in_flight(WORKSPACE, CHANNEL))
        tx.deliveries.mark_sent(owed, "m1")
        return [*seen, tx.deliveries.card_in_flight(WORKSPACE, CHANNEL)]

    assert await store.call(flight) == [False, True, False, False, True, False]


async def test_backlog_counts_what_is_overdue_and_unfinished(store: Store) -> None:
    def backlog(tx: Transaction) -> object:
        first, second = _owe(tx, "first"), _owe(tx, "second")
        _owe(tx, "waits", after_id=second)
        _owe(tx, "future", due_at=NOON + MINUTE)
        before = tx.deliveries.backlog(NOON)
        _claimed(tx, limit=1)
        tx.deliveries.mark_sent(first, "m1")
        return [before, tx.deliveries.backlog(NOON)]

    assert await store.call(backlog) == [3, 2]


async def test_of_a_workspace_no_more_are_claimed_than_it_has_places(store: Store) -> None:
    def claim(tx: Transaction) -> object:
        for number in range(6):
            _owe(tx, key=f"a{number}", workspace="console:a")
        for number in range(3):
            _owe(tx, key=f"b{number}", workspace="console:b")
        now, until = NOON, NOON + 5 * MINUTE
        first = tx.deliveries.claim(now, until, 4, CONSOLE, busy={"console:a": 1}, most_each=3)
        second = tx.deliveries.claim(now, until, 9, CONSOLE, busy={"console:a": 3, "console:b": 2}, most_each=3)
        third = tx.deliveries.claim(now, until, 9, CONSOLE, most_each=3)
        return [[one.key for one in claimed] for claimed in (first, second, third)]

    assert await store.call(claim) == [["a0", "a1", "b0", "b1"], ["b2"], ["a2", "a3", "a4"]]


def _refused(tx: Transaction, key: str, scope: Scope, **changes: Any) -> int:
    """Owe a message that was tried and refused."""
    owed = _owe(tx, key, **changes)
    assert _claimed(tx) == [owed]
    tx.deliveries.mark_waiting(owed, scope, NOON, NOON + 9 * MINUTE, "No.")
    return owed


async def test_what_waits_is_listed_by_workspace_with_what_it_waits_for(store: Store) -> None:
    def wait(tx: Transaction) -> object:
        here = _refused(tx, "a", Scope.CHANNEL)
        there = _refused(tx, "b", Scope.WORKSPACE, workspace=OTHER_WORKSPACE)
        _owe(tx, "c")
        listed = [tx.deliveries.waiting(), tx.deliveries.waiting(WORKSPACE), tx.deliveries.waiting(OTHER_WORKSPACE)]
        return [[(one.id, one.waits_for, one.error, one.state) for one in found] for found in listed] == [
            [(here, Scope.CHANNEL, "No.", WAITING), (there, Scope.WORKSPACE, "No.", WAITING)],
            [(here, Scope.CHANNEL, "No.", WAITING)],
            [(there, Scope.WORKSPACE, "No.", WAITING)],
        ]

    assert await store.call(wait)


@pytest.mark.parametrize(
    ("scope", "follows"),
    [(Scope.CHANNEL, False), (Scope.WORKSPACE, False), (Scope.MESSAGE, True), (Scope.MISTAKE, True)],
)
async def test_what_follows_waits_too_but_for_what_concerns_one_message(
    store: Store, scope: Scope, follows: bool
) -> None:
    def wait(tx: Transaction) -> object:
        first = _owe(tx, "first")
        after = _owe(tx, "after", after_id=first)
        _claimed(tx)
        tx.deliveries.mark_waiting(first, scope, NOON, NOON + 9 * MINUTE, "No.")
        return _claimed(tx) == ([after] if follows else [])

    assert await store.call(wait)


async def test_model_answer_and_news_are_not_sent_before_their_reveal_whatever_that_waits_for(store: Store) -> None:
    def wait(tx: Transaction) -> object:
        reveal = _owe(tx, "reveal", kind=DeliveryKind.REVEAL)
        answer = _owe(tx, "answer", kind=DeliveryKind.ANSWER, after_id=reveal)
        answers = _owe(tx, "answers", kind=DeliveryKind.ANSWERS, after_id=answer)
        board = _owe(tx, "board", kind=DeliveryKind.BOARD, after_id=answers)
        update = _owe(tx, "update", kind=DeliveryKind.UPDATE, after_id=board)
        _claimed(tx)
        tx.deliveries.mark_waiting(reveal, Scope.MESSAGE, NOON, NOON + 9 * MINUTE, "No.")
        early = _claimed(tx) == [update]
        tx.deliveries.release(reveal, NOON, "elsewhere")
        again = _claimed(tx) == [reveal]
        tx.deliveries.mark_sent(reveal, "m1")
        below = _claimed(tx) == [answer]
        tx.deliveries.mark_sent(answer, "m2")
        last = _claimed(tx) == [answers]
        tx.deliveries.mark_waiting(answers, Scope.MESSAGE, NOON, NOON + 9 * MINUTE, "No.")
        last = last and _claimed(tx) == [board]
        places = [found.channel for one in (answer, answers) if (found := tx.deliveries.get(one))]
        return early, again, below, last, places

    assert await store.call(wait) == (True, True, True, True, ["elsewhere", "elsewhere"])


async def test_what_waits_is_claimed_at_its_instant_or_once_it_is_released(store: Store) -> None:
    def release(tx: Transaction) -> object:
        first, second = (_refused(tx, key, Scope.CHANNEL) for key in ("a", "b"))
        before = _claimed(tx, minutes=8)
        tx.deliveries.release(second, NOON + 8 * MINUTE, "elsewhere")
        released = _claimed(tx, minutes=8)
        found = tx.deliveries.get(second)
        return [before, released == [second], _claimed(tx, minutes=9) == [first]], found and found.channel

    assert await store.call(release) == ([[], True, True], "elsewhere")


async def test_attempt_that_fails_for_the_moment_still_waits_unless_it_was_released_meanwhile(store: Store) -> None:
    """It is no longer known to be refused: it may have gone through."""

    def retry(tx: Transaction) -> object:
        ids = [_refused(tx, key, Scope.CHANNEL) for key in ("a", "b")]
        _claimed(tx, minutes=9)
        tx.deliveries.release(ids[1], NOON + 9 * MINUTE, CHANNEL)
        for owed in ids:
            tx.deliveries.mark_retry(owed, NOON, NOON + 10 * MINUTE, "Busy.")
        still = [one.id for one in tx.deliveries.waiting()]
        tx.deliveries.release(ids[0], NOON + 9 * MINUTE, CHANNEL)
        return still == ids[:1], _states(tx, *ids), _claimed(tx, minutes=9) == ids[:1]

    assert await store.call(retry) == (True, [DeliveryState.PENDING, DeliveryState.PENDING], True)
