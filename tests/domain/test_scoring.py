import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.scoring import PointRules, points


@pytest.mark.parametrize(
    ("rules", "score", "is_best", "expected"),
    [
        (PointRules(), 1.0, False, 10),
        (PointRules(), 1.0, True, 12),
        (PointRules(), 0.0, False, 2),
        (PointRules(), None, False, 2),
        (PointRules(), None, True, 4),
        # Half up: 2.5 and 3.5 points, and 14.5 that floats take for less.
        (PointRules(), 0.3125, False, 5),
        (PointRules(), 0.4375, False, 6),
        (PointRules(0, 100, 0), 0.145, False, 15),
        (PointRules(1, 4, 3), 0.5, True, 6),
    ],
)
def test_points_by_score(rules: PointRules, score: float | None, is_best: bool, expected: int) -> None:
    assert points(rules, score, is_best=is_best) == expected


@given(st.floats(0, 1), st.floats(0, 1))
def test_points_never_fall_as_the_score_rises(one: float, other: float) -> None:
    low, high = (points(PointRules(), score, is_best=False) for score in sorted((one, other)))

    assert 2 <= low <= high <= 10
