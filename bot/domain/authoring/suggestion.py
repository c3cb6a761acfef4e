"""A question that somebody of a workspace suggests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.question import Pack, Question

#: So many suggestions of a member may wait at once.
MOST_OPEN: Final = 5
#: So long a pack that was sent waits for its sender's word.
OFFERED_FOR: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the fields of a suggestion, as it was typed."""

    title: str = ""
    prompt: str = ""
    answer: str = ""
    topic: str = ""
    #: One a line, those that are right marked with a star; empty: it is answered in words alone.
    choices: str = ""
    #: Key points, one a line; empty: those that the answer's sentences propose.
    points: str = ""


class SuggestionState(StrEnum):
    """What became of it."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggestion as stored."""

    #: 0 before it is stored.
    id: int
    workspace: str
    #: Who suggests it.
    member: str
    at: datetime
    #: The series whose reviewers decide.
    series_id: int
    written: Written
    #: Whether its author is named when it is asked.
    is_named: bool = True
    state: SuggestionState = SuggestionState.WAITING
    #: Why it was rejected.
    reason: str = ""
    #: The question that it became, as `pack/id`; empty: none.
    ref: str = ""
    #: How often it was changed: who decides has seen this version of it.
    version: int = 1


@dataclass(frozen=True, slots=True)
class ReadSuggestion:
    """What was made of a suggestion."""

    #: None: something has to be put right first.
    question: Question | None
    #: What has to be put right, by field.
    wrong: Mapping[str, str] = field(default_factory=dict)
    #: What could be better.
    advice: tuple[str, ...] = ()
    #: Questions at hand that ask nearly the same, the likest first.
    alike: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A pack that a manager sent, until they say that it is to be used."""

    #: 0 before it is stored.
    id: int
    workspace: str
    member: str
    pack: Pack
    at: datetime
