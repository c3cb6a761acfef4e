"""What reviewers took over from answers: another way to say a key point, or to have it backwards.

It is laid over a question when that is graded in the workspace in which it was said; the pack stays as it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.judging.claims import folded
from bot.domain.question import KeyPoint, Question
from bot.domain.text import one_line

#: So many of a kind are kept of a key point: every answer is compared with all of them.
MOST_OF_POINT = 20


class Saying(StrEnum):
    """What a sentence says of a key point."""

    WORDING = "wording"
    CONTRARY = "contrary"


@dataclass(frozen=True, slots=True)
class Wording:
    """One sentence of an answer that a reviewer made a part of a rubric, for one workspace."""

    #: 0 before it is stored.
    id: int
    workspace: str
    #: The question's `pack/id`.
    ref: str
    #: The key point's text: where a pack's has changed, the sentence is laid over nothing.
    point: str
    text: str
    saying: Saying
    #: Whose sentence it is.
    member: str
    #: The reviewer; empty once their data was erased.
    added_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """Sentences of one answer that a reviewer may add to the rubric; nothing is added before they choose one."""

    round_id: int
    member: str
    saying: Saying
    #: By the place of the key point.
    sentences: tuple[tuple[int, str], ...]
    question: Question


def laid_over(question: Question, wordings: Iterable[Wording]) -> Question:
    """Give a question with what a workspace accepted as further wordings and contraries of its key points."""
    own = [one for one in wordings if one.ref == question.ref]
    points = tuple(_with(point, [one for one in own if one.point == point.text]) for point in question.key_points)
    return question if points == question.key_points else replace(question, key_points=points)


def _with(point: KeyPoint, wordings: Iterable[Wording]) -> KeyPoint:
    alt, contrary = list(point.alt), list(point.contrary)
    known = {folded(text) for text in (point.text, *alt, *contrary)}
    for one in wordings:
        text = one_line(one.text)
        if text and folded(text) not in known:
            known.add(folded(text))
            (alt if one.saying is Saying.WORDING else contrary).append(text)
    return replace(point, alt=tuple(alt), contrary=tuple(contrary))
