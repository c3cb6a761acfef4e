"""What a member probably remembers of one question, by the forgetting model FSRS (the `fsrs` package).

FSRS counts whole days, so it is given dates (UTC): a question answered in the evening is due on the morning of its day.
There are no steps of minutes: a question comes back the next day at the earliest. Nothing is random.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import IntEnum

import fsrs

#: The chance of recall at which a question comes back. A question costs minutes, not the seconds of a flashcard, so
#: more is risked than FSRS's usual 0.9: the time that is spared goes to unseen questions
#: (`benchmarks/learning/drills.py`).
DESIRED_RETENTION = 0.8
#: From this chance of recall on a question counts as known.
LIKELY = 0.9
_SCHEDULER = fsrs.Scheduler(
    desired_retention=DESIRED_RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False
)


class Rating(IntEnum):
    """How well a question was recalled, in FSRS's own words and numbers."""

    AGAIN = fsrs.Rating.Again
    HARD = fsrs.Rating.Hard
    GOOD = fsrs.Rating.Good
    EASY = fsrs.Rating.Easy


@dataclass(frozen=True, slots=True)
class Review:
    """One entry of the log that memories are derived from: entries are only added.

    Of several with one origin the latest gives the rating: the first came from the grade, the others correct it.
    """

    ref: str
    #: What was answered: "drill:7", "round:9".
    origin: str
    rating: Rating
    #: When it was answered (UTC), the same for all entries of an origin.
    at: datetime


@dataclass(frozen=True, slots=True)
class Memory:
    """What a member remembers of a question; all of it follows from the log."""

    ref: str
    #: Days after which the chance of recall has fallen to 90 %.
    stability: float
    #: 1..10.
    difficulty: float
    last_review: datetime
    #: Midnight (UTC) of the day from which it should be asked again.
    due_at: datetime


def remembered(ref: str, log: Iterable[Review]) -> Memory:
    """Derive a memory from the log of a question, oldest entry first.

    Raises:
        ValueError: the log is empty.
    """
    latest = {review.origin: review for review in log}
    answered = sorted(latest.values(), key=lambda review: (review.at, review.origin))
    card = fsrs.Card(card_id=0)
    for review in answered:
        card, _ = _SCHEDULER.review_card(card, fsrs.Rating(review.rating), _midnight(review.at))
    if card.stability is None or card.difficulty is None:
        raise ValueError(f"{ref} was never answered")
    return Memory(ref, card.stability, card.difficulty, answered[-1].at, card.due)


def recall_chance(memory: Memory, now: datetime) -> float:
    """Give the chance, 0..1, that the member would recall the answer now."""
    card = fsrs.Card(card_id=0, stability=memory.stability, last_review=_midnight(memory.last_review))
    return _SCHEDULER.get_card_retrievability(card, _midnight(now))


def is_due(memory: Memory, now: datetime) -> bool:
    """Say whether the question should be asked again."""
    return memory.due_at <= now


def is_known(memory: Memory, now: datetime) -> bool:
    """Say whether the member would very likely recall the answer.

    On the day of the answer everybody would, right or wrong: then tomorrow decides.
    """
    return recall_chance(memory, max(now, memory.last_review + timedelta(days=1))) >= LIKELY


def _midnight(instant: datetime) -> datetime:
    return datetime.combine(instant.astimezone(UTC).date(), time.min, UTC)
