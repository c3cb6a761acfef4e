"""Who is in the channel during the first month, what they know, and what they do on a day: drawn from a seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from random import Random

from bot.domain.judging.options import LETTERS, options_for
from bot.domain.question import Question

#: Working days.
DAYS = 20
LEAD = "lea"


@dataclass(frozen=True)
class Person:
    """Somebody with habits; chances are 0..1."""

    name: str
    #: Said in the table.
    habit: str
    #: The chance that they take part on a day on which they are there.
    zeal: float
    #: The chance that they know one key point, or one choice.
    skill: float
    #: The chance that they answer with a choice.
    quick: float = 0.0
    #: The chance that they are too late.
    late: float = 0.0
    #: The chance that they ask how they did.
    curious: float = 0.3
    #: Working days, 1 to 20, on which they are in the channel, and those of a holiday.
    first: int = 1
    last: int = DAYS
    holiday: Sequence[int] = ()
    #: The working day from which they only read.
    silent_from: int = DAYS + 1

    def is_there(self, day: int) -> bool:
        return self.first <= day <= self.last


PEOPLE = (
    Person(LEAD, "the lead, who set it up; often, in words", 0.6, 0.8, curious=0.2),
    Person("ana", "always, in words", 1.0, 0.9, curious=0.8),
    Person("bo", "most days, only quick answers", 0.85, 0.6, quick=1.0),
    Person("cy", "sometimes, in words", 0.4, 0.5),
    Person("dee", "in words, every other time too late", 0.8, 0.6, late=0.5),
    Person("eli", "joins in week two; quick answers first, then words", 0.8, 0.4, quick=0.6, first=6, curious=0.7),
    Person("fay", "leaves after week two", 0.7, 0.7, quick=0.3, last=10),
    Person("gus", "both ways; on holiday in week three", 0.8, 0.7, quick=0.5, holiday=range(11, 16)),
    Person("hal", "answers in the first week, then only reads", 0.8, 0.5, quick=0.5, silent_from=6),
)


@dataclass(frozen=True)
class Intention:
    """What somebody means to do, at a local time."""

    at: time
    who: Person
    #: One of `words`, `quick`.
    how: str


def intentions(day: int, chance: Random) -> list[Intention]:
    """Draw who takes part on a day, when and how, in the order of time."""
    meant = [one for person in PEOPLE if (one := _intention(person, day, chance)) is not None]
    return sorted(meant, key=lambda one: (one.at, one.who.name))


def _intention(person: Person, day: int, chance: Random) -> Intention | None:
    # Each draw is made each time, so that one person's habits change nobody else's days.
    takes_part, is_late, is_quick = (chance.random() for _ in range(3))
    minute, late_minute = chance.randint(0, 359), chance.randint(0, 50)
    is_silent = day in person.holiday or day >= person.silent_from
    if not person.is_there(day) or is_silent or takes_part >= person.zeal:
        return None
    # From 10:15, since the first question comes at ten, or just after the close at 16:30.
    hour, minute = divmod(16 * 60 + 35 + late_minute if is_late < person.late else 10 * 60 + 15 + minute, 60)
    return Intention(time(hour, minute), person, "quick" if is_quick < person.quick else "words")


def words(question: Question, skill: float, chance: Random) -> str:
    """Write an answer: of each key point one of its wordings, if it is known."""
    known = [chance.choice((point.text, *point.alt)) for point in question.key_points if chance.random() < skill]
    return "\n".join(known) or "No idea, something about permissions perhaps."


def letters(question: Question, skill: float, chance: Random, workspace: str, member: str) -> Iterator[str]:
    """Give the letters that somebody takes, in the order in which they see the choices."""
    for letter, option in zip(LETTERS, options_for(question, workspace, member), strict=False):
        if option.right and chance.random() < skill:
            yield letter
