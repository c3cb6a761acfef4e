"""Leaving answers of a round to people: those the grader failed on, and those nobody saw as they stood in time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.cards.notices.rounds import set_aside_notice
from bot.domain.answers import Answer, taking_part
from bot.domain.grading import Judgement
from bot.domain.members import GONE
from bot.domain.rounds import Round
from bot.domain.series import Series
from bot.domain.talk import has_words
from bot.ports.store import Transaction
from bot.services.deliveries.owing import tell_members

EDITED_LATE = (
    "A message was edited after the question closed, and nobody knows what it said before: a reviewer will look."
)
_PROBLEM = "edited after the close, and not seen before"


def as_read(answer: Answer) -> str:
    """Give what of an answer is graded: what was said in time."""
    return answer.text if answer.in_time is None else answer.in_time


def left_to_reviewers(answers: Sequence[Answer], judged: Mapping[str, Judgement]) -> dict[str, Judgement]:
    """Mark the answers of which something is only known as edited after the close; what was said in time counts."""
    marked = dict(judged)
    for answer in answers:
        if answer.in_time is not None:
            before = judged[answer.member]
            score = before.score if has_words(answer.in_time) else None
            findings = before.findings if score is not None else ()
            marked[answer.member] = replace(
                before, score=score, findings=findings, reason=EDITED_LATE, problem=before.problem or _PROBLEM
            )
    return marked


def tell_set_aside(
    tx: Transaction,
    series: Series,
    closed: Round,
    answers: Sequence[Answer],
    judgements: Mapping[str, Judgement],
    *,
    now: datetime,
) -> None:
    """Owe reviewers and managers one message on all answers of a round that are left to them, if any are."""
    failed = {answer.member: judgements[answer.member].problem for answer in taking_part(answers)}
    names = tx.members.names(series.workspace)
    left = [(member, names.get(member, GONE), problem) for member, problem in failed.items() if problem]
    if left:
        notice = set_aside_notice(series, closed, left)
        judges = series.settings.managers | series.settings.reviewers
        tell_members(tx, series, judges, notice, code=f"a{closed.id}", now=now, round_id=closed.id)
