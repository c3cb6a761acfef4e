"""Choices that are fair: none is recognised as right by anything but what it says."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from statistics import mean
from typing import Final

from bot.domain.question import Question
from bot.domain.text import count as counted
from bot.errors import PackProblem
from bot.packs.folder import LoadedPack

FEWEST: Final = 4
MOST: Final = 6
#: How much longer a right choice may be than the wrong ones are on average.
MOST_LONGER: Final = 1.35
#: The share of a pack's questions in which the longest, the shortest or the choice in some position may be right. By
#: chance alone it is 25 % of four choices; with twenty questions the standard deviation of that is 10 %.
MOST_TELLING: Final = 0.4
#: What is never right tells as well: it can be ruled out.
LEAST_TELLING: Final = 0.1
#: With fewer questions a share says nothing.
FEWEST_QUESTIONS: Final = 20


def choice_count(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find questions whose choices can be guessed, or fill the window."""
    for question, place in loaded.located():
        count = len(question.choices)
        if count and not FEWEST <= count <= MOST:
            yield place.problem(("choices",), f"has {counted(count, 'entry', 'entries')}; {FEWEST} to {MOST} are good")


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
    """Find packs in which the longest choice, or the shortest, is the right one too often or too seldom."""
    ends: tuple[tuple[str, Callable[[Iterable[int]], int]], ...] = (("longest", max), ("shortest", min))
    for which, end in ends:
        reason = _telling(list(_right_at_end(loaded, end)), f"the {which} choice")
        if reason:
            yield loaded.manifest.problem((), reason)


def telling_position(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find packs in which the same position holds the right choice too often or too seldom."""
    questions = loaded.pack.questions
    for position in range(max((len(question.choices) for question in questions), default=0)):
        right = [question.choices[position].right for question in questions if position < len(question.choices)]
        reason = _telling(right, f"choice number {position + 1}")
        if reason:
            yield loaded.manifest.problem((), reason)


def _right_at_end(loaded: LoadedPack, end: Callable[[Iterable[int]], int]) -> Iterator[bool]:
    """Say of each question whether the longest (or shortest) choice is right, unless wrong ones are just as long."""
    for question in loaded.pack.questions:
        if question.choices:
            right, wrong = end(_lengths(question, right=True)), end(_lengths(question, right=False))
            if right != wrong:
                yield end((right, wrong)) == right


def _telling(right: Sequence[bool], what: str) -> str:
    """Say why a guesser would take or leave a choice that is right in these questions; nothing: there is no reason."""
    few, many = LEAST_TELLING * len(right), MOST_TELLING * len(right)
    if len(right) < FEWEST_QUESTIONS or few <= sum(right) <= many:
        return ""
    good = f"{LEAST_TELLING:.0%} to {MOST_TELLING:.0%} are good"
    return f"{what} is right in {sum(right)} of {len(right)} questions; {good}"


def _lengths(question: Question, *, right: bool) -> list[int]:
    return [len(choice.text) for choice in question.choices if choice.right is right]
