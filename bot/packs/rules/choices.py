"""Choices that are fair: none is recognised as right by anything but what it says."""

from collections.abc import Iterator
from statistics import mean
from typing import Final

from bot.domain.question import Question
from bot.errors import PackProblem
from bot.packs.folder import LoadedPack

FEWEST: Final = 4
MOST: Final = 6
#: How much longer a right choice may be than the wrong ones are on average.
MOST_LONGER: Final = 1.35
#: The share of a pack's questions in which the longest, the shortest or the choice in some position may be right. By
#: chance alone it is 25 % of four choices; with twenty questions the standard deviation of that is 10 %.
MOST_TELLING: Final = 0.4
#: With fewer questions a share says nothing.
FEWEST_QUESTIONS: Final = 20


def choice_count(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find questions whose choices can be guessed, or fill the window."""
    for question, place in loaded.located():
        count = len(question.choices)
        if count and not FEWEST <= count <= MOST:
            yield place.problem(("choices",), f"has {count} entries; {FEWEST} to {MOST} are good")


def without_why(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find choices that nobody learns from."""
    for question, place in loaded.located():
        for index, choice in enumerate(question.choices):
            if not choice.why:
                yield place.problem(("choices", index, "why"), "is missing")


def outstanding_length(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find right choices that stand out as longer than the wrong ones."""
    for question, place in loaded.located():
        wrong = _lengths(question, right=False)
        for index, choice in enumerate(question.choices):
            if choice.right and len(choice.text) > MOST_LONGER * mean(wrong):
                reason = f"is right and {len(choice.text) / mean(wrong):.2f} times as long as the wrong ones"
                yield place.problem(("choices", index, "text"), reason)


def telling_length(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find packs in which the longest choice, or the shortest, is the right one too often."""
    questions = _with_choices(loaded)
    for which, is_right in (("longest", _longest_is_right), ("shortest", _shortest_is_right)):
        count = sum(map(is_right, questions))
        if _tells(count, len(questions)):
            reason = f"in {count} of {len(questions)} questions with choices the {which} is right"
            yield loaded.manifest.problem((), reason)


def telling_position(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find packs in which the same position holds the right choice too often."""
    questions = _with_choices(loaded)
    for position in range(max((len(question.choices) for question in questions), default=0)):
        count = sum(choice.right for question in questions for choice in question.choices[position : position + 1])
        if _tells(count, len(questions)):
            reason = f"in {count} of {len(questions)} questions with choices number {position + 1} is right"
            yield loaded.manifest.problem((), reason)


def _with_choices(loaded: LoadedPack) -> list[Question]:
    return [question for question in loaded.pack.questions if question.choices]


def _tells(count: int, questions: int) -> bool:
    return questions >= FEWEST_QUESTIONS and count > MOST_TELLING * questions


def _longest_is_right(question: Question) -> bool:
    return max(_lengths(question, right=True)) > max(_lengths(question, right=False))


def _shortest_is_right(question: Question) -> bool:
    return min(_lengths(question, right=True)) < min(_lengths(question, right=False))


def _lengths(question: Question, *, right: bool) -> list[int]:
    return [len(choice.text) for choice in question.choices if choice.right is right]
