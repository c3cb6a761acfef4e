"""What is shown once a round has closed: made at the close, and anew if its words are erased before it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.cards.reveal import answers_card, model_answer_card, reveal_card
from bot.domain.answers import Answer
from bot.domain.card import Card
from bot.domain.deliveries import DeliveryKind
from bot.domain.grading import Judgement
from bot.domain.rounds import Round
from bot.domain.scoring import Points
from bot.domain.series import Series
from bot.ports.store import Transaction
from bot.services.deliveries.owing import owe_for_round
from bot.services.reporting import shown_names


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
    card = reveal_card(
        closed,
        answers,
        judgements,
        points,
        shown_names(tx, series),
        results=series.settings.shown_results,
        reads_answers=closed.is_sealed and not series.settings.answers_in_thread,
    )
    return replace(card, is_spoiler=series.settings.spoiler)


def answers_of(tx: Transaction, series: Series, closed: Round, answers: Sequence[Answer]) -> Card:
    """Give what was answered privately, for the thread, with the names as they are now."""
    return replace(answers_card(closed, answers, shown_names(tx, series)), is_spoiler=series.settings.spoiler)


def owe_below_reveal(
    tx: Transaction, series: Series, closed: Round, answers: Sequence[Answer], *, reveal_id: int, now: datetime
) -> int:
    """Owe what stands below a reveal and is never shown without it, and give the last of it.

    What is owed already stays as it is.
    """
    if closed.question is None:
        return reveal_id
    model_answer = replace(model_answer_card(closed), is_spoiler=series.settings.spoiler)
    answer_id = owe_for_round(tx, series, closed, DeliveryKind.ANSWER, model_answer, now=now, after_id=reveal_id)
    in_thread = closed.is_sealed and series.settings.answers_in_thread and any(one.text.strip() for one in answers)
    if answer_id is None or not in_thread:
        return answer_id or reveal_id
    card = answers_of(tx, series, closed, answers)
    return owe_for_round(tx, series, closed, DeliveryKind.ANSWERS, card, now=now, after_id=answer_id) or answer_id
