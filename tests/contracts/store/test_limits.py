from datetime import timedelta

from bot.ports.store import Store, Transaction

TEN_MINUTES = timedelta(minutes=10)
#: Seconds between two turns, so many that none passes while a test runs.
LONG = 10_000.0


def in_turns(seconds: float) -> int:
    """Give a wait in turns: a little of the first one has passed."""
    return round(seconds / LONG)


async def test_turns_at_a_place_come_one_after_another(store: Store) -> None:
    def take(tx: Transaction) -> list[int]:
        return [in_turns(tx.limits.turn(place, LONG)) for place in ("a", "a", "b", "a")]

    assert await store.call(take) == [0, 1, 0, 2]
    assert await store.call(take) == [3, 4, 1, 5]


async def test_place_is_left_alone_for_as_long_as_was_asked_for_last(store: Store) -> None:
    def hold(tx: Transaction) -> list[int]:
        for seconds in (3 * LONG, LONG):
            tx.limits.hold("a", seconds)
        return [in_turns(tx.limits.held(place)) for place in ("a", "b")]

    assert await store.call(hold) == [1, 0]


async def test_place_that_was_tried_often_enough_is_left_alone(store: Store) -> None:
    def try_often(tx: Transaction) -> list[int]:
        found = []
        for place in ("a", "b", "a", "a", "c"):
            tx.limits.tried(place, 3, timedelta(seconds=LONG))
            found.append(in_turns(tx.limits.held(place)))
        return found

    assert await store.call(try_often) == [0, 0, 0, 1, 0]


async def test_request_is_new_once_and_has_its_status_then(store: Store) -> None:
    def see(tx: Transaction) -> list[int | None]:
        seen = [tx.limits.see(one, TEN_MINUTES) for one in ("a", "a", "b")]
        tx.limits.settle("a", 200)
        tx.limits.settle("b", None)
        return [*seen, *(tx.limits.see(one, TEN_MINUTES) for one in ("a", "b"))]

    assert await store.call(see) == [None, 0, None, 200, None]


async def test_what_has_passed_is_forgotten_with_a_sign_of_life(store: Store) -> None:
    def forget(tx: Transaction) -> list[object]:
        tx.limits.turn("a", -LONG)
        tx.limits.hold("b", LONG)
        tx.limits.see("c", timedelta(seconds=-LONG))
        tx.limits.see("d", TEN_MINUTES)
        tx.upkeep.beat("all")
        return [in_turns(tx.limits.held("b")), *(tx.limits.see(one, TEN_MINUTES) for one in ("c", "d"))]

    assert await store.call(forget) == [1, None, 0]
