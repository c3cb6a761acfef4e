"""What is shown once a round has closed: made at the close, and anew if its words are erased before it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.cards.board import board_card
from bot.cards.reveal import reveal_card
from bot.domain.answers import Answer
from bot.domain.calendar.periods import week_key
from bot.domain.card import Card
from bot.domain.grading import Judgement
from bot.domain.rounds import Round
from bot.domain.scoring import Points
from bot.domain.series import AnswerMode, Series
from bot.ports.store import Transaction
from bot.services.reporting import shown_names

_BOARD_LINES = 10


def reveal_of(
    tx: Transaction,
    series: Series,
    closed: Round,
    answers: Sequence[Answer],
    judgements: Mapping[str, Judgement],
    *,
    points: Mapping[str, Points],
) -> Card:
    """Give the reveal of a round, with the names as they are now; judgements and points are by member."""
    names = shown_names(tx, series)
    is_sealed = series.settings.answer_mode is AnswerMode.SEALED
    card = reveal_card(closed, answers, judgements, points, names, is_sealed=is_sealed)
    return replace(card, is_spoiler=series.settings.spoiler)


def board_of(tx: Transaction, series: Series, closed: Round) -> Card:
    """Give the leaderboard of a round's week as it is now."""
    board = tx.standings.board(series.workspace, series.id, week_key(closed.day), limit=_BOARD_LINES)
    return board_card(series.name, board)
