"""Figures for members and managers."""

import pytest

from bot.cards.figures import flags_card, own_card, participation_table
from bot.cards.statistics.people import person_row
from bot.domain.card import Card, Facts, Heading, Small, Table, Text
from bot.domain.doubts import Flag, Opinions
from bot.domain.reporting import Participation
from bot.domain.statistics.people import KnowledgeLevel, Person, TopicLevel
from bot.domain.streaks import Streak
from bot.domain.text import DASH
from tests.cards.rounds_of_cards import AT, HOSTILE, standing
from tests.worlds.builders import WORKSPACE


def row(**changes: object) -> Participation:
    basis: dict[str, object] = {"name": "Ana", "rounds": 4, "answered": 3, "mean_score": 2 / 3, "last_answer": AT}
    return Participation(series="daily", member="ana", points=20, streak=1, longest=2, **(basis | changes))  # type: ignore[arg-type] # keywords


def test_own_card() -> None:
    card = own_card(
        "daily", standing(2, "Ana", 1), standing(1, "Ana", 40, mean_score=None), Streak(1, 3), on_board=True
    )

    assert card == Card(
        "You in daily",
        (
            Facts(
                (
                    ("Streak", "1 question in a row, longest 3"),
                    ("Freezes", "0 of 2"),
                    ("This week", "rank 2, 1 point from 1 answer"),
                    ("All time", "rank 1, 40 points from 1 answer"),
                )
            ),
        ),
    )


def test_own_card_of_who_opted_out_and_never_answered() -> None:
    card = own_card("daily", None, None, Streak(), on_board=False)

    assert card.blocks == (
        Facts(
            (
                ("Streak", "0 questions in a row, longest 0"),
                ("Freezes", "0 of 2"),
                ("This week", "no answer yet"),
                ("All time", "no answer yet"),
            )
        ),
        Text("You do not appear on boards; `/qotd privacy show` changes that."),
    )


def test_participation_table() -> None:
    rows = [row(), row(name=HOSTILE, rounds=0, answered=0, mean_score=None, last_answer=None)]

    assert participation_table(rows) == (
        ("Member", "Rounds", "Answered", "Rate", "Score", "Points", "Streak", "Longest", "Last answer"),
        [
            ("Ana", "4", "3", "75 %", "67 %", "20", "1", "2", "2026-12-07"),
            (HOSTILE, "0", "0", "0 %", "-", "20", "1", "2", "-"),
        ],
    )


def test_flags_card() -> None:
    flag = Flag(WORKSPACE, "aws/x", "ana", HOSTILE, AT)

    both = flags_card([flag], ["aws/y", "aws/z"])
    none = flags_card([], [])

    assert both == Card(
        "Flagged questions",
        (Table(("Question", "Reason"), (("aws/x", HOSTILE),)), Small("Not asked here: aws/y, aws/z")),
    )
    assert flags_card([flag], []).blocks == both.blocks[:1]
    assert flags_card([], ["aws/y"]).blocks == (Small("Not asked here: aws/y"),)
    assert none.blocks == (Text("No question is flagged."),)


def test_flags_card_lists_the_questions_that_most_found_bad() -> None:
    opinions = [Opinions(f"p/{number:02}", good=1, bad=20 - number) for number in range(12)]

    card = flags_card([], [], [*opinions, Opinions("p/good", good=9, bad=0)])

    rows = tuple((f"p/{number:02}", "1", str(20 - number)) for number in range(10))
    assert card.blocks == (
        Text("No question is flagged."),
        Heading("What members think"),
        Table(("Question", "👍", "👎"), rows, numeric=(1, 2)),
        Text("And 2 more; `askaday packs feedback` prints all."),
    )
    assert flags_card([], [], [Opinions("p/good", good=9, bad=0)]).blocks == (Text("No question is flagged."),)


@pytest.mark.parametrize(
    ("topics", "named"),
    [
        ((), DASH),
        (("cost", "edge", "network", "storage"), "cost, edge, network and storage"),
        (("cost", "edge", "network", "security", "storage"), "cost, edge, network and 2 more"),
    ],
)
def test_line_of_a_member_names_few_topics(topics: tuple[str, ...], named: str) -> None:
    levels = tuple(TopicLevel(topic, KnowledgeLevel.WEAK, 9) for topic in topics)
    member = Person("ana", "Ana", 20, 9, 3, None, KnowledgeLevel.SOLID, levels, None, 0.7)
    assert person_row(member, has_score=False)[-1] == named
