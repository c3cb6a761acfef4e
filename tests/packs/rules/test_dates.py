from datetime import date

import pytest

from bot.packs.rules.dates import review_interval
from tests.packs.rules.questions import found


@pytest.mark.parametrize(("verified", "review_by"), [("2026-09-01", "2027-03-01"), ("2027-07-01", "2029-01-01")])
def test_review_after_six_and_after_eighteen_months(verified: str, review_by: str) -> None:
    dates = {"verified": date.fromisoformat(verified), "review_by": date.fromisoformat(review_by)}

    assert found(review_interval, **dates) == []


@pytest.mark.parametrize(("review_by", "days"), [("2026-06-30", 180), ("2027-07-06", 551)])
def test_review_too_soon_or_too_late(review_by: str, days: int) -> None:
    assert found(review_interval, review_by=date.fromisoformat(review_by)) == [
        f"standby: review_by: is {days} days after verified; 6 to 18 months are good"
    ]
