"""Records that cards show, with defaults for all a test does not care about."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.domain.answers import Answer
from bot.domain.grading import Finding, Judgement, PointFinding
from bot.domain.rounds import Round, RoundState
from bot.domain.scoring import Points, Standing
from bot.domain.series import Series, SeriesState
from tests.worlds.builders import CHANNEL, WORKSPACE, question, settings

AT = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 12, 7, 17, 0, tzinfo=UTC)

#: What people could try to break a card with: mentions, markup, control characters, formulas, other directions.
HOSTILE = "@everyone <!channel> [x](https://evil.example) **b** `c`\n# h\x1b[31m\u202egnp.exe =HYPERLINK(1) \u200b"


def series(**changes: Any) -> Series:
    basis = Series(1, WORKSPACE, "daily", CHANNEL, settings(), SeriesState.ACTIVE, "", None, None, seed=7)
    return replace(basis, **changes)


def played(**changes: Any) -> Round:
    basis = Round(
        id=7,
        series_id=1,
        workspace=WORKSPACE,
        day=date(2026, 12, 7),
        state=RoundState.OPEN,
        question=question(),
        opened_at=AT,
        closes_at=CLOSES,
        closed_at=None,
        remind_at=None,
        channel=CHANNEL,
        card_message=None,
        thread=None,
        note="",
        best_member=None,
        mean_score=None,
    )
    return replace(basis, **changes)


def answer(member: str, text: str = "words") -> Answer:
    return Answer(member, text, (f"m-{member}",), AT, AT)


def judgement(*findings: Finding, score: float | None = 0.5, reason: str = "A reason.") -> Judgement:
    evidence = {Finding.COVERED: "the words"}
    return Judgement(score, tuple(PointFinding(found, evidence.get(found, "")) for found in findings), reason)


def earned(member: str, points: int = 6, score: float | None = 0.5) -> Points:
    return Points(7, 1, WORKSPACE, date(2026, 12, 7), member, points, score, is_best=False)


def standing(rank: int, name: str, points: int = 6, **changes: Any) -> Standing:
    return replace(Standing(rank, name.casefold(), name, points, 1, 0.5, 1), **changes)
