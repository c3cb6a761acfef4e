"""A pack that keeps all rules, and room to break one."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.grading import Finding, Judgement, PointFinding
from bot.domain.question import Choice, KeyPoint, Level, Pack, Question, Reference
from bot.errors import PackProblem
from bot.packs.folder import LoadedPack
from bot.packs.validation import Place

POINTS = (
    KeyPoint("A standby in another zone takes over.", ("replica steps in", "failover elsewhere"), ("nobody steps in",)),
    KeyPoint("Clients must reconnect after the switch.", ("drop sockets", "open new sessions"), ("sessions survive",)),
    KeyPoint("Backups are taken from the copy.", ("snapshots load the twin", "no backup stalls"), ("dumps stall all",)),
    KeyPoint("The price doubles.", ("costs twice as much", "two bills"), ("it comes for free",)),
)
CHOICES = (
    Choice("A standby that can be read", why="It cannot."),
    Choice("A standby that takes over", right=True, why="It does."),
    Choice("A standby that is asleep", why="It is awake."),
    Choice("A standby in the same rack", why="It is not."),
)
QUESTION = Question(
    id="standby",
    pack="demo",
    level=Level.ASSOCIATE,
    topics=("databases",),
    prompt=" ".join(["word"] * 14) + " what?",
    model_answer=" ".join(["word"] * 120),
    key_points=POINTS,
    verified=date(2026, 1, 1),
    review_by=date(2026, 7, 1),
    hint="Think.",
    choices=CHOICES,
    references=(Reference("Standbys", "https://docs.example.org/standby"),),
)


def loaded(*questions: Question, topics: tuple[str, ...] = (), domains: tuple[str, ...] = ()) -> LoadedPack:
    """Give a pack of questions, each of which stands in a file of its name."""
    pack = Pack("demo", "Demo", "A pack.", "1", "MIT", "en", questions, topics, domains)
    return LoadedPack(pack, Place("pack.yaml"), {question.id: Place(question.id) for question in questions})


def found(rule: Callable[[LoadedPack], Iterator[PackProblem]], **changes: Any) -> list[str]:
    """Give what a rule finds in the question with some fields changed."""
    return reasons(rule(loaded(replace(QUESTION, **changes))))


def reasons(problems: Iterator[PackProblem]) -> list[str]:
    """Give places and reasons as text."""
    return [str(problem) for problem in problems]


class Whole:
    """Sees a key point where its text or one of its wordings stands in the answer, letter by letter."""

    name = "whole"
    is_metered = False

    def grade(self, question: Question, answer: str) -> Judgement:
        """Judge."""
        met = (any(text in answer for text in (point.text, *point.alt)) for point in question.key_points)
        findings = (PointFinding(Finding.COVERED if it else Finding.NOT_FOUND) for it in met)
        return Judgement(None, tuple(findings), "Letter by letter.")
