import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.streaks import Streak, advance


def after(pattern: str) -> Streak:
    """Play a pattern of slots: x is answered, a dot is missed."""
    streak = Streak()
    for slot in pattern:
        streak = advance(streak, answered=slot == "x")
    return streak


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("", Streak()),
        # Slots before the first answer never count.
        ("...", Streak()),
        ("..xx", Streak(current=2, longest=2, answered=2)),
        ("xxx.", Streak(current=0, longest=3, answered=3)),
        ("xxx.x", Streak(current=1, longest=3, answered=4)),
        ("xxx.x.x", Streak(current=1, longest=3, answered=5)),
        # The tenth answered slot earns a freeze, in one run or several.
        ("x" * 10, Streak(current=10, longest=10, answered=10, freezes=1)),
        ("xxxx.xxxxxx", Streak(current=6, longest=6, answered=10, freezes=1)),
        # A freeze keeps the run as it is, once.
        ("x" * 10 + ".", Streak(current=10, longest=10, answered=10)),
        ("x" * 10 + "..", Streak(current=0, longest=10, answered=10)),
        ("x" * 10 + ".x", Streak(current=11, longest=11, answered=11)),
        # At most two are held.
        ("x" * 20, Streak(current=20, longest=20, answered=20, freezes=2)),
        ("x" * 50, Streak(current=50, longest=50, answered=50, freezes=2)),
        ("x" * 50 + "...", Streak(current=0, longest=50, answered=50)),
    ],
)
def test_advance_over_a_pattern(pattern: str, expected: Streak) -> None:
    assert after(pattern) == expected


@given(st.text("x.", max_size=80))
def test_advance_keeps_its_bounds(pattern: str) -> None:
    streak = after(pattern)

    assert streak.answered == pattern.count("x")
    assert 0 <= streak.freezes <= 2
    assert max(len(run) for run in pattern.split(".")) <= streak.longest <= streak.answered
    assert streak.current <= streak.longest
