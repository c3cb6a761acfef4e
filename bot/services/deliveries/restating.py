"""Keeping what a member erased out of messages that are still to be sent."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from bot.cards.question import credit_line
from bot.domain.answers import taking_part
from bot.domain.card import (
    Block,
    Card,
    Chart,
    Facts,
    Heading,
    KeyPointLine,
    Meter,
    Moment,
    Quote,
    Small,
    Table,
    Text,
)
from bot.domain.deliveries import Delivery, DeliveryKind
from bot.domain.grading import Source
from bot.domain.members import GONE
from bot.domain.rounds import Round, RoundState
from bot.domain.series import Series
from bot.domain.text import plain
from bot.ports.store import Transaction
from bot.services.rounds.announcing import announced
from bot.services.rounds.revealing import answers_of, model_answer_of, owe_below_reveal, reveal_of

#: Stands where words were that somebody erased.
_ERASED = "(erased)"
#: By table of an export, where it holds what a member is called or wrote.
_NAMES = (("members", "name"), ("members", "member"))
_WORDS = (
    ("revisions", "text"),
    ("answers", "text"),
    ("flags", "reason"),
    ("claims", "reason"),
    ("claims", "sentence"),
    ("suggestions", "reason"),
)


def traces_of(kept: Mapping[str, Sequence[Mapping[str, object]]]) -> dict[str, str]:
    """Give what of an export other people's messages may quote, each with what is to stand there instead."""
    words = dict.fromkeys(_found(kept, _WORDS), _ERASED)
    return words | dict.fromkeys(_found(kept, _NAMES), GONE)


def _found(kept: Mapping[str, Sequence[Mapping[str, object]]], where: Sequence[tuple[str, str]]) -> Iterator[str]:
    return (str(row[column]) for table, column in where for row in kept.get(table, ()) if str(row[column]).strip())


def restate(tx: Transaction, workspace: str, traces: Mapping[str, str]) -> None:
    """Make what is still to be sent in a workspace as it would be had it been made after the erasure.

    Reveals and boards are made anew of what is left; in notices the words and the name give way, on cards who
    suggested the question. Reminders name nobody, and an update is made when it is sent.
    """
    for delivery in tx.deliveries.unsent(workspace):
        card = _anew(tx, delivery, traces)
        if card != delivery.card:
            tx.deliveries.restate(delivery.id, card)


def _anew(tx: Transaction, delivery: Delivery, traces: Mapping[str, str]) -> Card:
    if delivery.kind in {DeliveryKind.NOTE, DeliveryKind.DIRECT}:
        return _without(delivery.card, traces)
    if delivery.kind is DeliveryKind.CARD:
        named = {credit_line(trace) for trace in traces}
        return replace(delivery.card, blocks=tuple(one for one in delivery.card.blocks if one not in named))
    played = tx.rounds.get(delivery.round_id) if delivery.round_id is not None else None
    series = tx.series.get(played.series_id) if played else None
    if played is None or series is None or played.state is not RoundState.CLOSED:
        return delivery.card
    return _of_closed(tx, series, played, delivery)


def _of_closed(tx: Transaction, series: Series, played: Round, delivery: Delivery) -> Card:
    answers = tx.answers.frozen(played.id)
    if delivery.kind is DeliveryKind.REVEAL:
        everything = (grade for grades in tx.grades.of_round(played.id).values() for grade in grades)
        judgements = {grade.member: grade.judgement for grade in everything if grade.source is Source.AUTO}
        points = tx.standings.points_of(played.id)
        # One of a version that put all of it into one message goes out as two now.
        owe_below_reveal(tx, series, played, answers, reveal_id=delivery.id, now=delivery.due_at)
        return reveal_of(tx, series, played, answers, judgements, points=points)
    if delivery.kind is DeliveryKind.ANSWER:
        return model_answer_of(series, played, answers)
    if delivery.kind is DeliveryKind.ANSWERS:
        return answers_of(tx, series, played, answers)
    if delivery.kind is DeliveryKind.BOARD:
        return announced(tx, series, played, len(taking_part(answers)))
    return delivery.card


def _without(card: Card, traces: Mapping[str, str]) -> Card:
    """Put something else in the place of every trace, as it was typed and as Markdown escapes it."""
    if not traces:
        return card
    known = {**traces, **{plain(trace): instead for trace, instead in traces.items()}}
    # The longest first: a name may be part of what somebody wrote.
    parts = "|".join(re.escape(trace) for trace in sorted(known, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{parts})(?!\w)")

    def clean(text: str) -> str:
        return pattern.sub(lambda found: known[found[0]], text)

    def clean_part(text: str) -> str:
        """Clean what may be a part of what somebody wrote."""
        part = text.strip("… ")
        is_erased = any(instead == _ERASED and part in trace for trace, instead in traces.items())
        return _ERASED if part and is_erased else clean(text)

    blocks = tuple(_block(block, clean, clean_part) for block in card.blocks)
    return replace(card, title=clean(card.title), blocks=blocks)


def _block(block: Block, clean: Callable[[str], str], clean_part: Callable[[str], str]) -> Block:
    """Clean what may hold what people typed; the rest of a block is the engine's."""
    cleaned: Block
    match block:
        case Text():
            cleaned = Text(clean(block.markdown))
        case Quote():
            cleaned = replace(block, author=clean(block.author), text=clean(block.text))
        case Heading() | Small():
            cleaned = replace(block, text=clean(block.text))
        case KeyPointLine():
            cleaned = replace(block, evidence=clean_part(block.evidence))
        case Facts():
            cleaned = Facts(tuple((label, clean(value)) for label, value in block.pairs))
        case Table():
            cleaned = replace(block, rows=tuple(tuple(map(clean, row)) for row in block.rows))
        case Moment() | Meter() | Chart():
            cleaned = block
        case _:
            assert_never(block)
    return cleaned
