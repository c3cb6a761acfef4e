"""The question asked in a slot: its states and the moves between them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.judging.options import Choosing
from bot.domain.question import Question
from bot.errors import TransitionError


class RoundState(StrEnum):
    """Where a round stands."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    SKIPPED = "skipped"


class Form(StrEnum):
    """What the question of a round is answered with, where it has choices; others are answered in words."""

    TEXT = "text"
    CHOICE = "choice"
    BOTH = "both"  # a choice earns half, and words replace it


def form_for(form: Form, question: Question) -> Form | None:
    """Say how a question is asked in a series of this form; None: it is passed over.

    Without key points nothing could grade words: such a question is asked by its choices, or not at all.
    """
    if not question.choices:
        return Form.TEXT
    if question.key_points:
        return form
    return None if form is Form.TEXT else Form.CHOICE


class Move(StrEnum):
    """What can happen to a round; every other move is refused."""

    OPEN = "open"
    SKIP = "skip"
    UNSKIP = "unskip"
    CLOSE = "close"
    WITHDRAW = "withdraw"  # it was over before its card could be posted: nobody has seen it


_MOVES: dict[tuple[RoundState, Move], RoundState] = {
    (RoundState.PLANNED, Move.OPEN): RoundState.OPEN,
    (RoundState.PLANNED, Move.SKIP): RoundState.SKIPPED,
    (RoundState.SKIPPED, Move.UNSKIP): RoundState.PLANNED,
    (RoundState.OPEN, Move.CLOSE): RoundState.CLOSED,
    (RoundState.OPEN, Move.WITHDRAW): RoundState.SKIPPED,
}


def moved(state: RoundState, move: Move) -> RoundState:
    """Give the state after a move.

    Raises:
        TransitionError: the state does not allow the move.
    """
    try:
        return _MOVES[state, move]
    except KeyError:
        raise TransitionError(f"A round that is {state} cannot {move}.") from None


@dataclass(frozen=True, slots=True)
class AnswerWindow:
    """As much of a round as it takes to say whether a message counts."""

    round_id: int
    state: RoundState
    closes_at: datetime | None

    def counts(self, at: datetime) -> bool:
        """Say whether what happened at an instant is part of an answer."""
        return self.state is RoundState.OPEN and (self.closes_at is None or at < self.closes_at)


@dataclass(frozen=True, slots=True)
class Round:
    """A round as stored."""

    id: int
    series_id: int
    workspace: str
    #: Local date of its slot; unique within the series.
    day: date
    state: RoundState
    #: The question as it was when the round opened; None while planned and when skipped.
    question: Question | None
    opened_at: datetime | None
    #: When answers stop counting (UTC); moved forward to "now" by a manual close.
    closes_at: datetime | None
    closed_at: datetime | None
    #: When the reminder is due; None: none, or sent.
    remind_at: datetime | None
    #: The platform's channel and message id of the card, and the id of the thread answers come in (Discord's differs
    #: from the message's channel); None until the card was sent.
    channel: str
    card_message: str | None
    thread: str | None
    #: Why it was skipped, for people.
    note: str
    #: The member whose answer was chosen as the best one.
    best_member: str | None
    #: Mean of the effective scores at the close and after every regrade; None: nothing was scored.
    mean_score: float | None
    #: Whether private answers were promised to be published at the reveal when it opened: it binds, whatever the series
    #: does now.
    is_sealed: bool = False
    #: The weeks that were over with this round's close, oldest first, as `periods.week_key` names them.
    ended_weeks: tuple[str, ...] = ()
    #: What it is answered with, as its card said when it opened.
    form: Form = Form.TEXT
    #: When the first answer that counts was given; None: there is none, or it has not closed.
    first_answer_at: datetime | None = None
    #: Of how many members with a score its reveal named the points.
    published: int = 0
    #: Why it counts for nobody: it was voided after its reveal; empty: it counts.
    void: str = ""
    #: Why its close waits, for people; empty: it does not. Who lets it wait or go writes it, and it is not saved.
    unclosed: str = ""

    @property
    def choosing(self) -> Choosing | None:
        """Say how its choices are read; None: it is answered in words alone."""
        if self.form is Form.TEXT or self.question is None:
            return None
        return Choosing(self.question, self.workspace, takes_words=self.form is Form.BOTH)
