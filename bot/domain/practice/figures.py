"""What a member sees of their own practice: what is due, what they know by topic, how well they know what they know."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from bot.domain.practice.drills import Sureness
from bot.domain.practice.memory import Memory, is_due, is_known
from bot.domain.question import Question


@dataclass(frozen=True, slots=True)
class Mastery:
    """How much of a topic a member would recall now."""

    topic: str
    #: Questions they would very likely recall, questions they have practised, and all there are.
    known: int
    practised: int
    questions: int

    @property
    def share(self) -> float:
        """Give the share of the practised questions that they would very likely recall, 0..1."""
        return self.known / self.practised


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well a member did where they said how sure they were."""

    sureness: Sureness
    answers: int
    #: 0..1.
    mean_score: float


@dataclass(frozen=True, slots=True)
class PracticeFigures:
    """A member's practice, for that member alone."""

    due: int
    #: By topic; those without a practised question are left out.
    mastery: Sequence[Mastery]
    #: By sureness, surest first; those never said are left out.
    calibration: Sequence[Calibration]


def mastery_by_topic(
    questions: Collection[Question], memories: Mapping[str, Memory], now: datetime
) -> Sequence[Mastery]:
    """Give what is known of each main topic that was practised, in alphabetical order."""
    by_topic: dict[str, list[Memory | None]] = {}
    for question in questions:
        by_topic.setdefault(question.topics[0], []).append(memories.get(question.ref))
    return [_mastery(topic, there, now) for topic, there in sorted(by_topic.items()) if any(there)]


def _mastery(topic: str, memories: Sequence[Memory | None], now: datetime) -> Mastery:
    held = [memory for memory in memories if memory is not None]
    return Mastery(topic, sum(is_known(memory, now) for memory in held), len(held), len(memories))


def calibrations(said: Sequence[tuple[Sureness, float]]) -> Sequence[Calibration]:
    """Give the mean score by how sure a member was."""
    by_sureness = [(sureness, [score for one, score in said if one is sureness]) for sureness in Sureness]
    return [Calibration(sureness, len(scores), fmean(scores)) for sureness, scores in by_sureness if scores]


def due_refs(memories: Iterable[Memory], askable: Collection[str], now: datetime) -> Sequence[str]:
    """Give the questions that should be asked again and may be asked."""
    return [memory.ref for memory in memories if is_due(memory, now) and memory.ref in askable]
