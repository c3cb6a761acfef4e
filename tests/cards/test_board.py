"""Leaderboards."""

from datetime import date

import pytest

from bot.cards.board import WeekOfSeries, board_card, week_blocks
from bot.domain.card import Card, Chart, Small, Table, Text
from bot.domain.reporting import RoundFigures
from bot.domain.scoring import Board, units_of
from bot.domain.statistics.floor import Group, mean_score
from tests.cards.rounds_of_cards import standing


def test_board_card_with_a_tie() -> None:
    lines = (
        standing(1, "Ana", 10),
        standing(2, "Bo", streak=3),
        standing(2, "Cy", mean_score=None),
        standing(4, "Dee", 1),
    )

    card = board_card("daily", Board("2026-W50", lines, members=4))

    assert card == Card(
        "Leaderboard of daily: Week 50 of 2026",
        (
            Table(
                ("Rank", "Who", "Points", "Answers", "Streak"),
                (
                    ("1", "Ana", "10", "1", "1"),
                    ("2", "Bo", "6", "1", "3"),
                    ("2", "Cy", "6", "1", "1"),
                    ("4", "Dee", "1", "1", "1"),
                ),
                numeric=(0, 2, 3, 4),
            ),
        ),
    )


def test_board_card_that_is_longer_than_shown_with_own_rank() -> None:
    card = board_card("daily", Board("all", (standing(1, "Ana"),), members=12, own=standing(9, "Zed", 1)))

    assert card.title == "Leaderboard of daily: All time"
    assert card.blocks[1:] == (Small("12 members in all. You: rank 9 with 1 point."),)


def test_board_card_without_lines() -> None:
    assert board_card("daily", Board("all", (), members=0)).blocks == (Text("Nobody has points here yet."),)


def figures(day: int, scored: int, unscored: int = 0) -> RoundFigures:
    mean = mean_score([Group(scored, scored * units_of(0.5))], floor=3)
    return RoundFigures(date(2026, 12, 6 + day), "basics/question-1", scored + unscored, mean)


@pytest.mark.parametrize(
    ("questions", "charts", "said"),
    [
        ([figures(1, 2), figures(2, 1)], 1, "Mon and Tue"),
        ([figures(1, 2), figures(2, 3)], 2, "Mon"),
        ([figures(1, 3), figures(2, 6)], 2, ""),
        ([figures(1, 0), figures(2, 0, 2)], 1, ""),
    ],
)
def test_average_of_fewer_than_three_is_withheld_and_the_card_says_why(
    questions: list[RoundFigures], charts: int, said: str
) -> None:
    board = Board("2026-W50", (standing(1, "Ana"), standing(2, "Bo")), members=2)

    blocks = week_blocks(Card(""), [WeekOfSeries("daily", board, tuple(questions), 7)]).blocks

    why = f"No average for {said}: with so few answers it would show how one person did."
    assert [[row[1] for row in one.rows] for one in blocks if isinstance(one, Table)] == [["Ana", "Bo"]]
    assert len([one for one in blocks if isinstance(one, Chart)]) == charts
    assert [one for one in blocks if isinstance(one, Small)] == ([Small(why)] if said else [])
