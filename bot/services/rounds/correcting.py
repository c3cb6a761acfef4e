"""Boards that were shown and are not true any more: what follows from a decision after the reveal."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.cards.board import correction_card
from bot.domain.answers import Answer
from bot.domain.calendar.periods import week_key
from bot.domain.deliveries import DeliveryKind, DeliveryState
from bot.domain.grading import Grade
from bot.domain.rounds import Round
from bot.domain.scoring import Board
from bot.domain.series import BoardTimes, Series
from bot.ports.store import Transaction
from bot.services.deliveries.owing import delivery_key, moment_code, owe_note
from bot.services.rounds.scoring import rescore

#: So long decisions are collected: who reviews decides on several in a row, and one correction tells them all.
COLLECTED = timedelta(minutes=10)
_LINES = 10
#: A week's board comes with a reveal of that week, or of one of the next.
_LOOK_AHEAD = timedelta(weeks=3)


def rescore_revealed(
    tx: Transaction,
    series: Series,
    played: Round,
    answers: Sequence[Answer],
    grades: Mapping[str, Sequence[Grade]],
    *,
    now: datetime,
) -> Round:
    """Rescore a round after its reveal, and owe a correction where a week's board that was shown is another one now.

    While a week goes on, its next reveal brings what has changed.
    """
    brought = _shown_with(tx, series, played)
    before = _board(tx, series, played) if brought else None
    saved = rescore(tx, series, played, answers, grades)
    after = _board(tx, series, played)
    if brought is not None and before is not None and _lines(before) != _lines(after):
        _owe(tx, series, brought, after, now)
    return saved


def _shown_with(tx: Transaction, series: Series, played: Round) -> Round | None:
    """Give the round with whose reveal the board of a round's week was shown whole; None: it was not, or not yet."""
    if series.settings.board is BoardTimes.NEVER:
        return None
    week = week_key(played.day)
    rounds = tx.rounds.of_series(series.id, since=played.day, until=played.day + _LOOK_AHEAD)
    brought = next((one for one in rounds if week in one.ended_weeks), None)
    if brought is None:
        return None
    boards = [one for one in tx.deliveries.of_round(brought.id) if one.kind is DeliveryKind.BOARD]
    # Old messages are forgotten one day: what is not known any more was posted.
    return brought if all(one.state is DeliveryState.SENT for one in boards) else None


def _board(tx: Transaction, series: Series, played: Round) -> Board:
    return tx.standings.board(series.workspace, series.id, week_key(played.day), limit=_LINES)


def _lines(board: Board) -> list[tuple[int, str, int]]:
    return [(line.rank, line.member, line.points) for line in board.lines]


def _owe(tx: Transaction, series: Series, brought: Round, board: Board, now: datetime) -> None:
    """Owe the board as it is now, in the place of a correction of the same board that is not on its way yet."""
    card = correction_card(series.name, board)
    waiting = [one for one in tx.deliveries.unsent(series.workspace) if one.round_id == brought.id]
    notes = (one for one in waiting if one.kind is DeliveryKind.NOTE and one.state is not DeliveryState.SENDING)
    same = [one for one in notes if one.card.title == card.title]
    if same:
        tx.deliveries.restate(same[0].id, card)
        return
    key = delivery_key(series, "k", moment_code("", board.period, now))
    owe_note(tx, series, card, key=key, now=now + COLLECTED, round_id=brought.id)
