"""What a claim does to its author's own practice, at once and again once it is decided."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.grading import Grade, effective
from bot.domain.judging.claims import Claim, as_claimed
from bot.domain.practice.drills import HINT_LEAVES, Drill, rating_of
from bot.domain.practice.memory import Review
from bot.domain.rounds import Round
from bot.ports.store import Transaction
from bot.services.practice.remembering import drill_origin, remember, remember_round


def recall_round(tx: Transaction, played: Round, member: str, grades: Sequence[Grade], now: datetime) -> None:
    """Let what a member remembers of a round follow the grade that counts, with what they claim of it."""
    grade, earned = effective(grades), tx.standings.points_of(played.id).get(member)
    if grade is None or earned is None or played.question is None:
        return
    claimed = as_claimed(played.question, grade.judgement, tx.claims.of_round(played.id, member))
    remember_round(tx, played, [replace(earned, score=claimed.score)], now)


def recall_drill(tx: Transaction, drill: Drill, before: Sequence[Claim], now: datetime) -> None:
    """Let what a member remembers of a drill follow what they claim now; what they rated themselves stays.

    `before` are the claims as they stood until now.
    """
    if drill.judgement is None or drill.finished_at is None:
        return
    after = tx.claims.of_drill(drill.id)
    was, rating = (rating_of(_score(drill, claims), drill.sureness) for claims in (before, after))
    log = tx.memories.log(drill.workspace, drill.member, drill.ref)
    own = [review for review in log if review.origin == drill_origin(drill.id)]
    if rating is not was and own and own[-1].rating is was:
        review = Review(drill.ref, drill_origin(drill.id), rating, drill.finished_at)
        remember(tx, drill.workspace, drill.member, review, now)


def _score(drill: Drill, claims: Sequence[Claim]) -> float | None:
    if drill.judgement is None:
        return None
    return as_claimed(drill.question, drill.judgement, claims, most=most_of(drill)).score


def most_of(drill: Drill) -> float:
    """Give the highest score that a drill can have."""
    return HINT_LEAVES if drill.is_hinted else 1.0
