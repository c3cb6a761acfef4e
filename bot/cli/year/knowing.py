"""What people know of a question, and how they say it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from random import Random

from bot.cli.year.chances import happens
from bot.cli.year.people import Person
from bot.domain.practice.memory import Memory, recall_chance
from bot.domain.question import Choice, KeyPoint, Level, Question

_LEVELS = {Level.FOUNDATION: 0.1, Level.ASSOCIATE: 0.0, Level.PROFESSIONAL: -0.1}
_WEAK, _STRONG = -0.34, 0.22
#: What a year of questions adds to what one knows, and having just practised a question.
_A_YEAR, _PRACTISED = 0.1, 0.45
#: Of so many points of all packs one is known to nobody.
_UNKNOWN_OF = 40
_UNSURE, _BACKWARDS = 0.15, 0.06
_OPENERS = (
    "",
    "I would say:",
    "From what I remember:",
    "We had this last spring.",
    "First thought:",
    "Not checked, but:",
    "Short version:",
    "Okay, here goes.",
    "In our set-up:",
    "Two coffees in, so bear with me.",
)
_CLOSERS = (
    "",
    "",
    "That is all I have.",
    "Curious what others say.",
    "The rest I would look up.",
    "Corrections welcome!",
)
_NOTHING = (
    "No idea, honestly, I would have to look it up.",
    "Never came across this one, I will read the answer.",
    "I would ask somebody from the platform team about it.",
)


@dataclass(frozen=True, slots=True)
class Mind:
    """What somebody knows on a day."""

    person: Person
    #: How far the year has gone, 0..1.
    gone: float
    #: Of the question; None: they never practised it.
    memory: Memory | None
    now: datetime

    def chance(self, question: Question, point: KeyPoint) -> float:
        """Give the chance, 0..1, that they say a key point."""
        if _is_unknown(point):
            return 0.01
        chance = self.person.ability + _LEVELS[question.level] + _hardness(point) + _A_YEAR * self.gone
        topics = set(question.topics[:2])
        chance += _WEAK * bool(topics & self.person.weak) + _STRONG * bool(topics & self.person.strong)
        if self.memory is not None:
            chance += _PRACTISED * recall_chance(self.memory, self.now)
        return min(max(chance, 0.03), 0.97)


def words(mind: Mind, question: Question, chance: Random) -> str:
    """Write an answer in words that `as_written` understands."""
    said = [text for point in question.key_points if (text := _said(mind, question, point, chance))]
    if not said:
        return chance.choice(_NOTHING)
    chance.shuffle(said)
    return " ".join(filter(None, (chance.choice(_OPENERS), *map(_sentence, said), chance.choice(_CLOSERS))))


def _said(mind: Mind, question: Question, point: KeyPoint, chance: Random) -> str:
    drawn = chance.random()
    known = mind.chance(question, point)
    if drawn < known:
        return chance.choice((point.text, *point.alt))
    if drawn < known + _UNSURE * (1 - known):
        return half(point)
    if point.contrary and drawn > 1 - _BACKWARDS:
        return chance.choice(point.contrary)
    return ""


def half(point: KeyPoint) -> str:
    """Give how a key point begins: it may be meant."""
    text = point.text.split()
    return " ".join(text[: max(len(text) // 2, 3)]).rstrip(",.;:")


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}{'' if text[-1] in '.!?' else '.'}"


def chosen(mind: Mind, question: Question, options: Sequence[Choice], chance: Random) -> frozenset[int]:
    """Choose among a question's choices; give their places in the question."""
    points = question.key_points
    knows = sum(mind.chance(question, point) for point in points) / len(points) if points else mind.person.ability
    right = frozenset(place for place, one in enumerate(options) if one.right)
    if happens(chance, min(knows + 0.15, 0.97)):
        return right
    wrong = [place for place, one in enumerate(options) if not one.right]
    return frozenset({chance.choice(wrong)}) if wrong else right


def year_gone(first: date, day: date) -> float:
    """Give how much of the year is over, 0..1."""
    return min(max((day - first).days / 365, 0.0), 1.0)


def _number(point: KeyPoint) -> int:
    return int.from_bytes(sha256(point.text.encode()).digest()[:4])


def _is_unknown(point: KeyPoint) -> bool:
    return _number(point) % _UNKNOWN_OF == 0


def _hardness(point: KeyPoint) -> float:
    return (_number(point) % 1000 / 1000 - 0.5) * 0.4
