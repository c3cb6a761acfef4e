"""What good packs have beyond being valid, as small rules: each takes a pack that reads well and gives its findings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.domain.grading import Finding
from bot.errors import PackProblem
from bot.packs.folder import LoadedPack
from bot.ports.grader import Grader

Rule = Callable[[LoadedPack], Iterator[PackProblem]]
GradedRule = Callable[[LoadedPack, Grader], Iterator[PackProblem]]


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules found."""

    #: What must be mended.
    errors: tuple[PackProblem, ...]
    #: What is worth a look.
    advice: tuple[PackProblem, ...]


def repeated_key_points(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find key points that say what another of the same question says, word for word."""
    for question in loaded.pack.questions:
        seen: set[str] = set()
        for index, point in enumerate(question.key_points):
            if point.text.casefold() in seen:
                yield loaded.places[question.id].problem(
                    ("key_points", index, "text"), "says the same as an earlier key point"
                )
            seen.add(point.text.casefold())


def contrary_to_itself(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find statements that are both a wording and a contrary of the same key point."""
    for question in loaded.pack.questions:
        for index, point in enumerate(question.key_points):
            wordings = {text.casefold() for text in (point.text, *point.alt)}
            for number, contrary in enumerate(point.contrary):
                if contrary.casefold() in wordings:
                    path = ("key_points", index, "contrary", number)
                    yield loaded.places[question.id].problem(path, "is also given as right")


def without_references(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find questions that name no page to check them by."""
    for question in loaded.pack.questions:
        if not question.references:
            yield loaded.places[question.id].problem(("references",), "names no page that supports the answer")


def unused_topics(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find topics of the vocabulary that no question has."""
    used = {topic for question in loaded.pack.questions for topic in question.topics}
    for index, topic in enumerate(loaded.pack.topics):
        if topic not in used:
            yield loaded.manifest.problem(("topics", index), f"“{topic}” is the topic of no question")


def answer_meets_points(loaded: LoadedPack, grader: Grader) -> Iterator[PackProblem]:
    """Find key points that the grader does not see in the question's own model answer."""
    for question in loaded.pack.questions:
        findings = grader.grade(question, question.model_answer).findings
        for index, found in enumerate(findings):
            if found.finding is not Finding.COVERED:
                yield loaded.places[question.id].problem(
                    ("key_points", index), "the model answer itself does not meet it"
                )


ERRORS: Final[tuple[Rule, ...]] = (repeated_key_points, contrary_to_itself)
ADVICE: Final[tuple[Rule, ...]] = (without_references, unused_topics)
#: Rules that need a grader; they are advice as long as graders may err.
GRADED_ADVICE: Final[tuple[GradedRule, ...]] = (answer_meets_points,)


def check(loaded: LoadedPack, grader: Grader | None = None) -> Findings:
    """Apply all rules; those that need a grader only with one."""
    advice = [problem for rule in ADVICE for problem in rule(loaded)]
    if grader is not None:
        advice += [problem for graded in GRADED_ADVICE for problem in graded(loaded, grader)]
    return Findings(tuple(problem for rule in ERRORS for problem in rule(loaded)), tuple(advice))
