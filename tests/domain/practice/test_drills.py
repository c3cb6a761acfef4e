"""What an answer to a drill is worth."""

import pytest

from bot.domain.practice.drills import Sureness, after_hint, rating_of
from bot.domain.practice.memory import Rating

SURE, THINK, GUESS = Sureness.SURE, Sureness.THINK_SO, Sureness.GUESS


@pytest.mark.parametrize(
    ("score", "sureness", "wanted"),
    [
        (None, None, Rating.AGAIN),
        (0.39, SURE, Rating.AGAIN),
        (0.4, None, Rating.HARD),
        (0.74, SURE, Rating.HARD),
        (0.75, None, Rating.GOOD),
        (1.0, None, Rating.GOOD),
        (1.0, THINK, Rating.GOOD),
        (0.89, SURE, Rating.GOOD),
        (0.9, SURE, Rating.EASY),
        (1.0, GUESS, Rating.HARD),
    ],
)
def test_rating_follows_from_score_and_sureness(score: float | None, sureness: Sureness | None, wanted: Rating) -> None:
    assert rating_of(score, sureness) is wanted


def test_choosing_is_never_easy() -> None:
    assert rating_of(1.0, SURE, by_choices=True) is Rating.GOOD


def test_full_answer_after_a_hint_was_hard() -> None:
    assert after_hint(1.0) == 0.7
    assert rating_of(after_hint(1.0), SURE) is Rating.HARD
