"""Which question a member should practise next."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean

from bot.domain.practice.drills import DrillAsked
from bot.domain.practice.memory import Memory, is_due, recall_chance
from bot.domain.question import Level, Question

_LEVELS = tuple(Level)
#: Who has not answered anything yet begins here.
FIRST_LEVEL = Level.ASSOCIATE
#: So many latest answers say at which level a member is.
ANSWERS_FOR_LEVEL = 10
#: A question that came up within this time waits, so that "Next" never gives the same one again.
PAUSE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Learner:
    """What is known of a member when a question is chosen for them."""

    #: All that they were asked, oldest first.
    asked: Sequence[DrillAsked]
    #: By question.
    memories: Mapping[str, Memory]
    #: Topics to look at again, weakest first.
    weak_topics: Sequence[str]
    #: Tells members apart, so that not all begin with the same question.
    seed: str


def fitting_level(asked: Sequence[DrillAsked]) -> Level:
    """Give the level at which a member is, by their latest scored answers.

    A full answer speaks for the level above that of its question, an empty one for the level below; their mean counts.
    """
    scored = [(drill.level, drill.score) for drill in asked if drill.score is not None][-ANSWERS_FOR_LEVEL:]
    if not scored:
        return FIRST_LEVEL
    mean = fmean(_LEVELS.index(level) + 2 * score - 1 for level, score in scored)
    return _LEVELS[round(min(max(mean, 0), len(_LEVELS) - 1))]


def choose(fitting: Collection[Question], learner: Learner, now: datetime, topic: str | None = None) -> Question:
    """Choose one of the questions, of which there is at least one.

    1. What is due, least likely recalled first.
    2. What they have no memory of: weak topics first, then by how near the level is, the main topic being the one that
       was asked for before others that touch it.
    3. What they remember worst.

    What came up within the hour is taken only where nothing else is left, longest ago first.
    """
    last_asked = {drill.ref: (number, drill.asked_at) for number, drill in enumerate(learner.asked)}
    level = fitting_level(learner.asked)

    def urgency(question: Question) -> tuple[float, ...]:
        memory = learner.memories.get(question.ref)
        if memory is not None:
            return (1 if is_due(memory, now) else 3, recall_chance(memory, now))
        weakness = min((_place(learner.weak_topics, name) for name in question.topics), default=0)
        distance = abs(_LEVELS.index(question.level) - _LEVELS.index(level))
        return (2, topic not in {None, question.topics[0]}, weakness, distance)

    def order(question: Question) -> tuple[int, tuple[float, ...], int, str]:
        number, at = last_asked.get(question.ref, (-1, None))
        came_up = number + 1 if at is not None and at > now - PAUSE else 0
        return came_up, urgency(question), number, _draw(learner.seed, question.ref)

    return min(fitting, key=order)


def _place(topics: Sequence[str], name: str) -> int:
    return topics.index(name) if name in topics else len(topics)


def _draw(seed: str, ref: str) -> str:
    return hashlib.sha256(f"{seed} {ref}".encode()).hexdigest()
