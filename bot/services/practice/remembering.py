"""Keeping what members remember: every answer to a question is a review, and the log is the truth."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache

from bot.domain.practice.drills import rating_of
from bot.domain.practice.memory import Memory, Rating, Review, remembered
from bot.domain.rounds import Round
from bot.domain.scoring import Points
from bot.ports.store import Transaction


def remember(tx: Transaction, workspace: str, member: str, review: Review, now: datetime) -> Memory:
    """Add a review to a member's log, and give what they remember by it."""
    log = tx.memories.log(workspace, member, review.ref)
    return _remember(tx, workspace, {member: review}, {member: log}, now)[member]


def _remember(
    tx: Transaction,
    workspace: str,
    reviews: Mapping[str, Review],
    logs: Mapping[str, Sequence[Review]],
    now: datetime,
) -> Mapping[str, Memory]:
    # Of one round few logs differ, and a memory takes longer to work out than to keep.
    derived = cache(lambda log: remembered(log[-1].ref, log))
    memories = {member: derived((*logs.get(member, ()), review)) for member, review in reviews.items()}
    tx.memories.add(workspace, reviews, now)
    tx.memories.save(workspace, memories)
    return memories


def drill_origin(drill_id: int) -> str:
    """Name a drill in the log."""
    return f"drill:{drill_id}"


def remember_round(tx: Transaction, closed: Round, results: Iterable[Points], now: datetime) -> None:
    """Keep how members did in a closed round; a grade that changes later corrects that.

    Who missed the question is asked it again in their drills; who knew it is not, unless they practise it already.
    """
    ref, origin = closed.question.ref if closed.question else "", f"round:{closed.id}"
    earned = list(results)
    logs = tx.memories.logs(closed.workspace, [result.member for result in earned], ref)
    reviews: dict[str, Review] = {}
    for result in earned:
        log = logs.get(result.member, ())
        rating = rating_of(result.score)
        if result.score is None or (rating >= Rating.GOOD and not log):
            continue
        same = [review for review in log if review.origin == origin]
        if same and same[-1].rating is rating:
            continue
        at = same[0].at if same else closed.closed_at or now
        reviews[result.member] = Review(ref, origin, rating, at)
    _remember(tx, closed.workspace, reviews, logs, now)
