from datetime import UTC, datetime

import pytest

from bot.domain.grading import Grade, Judgement, Source, effective


def grade(source: Source, score: float) -> Grade:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    return Grade(1, "ana", source, Judgement(score, (), "A reason."), by="keypoints", at=at)


AUTO, LATER_AUTO = grade(Source.AUTO, 0.1), grade(Source.AUTO, 0.2)
PEER = grade(Source.PEER, 0.3)
REVIEWER, LATER_REVIEWER = grade(Source.REVIEWER, 0.4), grade(Source.REVIEWER, 0.5)


@pytest.mark.parametrize(
    ("ledger", "expected"),
    [
        ([], None),
        ([AUTO], AUTO),
        ([AUTO, LATER_AUTO], LATER_AUTO),
        ([PEER, AUTO], PEER),
        ([REVIEWER, PEER, AUTO], REVIEWER),
        ([REVIEWER, LATER_REVIEWER, LATER_AUTO], LATER_REVIEWER),
    ],
)
def test_effective_is_the_latest_of_the_highest_authority(ledger: list[Grade], expected: Grade | None) -> None:
    assert effective(ledger) == expected
