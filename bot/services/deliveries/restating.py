"""Keeping what a member erased out of messages that are still to be sent."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class Traces:
    """What of a member other people's messages may quote."""

    names: frozenset[str]
    #: Whole, as they were typed.
    words: frozenset[str]


def traces_of(kept: Mapping[str, Sequence[Mapping[str, object]]]) -> Traces:
    """Give the traces that an export holds."""
    return Traces(frozenset(_found(kept, _NAMES)), frozenset(_found(kept, _WORDS)))


def _found(kept: Mapping[str, Sequence[Mapping[str, object]]], where: Sequence[tuple[str, str]]) -> Iterator[str]:
    return (str(row[column]) for table, column in where for row in kept.get(table, ()) if str(row[column]).strip())


def restate(tx: Transaction, workspace: str, traces: Traces) -> None:
    """Make what is still to be sent in a workspace as it would be had it been made after the erasure.

    Reveals and boards are made anew of what is left; in notices the words and the name give way, on cards who
    suggested the question. Reminders name nobody, and an update is made when it is sent.
    """
    for delivery in tx.deliveries.unsent(workspace):
        card = _anew(tx, delivery, traces)
        if card != delivery.card:
            tx.deliveries.restate(delivery.id, card)


def _anew(tx: Transaction, delivery: Delivery, traces: Traces) -> Card:
    if delivery.kind in {DeliveryKind.NOTE, DeliveryKind.DIRECT}:
        return _without(delivery.card, traces)
    if delivery.kind is DeliveryKind.CARD:
        named = {credit_line(name) for name in traces.names}
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


def _without(card: Card, traces: Traces) -> Card:
    """Put something else in the place of every trace, as it was typed and as Markdown escapes it.

    Line breaks and blanks count alike: quotes stand on one line.
    """
    instead = dict.fromkeys(traces.words, _ERASED) | dict.fromkeys(traces.names, GONE)
    if not instead:
        return card
    known = {shown: said for trace, said in instead.items() for shown in (" ".join(trace.split()), plain(trace))}
    # The longest first: a name may be part of what somebody wrote.
    longest_first = sorted(known, key=len, reverse=True)
    parts = "|".join(r"\s+".join(map(re.escape, shown.split())) for shown in longest_first)
    pattern = re.compile(rf"(?<!\w)(?:{parts})(?!\w)")
    erased = [f" {_as_graded(text)} " for text in traces.words]

    def clean(text: str) -> str:
        return pattern.sub(lambda found: known[" ".join(found[0].split())], text)

    def clean_part(text: str) -> str:
        """Clean what may be a part of what somebody wrote."""
        said = _as_graded(text)
        # What was cut may end within a word: some languages have no blanks.
        part = f"{'' if text.startswith('…') else ' '}{said}{'' if text.endswith('…') else ' '}"
        return _ERASED if said and any(part in whole for whole in erased) else clean(text)

    blocks = tuple(_block(block, clean, clean_part) for block in card.blocks)
    return replace(card, title=clean(card.title), blocks=blocks)


def _as_graded(text: str) -> str:
    """Give the words alone: graders quote in one spelling, without what is invisible, a language model in any case."""
    visible = "".join(one for one in text if one.isspace() or not unicodedata.category(one).startswith("C"))
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", visible).casefold()))


def _block(block: Block, clean: Callable[[str], str], clean_part: Callable[[str], str]) -> Block:
    """Clean what may hold what people typed; the rest of a block is the engine's."""
    cleaned: Block
    match block:
        case Text():
            cleaned = Text(clean(block.markdown))
        case Quote():
            # Whole, it is somebody's own even where others said the same; cut, it is how one answer begins.
            said = clean_part(block.text) if block.text.endswith("…") else clean(block.text)
            cleaned = replace(block, author=clean(block.author), text=said)
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
