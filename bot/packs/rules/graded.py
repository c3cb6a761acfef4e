"""Whether a grader tells right from wrong by the key points; for graders that look at them."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from bot.domain.grading import Finding
from bot.domain.question import Question
from bot.errors import PackProblem
from bot.packs.folder import LoadedPack
from bot.ports.grader import Grader


def answer_meets_points(loaded: LoadedPack, grader: Grader) -> Iterator[PackProblem]:
    """Find key points that the grader does not see in the question's own model answer."""
    for question, place in loaded.located():
        met = _met(grader, question, question.model_answer)
        for index in range(len(question.key_points)):
            if index not in met:
                yield place.problem(("key_points", index), "the model answer itself does not meet it")


def empty_answer_meets_nothing(loaded: LoadedPack, grader: Grader) -> Iterator[PackProblem]:
    """Find key points that the grader sees in an empty answer."""
    for question, place in loaded.located():
        for index in _met(grader, question, ""):
            yield place.problem(("key_points", index), "an empty answer meets it")


def prompt_meets_nothing(loaded: LoadedPack, grader: Grader) -> Iterator[PackProblem]:
    """Find key points that the prompt gives away."""
    for question, place in loaded.located():
        for index in _met(grader, question, question.prompt):
            yield place.problem(("key_points", index), "the prompt itself meets it")


def unrelated_answer_meets_nothing(loaded: LoadedPack, grader: Grader) -> Iterator[PackProblem]:
    """Find key points that the model answer of a question on other topics meets."""
    for (question, place), other in zip(loaded.located(), _unrelated(loaded.pack.questions), strict=True):
        if other is not None:
            for index in _met(grader, question, other.model_answer):
                yield place.problem(("key_points", index), f"the model answer of “{other.id}” meets it")


def wordings_meet_points(loaded: LoadedPack, grader: Grader) -> Iterator[PackProblem]:
    """Find other wordings that do not meet their key point when they are the whole answer."""
    for question, place in loaded.located():
        for index, point in enumerate(question.key_points):
            for number, wording in enumerate(point.alt):
                if index not in _met(grader, question, wording):
                    yield place.problem(("key_points", index, "alt", number), "does not meet the point on its own")


def contraries_meet_nothing(loaded: LoadedPack, grader: Grader) -> Iterator[PackProblem]:
    """Find contrary statements that are taken for the key point they contradict."""
    for question, place in loaded.located():
        for index, point in enumerate(question.key_points):
            for number, contrary in enumerate(point.contrary):
                if index in _met(grader, question, contrary):
                    yield place.problem(("key_points", index, "contrary", number), "is taken for the point itself")


def _met(grader: Grader, question: Question, answer: str) -> list[int]:
    """Give the indices of the key points that an answer meets."""
    findings = grader.grade(question, answer).findings
    return [index for index, found in enumerate(findings) if found.finding is Finding.COVERED]


def _unrelated(questions: Sequence[Question]) -> Iterator[Question | None]:
    """Give for each question the next, from it on and round, that shares no topic; None if all do."""
    by_topics: dict[frozenset[str], list[int]] = defaultdict(list)
    for place, question in enumerate(questions):
        by_topics[frozenset(question.topics)].append(place)
    foreign = {
        topics: sorted(chain.from_iterable(places for other, places in by_topics.items() if not other & topics))
        for topics in by_topics
    }
    for place, question in enumerate(questions):
        others = foreign[frozenset(question.topics)]
        ahead = bisect_right(others, place)
        yield questions[others[ahead % len(others)]] if others else None
