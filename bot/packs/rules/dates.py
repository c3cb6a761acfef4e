"""When facts are due for another check."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from bot.domain.text import count
from bot.errors import PackProblem
from bot.packs.folder import LoadedPack

# Six months have at least 181 days (September to March), eighteen at most 550 (July to the January after next).
SOONEST: Final = timedelta(days=181)
LATEST: Final = timedelta(days=550)


def review_interval(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find questions that fall due before anything can have changed, or long after."""
    for question, place in loaded.located():
        interval = question.review_by - question.verified
        if not SOONEST <= interval <= LATEST:
            reason = f"is {count(interval.days, 'day')} after verified; 6 to 18 months are good"
            yield place.problem(("review_by",), reason)
