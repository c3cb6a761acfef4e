"""Deriving points from grades and keeping everything that depends on them true."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import fmean

from bot.domain.answers import Answer, taking_part
from bot.domain.grading import Grade, effective
from bot.domain.rounds import Round
from bot.domain.scoring import Points, points
from bot.domain.series import Series
from bot.ports.store import Transaction


def derive_points(series: Series, played: Round, answer: Answer, grades: Sequence[Grade]) -> Points:
    """Say what an answer earns by the grade that counts."""
    grade = effective(grades)
    score = grade.judgement.score if grade else None
    is_best = played.best_member == answer.member
    return Points(
        round_id=played.id,
        series_id=series.id,
        workspace=series.workspace,
        day=played.day,
        member=answer.member,
        points=points(series.settings.points, score, is_best=is_best),
        score=score,
        is_best=is_best,
    )


def rescore(
    tx: Transaction, series: Series, played: Round, answers: Sequence[Answer], grades: Mapping[str, Sequence[Grade]]
) -> Round:
    """Bring points, sums and the round's mean in line with the ledger, and give the round as saved.

    An answer without a word is graded like any other, and neither earns points nor counts in any figure.
    """
    earned = [derive_points(series, played, answer, grades.get(answer.member, ())) for answer in taking_part(answers)]
    tx.standings.set_points(earned)
    scores = [standing.score for standing in earned if standing.score is not None]
    saved = replace(played, mean_score=fmean(scores) if scores else None)
    tx.rounds.save(saved)
    return saved
