"""Deriving points from grades and keeping everything that depends on them true."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import fmean

from bot.domain.answers import Answer, taking_part
from bot.domain.grading import Grade, effective
from bot.domain.rounds import Round
from bot.domain.scoring import Points, points
from bot.domain.series import Series
from bot.domain.statistics.floor import published
from bot.ports.store import Transaction
from bot.services.reporting import shown_names


def derive_points(series: Series, played: Round, answer: Answer, grades: Sequence[Grade]) -> Points:
    """Say what an answer earns by the grade that counts; where the round was voided, nothing."""
    grade = effective(grades)
    score = grade.judgement.score if grade and not played.void else None
    is_best = played.best_member == answer.member and not played.void
    return Points(
        round_id=played.id,
        series_id=series.id,
        workspace=series.workspace,
        day=played.day,
        member=answer.member,
        points=0 if played.void else points(series.settings.points, score, is_best=is_best),
        score=score,
        is_best=is_best,
        met=grade.judgement.met if grade and not played.void else (),
        is_quick=answer.picked is not None,
    )


def rescore(
    tx: Transaction, series: Series, played: Round, answers: Sequence[Answer], grades: Mapping[str, Sequence[Grade]]
) -> Round:
    """Bring points, sums and the round's mean in line with the ledger, and give the round as saved.

    An answer without a word is graded like any other, and neither earns points nor counts in any figure.
    """
    counted = taking_part(answers)
    earned = [derive_points(series, played, answer, grades.get(answer.member, ())) for answer in counted]
    tx.standings.set_points(earned)
    scores = [standing.score for standing in earned if standing.score is not None]
    saved = replace(
        played,
        mean_score=fmean(scores) if scores else None,
        first_answer_at=min((answer.first_at for answer in counted), default=None),
    )
    tx.rounds.save(saved)
    return saved


def note_published(tx: Transaction, series: Series, closed: Round, earned: Mapping[str, Points]) -> Round:
    """Keep of how many members with a score the reveal names the points, and give the round as saved.

    Averages go by it.
    """
    scored = {member for member, one in earned.items() if one.score is not None}
    named = len(scored & shown_names(tx, series).keys())
    saved = replace(closed, published=published(series.settings.shown_results, named))
    tx.rounds.save(saved)
    return saved
