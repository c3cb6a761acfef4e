"""What is remembered, and how it follows from the log alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.practice.memory import Rating, Review, is_due, is_known, recall_chance, remembered

MORNING = datetime(2026, 12, 7, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def review(rating: Rating = Rating.GOOD, day: int = 0, origin: str = "", hours: int = 0) -> Review:
    at = MORNING + day * DAY + timedelta(hours=hours)
    return Review("aws/q", origin or f"drill:{day}", rating, at)


@pytest.mark.parametrize(("rating", "days"), [(Rating.AGAIN, 1), (Rating.HARD, 4), (Rating.GOOD, 8), (Rating.EASY, 28)])
def test_first_answer_decides_when_it_comes_back(rating: Rating, days: int) -> None:
    memory = remembered("aws/q", [review(rating)])

    assert memory.due_at == datetime(2026, 12, 7, tzinfo=UTC) + days * DAY
    assert memory.last_review == MORNING


def test_it_is_due_all_day_and_not_the_evening_before() -> None:
    memory = remembered("aws/q", [review(Rating.AGAIN, hours=14)])

    assert not is_due(memory, datetime(2026, 12, 7, 23, 59, tzinfo=UTC))
    assert is_due(memory, datetime(2026, 12, 8, tzinfo=UTC))


def test_recalling_on_the_due_day_makes_the_next_interval_longer() -> None:
    log = [review(Rating.GOOD)]
    intervals = []
    for number in range(1, 4):
        memory = remembered("aws/q", log)
        due = memory.due_at + timedelta(hours=9)
        intervals.append((memory.due_at - memory.last_review).days)
        log.append(Review("aws/q", f"drill:x{number}", Rating.GOOD, due))

    assert intervals == sorted(set(intervals))


def test_chance_falls_to_four_in_five_until_it_is_due() -> None:
    memory = remembered("aws/q", [review(Rating.EASY)])

    chances = [recall_chance(memory, MORNING + days * DAY) for days in range(29)]

    assert chances[0] == 1
    assert chances == sorted(chances, reverse=True)
    assert chances[-1] == pytest.approx(0.8, abs=0.01)


def test_known_means_nine_in_ten() -> None:
    memory = replace(remembered("aws/q", [review()]), stability=10.0)

    assert is_known(memory, MORNING + 10 * DAY)
    assert not is_known(memory, MORNING + 11 * DAY)


@pytest.mark.parametrize(
    ("rating", "known"), [(Rating.AGAIN, False), (Rating.HARD, True), (Rating.GOOD, True), (Rating.EASY, True)]
)
def test_known_on_the_day_itself_means_tomorrow(rating: Rating, *, known: bool) -> None:
    assert is_known(remembered("aws/q", [review(rating)]), MORNING) is known


def test_correction_takes_the_place_of_the_rating_at_the_same_instant() -> None:
    first, second = review(Rating.AGAIN, 0), review(Rating.GOOD, 3)
    corrected = replace(first, rating=Rating.EASY)

    assert remembered("aws/q", [first, second, corrected]) == remembered("aws/q", [corrected, second])


def test_empty_log_is_no_memory() -> None:
    with pytest.raises(ValueError, match="aws/q was never answered"):
        remembered("aws/q", [])


@given(st.lists(st.tuples(st.sampled_from(Rating), st.integers(0, 400)), min_size=1, max_size=8), st.randoms())
def test_order_of_the_log_does_not_matter_among_origins(answers: list[tuple[Rating, int]], random: object) -> None:
    log = [review(rating, day, f"drill:{number}") for number, (rating, day) in enumerate(answers)]
    shuffled = list(log)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random

    memory = remembered("aws/q", log)

    assert memory == remembered("aws/q", shuffled)
    assert memory.due_at > memory.last_review
    assert 1 <= memory.difficulty <= 10
