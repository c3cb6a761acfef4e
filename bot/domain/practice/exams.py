"""A run of private questions without feedback until the end, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean

from bot.domain.practice.drills import GOOD_FROM, Drill
from bot.domain.question import Level

DEFAULT_SIZE = 10
SIZES = range(3, 21)
#: An exam that was left can be gone on with for so long; one at a time within it.
OPEN_FOR = timedelta(days=1)
#: At most one exam is begun within this time.
PAUSE = timedelta(hours=1)
#: A topic of which less than this was known, 0..1, is worth another look.
WEAK_BELOW = 0.6


@dataclass(frozen=True, slots=True)
class Exam:
    """An exam as stored."""

    #: 0 before it is stored.
    id: int
    workspace: str
    member: str
    #: How many questions it has.
    size: int
    #: Empty: any.
    topic: str
    #: None: any.
    level: Level | None
    started_at: datetime
    finished_at: datetime | None = None

    def is_running(self, now: datetime) -> bool:
        """Say whether it can be gone on with."""
        return self.finished_at is None and now < self.started_at + OPEN_FOR


@dataclass(frozen=True, slots=True)
class ExamResult:
    """What came of an exam."""

    exam: Exam
    #: Those that were asked and are finished, in order.
    drills: Sequence[Drill]

    @property
    def mark(self) -> float | None:
        """Give the mean score, 0..1; a question that was passed over counts nothing. None: no question was finished."""
        return fmean(score_of(drill) for drill in self.drills) if self.drills else None

    @property
    def weak_topics(self) -> Sequence[str]:
        """Give the main topics of which little was known, weakest first."""
        scores: dict[str, list[float]] = {}
        for drill in self.drills:
            scores.setdefault(drill.question.topics[0], []).append(score_of(drill))
        means = sorted((fmean(found), topic) for topic, found in scores.items())
        return [topic for mean, topic in means if mean < WEAK_BELOW]

    @property
    def missed(self) -> Sequence[Drill]:
        """Give what was not answered well, worst first."""
        return sorted((drill for drill in self.drills if score_of(drill) < GOOD_FROM), key=score_of)


def score_of(drill: Drill) -> float:
    """Give the score of a finished drill; what was not answered counts nothing."""
    return (drill.judgement.score or 0.0) if drill.judgement else 0.0
