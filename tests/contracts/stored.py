"""Rows that the store's contract tests begin with."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.answers import Answer, Happening, Revision
from bot.domain.grading import Finding, Judgement, PointFinding
from bot.domain.judging.claims import Claim
from bot.domain.rounds import Round, RoundState
from bot.domain.scoring import Points
from bot.domain.series import Series
from bot.ports.store import Transaction
from tests.worlds.builders import CHANNEL, WORKSPACE, question, settings

DAY = date(2026, 12, 7)
NOON = datetime(2026, 12, 7, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OTHER_WORKSPACE = "console:other"
JUDGEMENT = Judgement(0.5, (PointFinding(Finding.COVERED, "lanterns"), PointFinding(Finding.NOT_FOUND)), "One of two.")


def add_series(tx: Transaction, /, name: str = "daily", workspace: str = WORKSPACE, **changes: Any) -> Series:
    return tx.series.add(workspace, name, CHANNEL, settings(**changes), 42)


def add_round(tx: Transaction, series: Series, day: date = DAY, **changes: Any) -> Round:
    """Plan a round and save it with changes, open by default."""
    planned = tx.rounds.add(series.id, series.workspace, day)
    assert planned is not None
    basis = replace(planned, state=RoundState.OPEN, question=question(), opened_at=NOON, channel=CHANNEL)
    saved = replace(basis, **changes)
    tx.rounds.save(saved)
    return saved


def posted(number: int = 1, member: str | None = "ana", text: str = "Lanterns", **changes: Any) -> Revision:
    at = NOON + number * MINUTE
    return replace(Revision(f"m{number}", Happening.POSTED, at, at, member, text), **changes)


def answer(member: str = "ana", number: int = 1, text: str = "Lanterns") -> Answer:
    at = NOON + number * MINUTE
    return Answer(member, text, (f"m{number}",), at, at)


def points(
    of: Round, member: str = "ana", earned: int = 6, score: float | None = 0.5, *, is_best: bool = False
) -> Points:
    return Points(of.id, of.series_id, of.workspace, of.day, member, earned, score, is_best)


def claim(played: Round, member: str = "ana", **changes: Any) -> Claim:
    """Give a doubt about a whole grade, or with a point a claim of that."""
    ref = played.question.ref if played.question else ""
    return replace(
        Claim(0, played.workspace, member, NOON, ref, played.series_id, played.id, reason="I named it"), **changes
    )
