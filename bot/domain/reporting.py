"""Figures about participation, as plain rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.statistics.floor import Mean
from bot.domain.statistics.people import KnowledgeLevel, TopicLevel


@dataclass(frozen=True, slots=True)
class Participation:
    """What one member did in one series over a period."""

    series: str
    member: str
    name: str
    #: Closed rounds of the period, from the member's first answer in the series on; not those of days on which they
    #: were away and did not answer.
    rounds: int
    answered: int
    #: Mean of the effective scores, 0..1; None: nothing was scored.
    mean_score: float | None
    points: int
    #: As it stands now, whatever the period.
    streak: int
    longest: int
    last_answer: datetime | None
    #: How many of the answers were quick ones: chosen, and not written.
    quick: int = 0

    @property
    def rate(self) -> float:
        """Give the share of rounds answered, 0..1."""
        return self.answered / self.rounds if self.rounds else 0.0


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """What came of one closed round."""

    day: date
    ref: str
    answers: int
    mean_score: Mean


@dataclass(frozen=True, slots=True)
class TopicScore:
    """How a member did on one topic."""

    topic: str
    #: Mean of the effective scores, 0..1.
    mean_score: float
    #: Answers that were scored, in rounds and drills.
    answers: int


#: A topic is weak below this mean score, if there were at least so many answers.
WEAK_BELOW = 0.5
FEWEST_ANSWERS = 2
MOST_WEAK_TOPICS = 5


def weak_topics(scores: Iterable[TopicScore]) -> tuple[TopicScore, ...]:
    """Give the topics worth another look, weakest first, at most five."""
    weak = [score for score in scores if score.mean_score < WEAK_BELOW and score.answers >= FEWEST_ANSWERS]
    return tuple(sorted(weak, key=lambda score: (score.mean_score, score.topic))[:MOST_WEAK_TOPICS])


#: Of so many topics one sees at a glance how well one knows them.
MOST_TOPICS = 12


def weakest_first(topics: Iterable[TopicLevel]) -> tuple[TopicLevel, ...]:
    """Give at most twelve topics, each once with most answers: weak, solid, strong, then what is too early to say."""
    best: dict[str, TopicLevel] = {}
    for one in topics:
        if one.topic not in best or best[one.topic].answers < one.answers:
            best[one.topic] = one
    order = (KnowledgeLevel.WEAK, KnowledgeLevel.SOLID, KnowledgeLevel.STRONG, KnowledgeLevel.TOO_EARLY)
    found = sorted(best.values(), key=lambda one: (order.index(one.level), one.topic))
    return tuple(found[:MOST_TOPICS])


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A member's figures in one series."""

    series: str
    streak: int
    longest: int
    #: Of this week, in the series' zone.
    points: int
    #: Place on this week's board; None: no answer this week.
    rank: int | None
    #: The series'.
    series_id: int


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that can be answered now."""

    round_id: int
    series: str
    title: str
    #: Aware UTC; None: not fixed yet.
    closes_at: datetime | None
    #: The series' zone.
    zone: str
    #: Where its card is, to link to; the message is None until it was sent.
    channel: str
    card_message: str | None
    is_answered: bool


@dataclass(frozen=True, slots=True)
class ManagedSeries:
    """A series that the member may run."""

    id: int
    name: str
    #: When it asks, in a sentence.
    schedule: str
    zone: str
    #: When it asks next, aware UTC; none while it is paused.
    slots: tuple[datetime, ...]
    #: Empty where it is not paused.
    pause_reason: str
    #: Of this month: who answered, of those who could have and are not away.
    took_part: int = 0
    members: int = 0
    #: What waits for a decision by whoever looks, and the questions of the quarter that need a look.
    to_decide: int = 0
    marked: int = 0


@dataclass(frozen=True, slots=True)
class HomeFigures:
    """All that a member sees at a glance: for that member alone."""

    own: tuple[OwnLine, ...]
    open_questions: tuple[OpenQuestion, ...]
    weak_topics: tuple[TopicScore, ...]
    #: Empty for whoever may manage nothing.
    managed: tuple[ManagedSeries, ...]
    #: How well they know each topic, the weakest first.
    topics: tuple[TopicLevel, ...] = ()
    #: Their first day back; None: they are not away.
    away_until: date | None = None
