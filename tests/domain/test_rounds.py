from datetime import UTC, datetime
from itertools import product

import pytest

from bot.domain.rounds import AnswerWindow, Move, RoundState, moved
from bot.errors import TransitionError

ALLOWED = {
    (RoundState.PLANNED, Move.OPEN): RoundState.OPEN,
    (RoundState.PLANNED, Move.SKIP): RoundState.SKIPPED,
    (RoundState.SKIPPED, Move.UNSKIP): RoundState.PLANNED,
    (RoundState.OPEN, Move.CLOSE): RoundState.CLOSED,
    (RoundState.OPEN, Move.WITHDRAW): RoundState.SKIPPED,
}


@pytest.mark.parametrize(("state", "move"), ALLOWED)
def test_moved_by_an_allowed_move(state: RoundState, move: Move) -> None:
    assert moved(state, move) is ALLOWED[state, move]


@pytest.mark.parametrize(("state", "move"), [pair for pair in product(RoundState, Move) if pair not in ALLOWED])
def test_moved_by_any_other_move_is_refused(state: RoundState, move: Move) -> None:
    with pytest.raises(TransitionError) as caught:
        moved(state, move)

    assert str(caught.value) == f"A round that is {state} cannot {move}."


NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "closes_at", "at", "expected"),
    [
        (RoundState.OPEN, NOON, NOON.replace(hour=11), True),
        (RoundState.OPEN, NOON, NOON, False),
        (RoundState.OPEN, None, NOON, True),
        (RoundState.CLOSED, NOON, NOON.replace(hour=11), False),
    ],
)
def test_answer_window_counts_until_the_close(
    state: RoundState, closes_at: datetime | None, at: datetime, expected: bool
) -> None:
    assert AnswerWindow(7, state, closes_at).counts(at) is expected
