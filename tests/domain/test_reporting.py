import pytest

from bot.domain.reporting import Participation


@pytest.mark.parametrize(("rounds", "answered", "expected"), [(4, 3, 0.75), (0, 0, 0.0)])
def test_rate_of_rounds_answered(rounds: int, answered: int, expected: float) -> None:
    row = Participation("daily", "ana", "Ana", rounds, answered, None, 0, 0, 0, None)

    assert row.rate == expected
