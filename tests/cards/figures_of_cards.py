"""Cards of statistics, as large and as hostile as they get."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from bot.cards.statistics.people import people_card, seen_by_managers
from bot.cards.statistics.questions import questions_card
from bot.cards.statistics.team import forecast_card, held_card, team_card, topics_card
from bot.domain.card import Card
from bot.domain.statistics.floor import Mean, PeopleShown
from bot.domain.statistics.forecast import FadingQuestion, FadingTopic, Forecast
from bot.domain.statistics.people import KnowledgeLevel, People, Person, TopicLevel
from bot.domain.statistics.questions import Mark, QuestionHealth, Questions, Reactions, Settled, Wording
from bot.domain.statistics.team import Taking, Team, TopicKnowledge

LAST = datetime(2030, 1, 1, tzinfo=UTC)
TOPICS = tuple(f"topic-{number:02}" for number in range(40))


def statistics(name: str) -> Iterator[Card]:
    """Give each view empty, as a whole year of many, and with hostile names."""
    yield people_card(7, People("daily", "2030-06", (), has_scores=False))
    yield people_card(7, People("daily", "2030-06", _people(250, "Ana"), has_scores=True), page=3)
    yield people_card(7, People("daily", "2030-06", _people(30, name * 20), has_scores=False))
    yield Card("You", seen_by_managers(_people(1, name)[0], "2030-06", PeopleShown.SCORES))
    yield team_card(7, Team("daily", "all", 0, None, (), (), (), (), 3), running=(3, 4))
    yield team_card(7, _team())
    yield topics_card(7, _team())
    yield topics_card(7, _team(), page=9)
    yield questions_card(7, Questions("daily", "2030-Q2", (), 3))
    yield questions_card(7, Questions("daily", "2030-Q2", _questions(90, name), 3), page=2)
    yield forecast_card(7, "daily", "2030-06", Forecast(date(2030, 7, 1), (), (), 2), 3)
    fading = tuple(FadingTopic(topic, Mean(0.9), Mean(0.1)) for topic in TOPICS)
    asked = tuple(FadingQuestion(f"aws/question-{number}", TOPICS[number], 99) for number in range(5))
    yield forecast_card(7, "daily", "2030-06", Forecast(date(2030, 7, 1), fading, asked, 0), 3)
    yield held_card("daily", [one.ref for one in asked])
    yield held_card("daily", [])


def _people(number: int, name: str) -> tuple[Person, ...]:
    levels = tuple(TopicLevel(topic, KnowledgeLevel.WEAK, 9) for topic in TOPICS)
    return tuple(
        Person(str(n), f"{name} {n}", 20, n % 21, 3, LAST, KnowledgeLevel.SOLID, levels, date(2030, 2, 1), 0.7)
        for n in range(number)
    )


def _team() -> Team:
    weeks = tuple(Taking(f"2030-W{week:02}", 5, 800, 600, 9, timedelta(minutes=7)) for week in range(1, 53))
    topics = tuple(TopicKnowledge(topic, Mean(0.5, 3), (), -0.07, Mean(None, 1), 12) for topic in TOPICS)
    return Team("daily", "all", 200, 230, weeks, weeks, (Taking("daily", 260, 9, 7, 2, timedelta(days=3)),), topics, 3)


def _questions(number: int, words: str) -> tuple[QuestionHealth, ...]:
    said = Reactions(9, 9, 9, Settled(3, 2), Settled(2, 1), 5, wordings=tuple(Wording(words, words) for _ in range(9)))
    unmet = tuple(f"point {place}" for place in range(9))
    return tuple(
        QuestionHealth(f"aws/question-{n}", TOPICS[0], 9, 99, Mean(0.5), Mean(None, 2), unmet, said, tuple(Mark))
        for n in range(number)
    )
