"""Answers by several hands, each of which saw nothing but prompts: `tests/grading/answers/AUTHOR.yaml`.

By question, with the kind of each answer and the range, 0..1, in which a senior engineer would score it. Twenty
questions of each author have all kinds, so that a grader can be compared by kind; the others have `KINDS_OF_MOST`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import correlation, fmean

import numpy as np
from numpy.typing import NDArray

from bot.packs.yaml_text import read_yaml

ANSWERS = Path(__file__).parent / "answers"
KINDS_OF_MOST = ("terse", "good", "in other words", "misconception", "wrong turn")
KINDS = (*KINDS_OF_MOST, "half", "vague", "slang", "off topic")
AUTHORS = tuple(sorted(file.stem for file in ANSWERS.glob("*.yaml")))


@dataclass(frozen=True, slots=True)
class Given:
    """An answer to a question, and what it is worth."""

    author: str
    question: str
    kind: str
    low: float
    high: float
    answer: str
    #: The author answered the question in all kinds.
    is_of_all_kinds: bool

    @property
    def worth(self) -> float:
        """Give the middle of the range."""
        return (self.low + self.high) / 2


@cache
def answers_of(author: str) -> tuple[Given, ...]:
    """Read the answers of an author, once."""
    read = read_yaml((ANSWERS / f"{author}.yaml").read_text(encoding="utf-8")).value
    return tuple(
        Given(author=author, question=question, **row, is_of_all_kinds=len(rows) == len(KINDS))
        for question, rows in read.items()
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a grader agrees with an author's ranges."""

    #: Pearson's, of score and middle of the range.
    r: float
    #: The same of what the number of words tells of neither: each kind that authors were asked for has its length.
    beyond_length: float
    mean_error: float
    #: Mean scores by kind.
    means: Mapping[str, float]


def agreement(given: Sequence[Given], scores: Sequence[float]) -> Agreement:
    """Compare scores, one for each answer, with what the answers are worth."""
    worth = [one.worth for one in given]
    by_kind: dict[str, list[float]] = defaultdict(list)
    for one, scored in zip(given, scores, strict=True):
        by_kind[one.kind].append(scored)
    return Agreement(
        correlation(scores, worth),
        correlation(*(_without_length(given, each) for each in (scores, worth))),
        fmean(abs(scored - due) for scored, due in zip(scores, worth, strict=True)),
        {kind: fmean(by_kind[kind]) for kind in KINDS if by_kind[kind]},
    )


def length(one: Given) -> float:
    """Give how long an answer is, by doublings."""
    return float(np.log2(len(one.answer.split())))


def _without_length(given: Sequence[Given], values: Sequence[float]) -> list[float]:
    """Leave of values what a parabola over their answers' lengths leaves."""
    lengths = np.array([length(one) for one in given])
    parabola: NDArray[np.float64] = np.vander(lengths - lengths.mean(), 3)
    told = parabola @ np.linalg.lstsq(parabola, np.array(values), rcond=None)[0]
    return [float(left) for left in np.array(values) - told]
