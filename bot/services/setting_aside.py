"""Telling reviewers which answers of a round the grader failed on, so that a person grades them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.answers import Answer, taking_part
from bot.domain.grading import Judgement
from bot.domain.members import GONE
from bot.domain.notices import set_aside_notice
from bot.domain.rounds import Round
from bot.domain.series import Series
from bot.ports.store import Transaction
from bot.services.owing import tell_members


def tell_set_aside(
    tx: Transaction,
    series: Series,
    closed: Round,
    answers: Sequence[Answer],
    judgements: Mapping[str, Judgement],
    *,
    now: datetime,
) -> None:
    """Owe reviewers and managers one message on all answers of a round that were set aside, if any were."""
    failed = {answer.member: judgements[answer.member].problem for answer in taking_part(answers)}
    names = tx.members.names(series.workspace)
    left = [(names.get(member, GONE), problem) for member, problem in failed.items() if problem]
    if left:
        notice = set_aside_notice(series, closed, left)
        judges = series.settings.managers | series.settings.reviewers
        tell_members(tx, series, judges, notice, code=f"a{closed.id}", now=now, round_id=closed.id)
