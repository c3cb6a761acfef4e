"""How somebody's own rate of accepted claims is said."""

from bot.cards.claims import rate_line
from bot.domain.card import Small
from bot.domain.judging.claims import ClaimRate


def test_rate_is_said_as_people_say_it() -> None:
    said = [rate_line(ClaimRate(*figures)) for figures in ((0, 0), (3, 3), (0, 1), (1, 5), (2, 5))]

    assert [block.text for line in said for block in line if isinstance(block, Small)] == [
        "Your one claim was not accepted. Nobody else sees this.",
        "1 of your 5 claims was accepted. Nobody else sees this.",
        "2 of your 5 claims were accepted. Nobody else sees this.",
    ]
