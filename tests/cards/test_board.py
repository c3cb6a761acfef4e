"""Leaderboards."""

from bot.cards.board import board_card
from bot.domain.card import Card, Small, Table, Text
from bot.domain.scoring import Board
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
