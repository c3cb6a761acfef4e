"""Keeping what members remember: every answer to a question is a review, and the log is the truth."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.drills import rating_of
from bot.domain.memory import Memory, Rating, Review, remembered
from bot.domain.rounds import Round
from bot.domain.scoring import Points
from bot.ports.store import Transaction


def remember(tx: Transaction, workspace: str, member: str, review: Review, now: datetime) -> Memory:
    """Add a review to a member's log, and give what they remember by it."""
    tx.memories.add(workspace, member, review, now)
    memory = remembered(review.ref, tx.memories.log(workspace, member, review.ref))
    tx.memories.save(workspace, member, memory)
    return memory


def drill_origin(drill_id: int) -> str:
    """Name a drill in the log."""
    return f"drill:{drill_id}"


def remember_round(tx: Transaction, closed: Round, results: Iterable[Points], now: datetime) -> None:
    """Keep how members did in a closed round; a grade that changes later corrects that.

    Who missed the question is asked it again in their drills; who knew it is not, unless they practise it already.
    """
    ref = closed.question.ref if closed.question else ""
    for result in results:
        log = tx.memories.log(closed.workspace, result.member, ref)
        rating = rating_of(result.score)
        if result.score is None or (rating >= Rating.GOOD and not log):
            continue
        origin = f"round:{closed.id}"
        same = [review for review in log if review.origin == origin]
        if same and same[-1].rating is rating:
            continue
        at = same[0].at if same else closed.closed_at or now
        remember(tx, closed.workspace, result.member, Review(ref, origin, rating, at), now)
