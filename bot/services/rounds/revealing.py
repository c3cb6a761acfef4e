"""What is shown once a round has closed: made at the close, and anew if its words are erased before it is sent."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime

from bot.cards.question import closed_card
from bot.cards.reveal import answers_card, model_answer_card, reveal_card
from bot.domain.answers import Answer, taking_part
from bot.domain.card import Card
from bot.domain.deliveries import DeliveryKind, DeliveryState
from bot.domain.grading import Judgement, Source
from bot.domain.rounds import Round
from bot.domain.scoring import Points
from bot.domain.series import Series
from bot.ports.store import Transaction
from bot.services.deliveries.owing import owe_for_round
from bot.services.reporting import shown_names

#: A message that failed for good never comes: nothing waits for it.
_SETTLED = frozenset({DeliveryState.SENT, DeliveryState.FAILED})


def is_revealed(tx: Transaction, closed: Round) -> bool:
    """Say whether the reveal of a closed round is posted, so that what it brings is no secret any more."""
    return _is_settled(tx, closed, {DeliveryKind.REVEAL})


def has_model_answer(tx: Transaction, closed: Round) -> bool:
    """Say whether the reveal of a closed round is posted, and the model answer below it."""
    return _is_settled(tx, closed, {DeliveryKind.REVEAL, DeliveryKind.ANSWER})


def _is_settled(tx: Transaction, closed: Round, kinds: AbstractSet[DeliveryKind]) -> bool:
    # Old messages are forgotten one day: what is not known any more was posted.
    return all(one.state in _SETTLED for one in tx.deliveries.of_round(closed.id) if one.kind in kinds)


def owe_closed_card_again(tx: Transaction, closed: Round, now: datetime) -> None:
    """Owe the closed card anew once the model answer is posted, if it went out before and says that it is to come."""
    series = tx.series.get(closed.series_id)
    # Counts of answers name no series.
    updates = [
        one
        for one in tx.deliveries.of_round(closed.id)
        if one.kind is DeliveryKind.UPDATE and one.series_id is not None
    ]
    went_out = any(one.state in {DeliveryState.SENT, DeliveryState.SENDING} for one in updates)
    if series is not None and went_out and has_model_answer(tx, closed):
        answered = len(taking_part(tx.answers.frozen(closed.id)))
        owe_for_round(tx, series, closed, DeliveryKind.UPDATE, closed_card(closed, answered), now=now, earlier=1)


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
        # It is said once, with the first results that a series shows.
        graders=_graders(tx, closed) if tx.rounds.is_first(closed) else (),
    )
    return replace(card, is_spoiler=series.settings.spoiler)


def _graders(tx: Transaction, closed: Round) -> frozenset[str]:
    ledgers = tx.grades.of_round(closed.id).values()
    return frozenset(grade.by for ledger in ledgers for grade in ledger if grade.source is Source.AUTO)


def answers_of(tx: Transaction, series: Series, closed: Round, answers: Sequence[Answer]) -> Card:
    """Give what was answered privately, for the thread, with the names as they are now."""
    return replace(answers_card(closed, answers, shown_names(tx, series)), is_spoiler=series.settings.spoiler)


def model_answer_of(series: Series, closed: Round, answers: Sequence[Answer]) -> Card:
    """Give the model answer, with how often which choice was taken."""
    return replace(model_answer_card(closed, answers), is_spoiler=series.settings.spoiler)


def owe_below_reveal(
    tx: Transaction, series: Series, closed: Round, answers: Sequence[Answer], *, reveal_id: int, now: datetime
) -> int:
    """Owe what stands below a reveal and is never shown without it, and give the last of it.

    What is owed already stays as it is.
    """
    if closed.question is None:
        return reveal_id
    model_answer = model_answer_of(series, closed, answers)
    answer_id = owe_for_round(tx, series, closed, DeliveryKind.ANSWER, model_answer, now=now, after_id=reveal_id)
    in_thread = closed.is_sealed and series.settings.answers_in_thread and any(one.text.strip() for one in answers)
    if answer_id is None or not in_thread:
        return answer_id or reveal_id
    card = answers_of(tx, series, closed, answers)
    return owe_for_round(tx, series, closed, DeliveryKind.ANSWERS, card, now=now, after_id=answer_id) or answer_id
