"""What a digest and the files of one's own data say, read aloud: numbers, and words that agree with them."""

from datetime import date

import pytest

from bot.cards.privacy import handed_card
from bot.cards.statistics.digest import Week, digest_card
from bot.domain.statistics.floor import Mean
from bot.domain.statistics.forecast import Forecast
from bot.domain.statistics.questions import Questions
from bot.domain.statistics.team import Taking, Team, TopicKnowledge
from tests.worlds.reading import text_of


def test_topics_that_changed_are_named_with_how_much_and_where_they_are_now() -> None:
    topics = (
        TopicKnowledge("caching", Mean(0.6), (), 0.05, Mean(), 3),
        TopicKnowledge("queues", Mean(0.3), (), -0.2, Mean(), 3),
    )
    week = Taking("2026-W50", 1, 4, 3, 0, None)
    team = Team("daily", "2026-W50", 4, None, (week,), (week,), (week,), topics, 3)
    card = digest_card(
        Week(7, team, (week,), Questions("daily", "2026-W50", (), 3), Forecast(date(2027, 1, 4), (), (), 0))
    )

    assert "- Better known: caching, up 5 points to 60 %; less well known: queues, down 20 points to 30 %." in text_of(
        card
    )


ALL = "It is all in the JSON file, nothing is left out."


@pytest.mark.parametrize(
    ("practised", "said"),
    [
        (0, ALL),
        (1, f"{ALL} 1 private question is in the other, which Anki imports."),
        (2, f"{ALL} 2 private questions are in the other, which Anki imports."),
    ],
)
def test_files_of_ones_own_data_are_told_apart(practised: int, said: str) -> None:
    assert text_of(handed_card(practised)) == said
