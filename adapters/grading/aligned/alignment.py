"""How much of a statement an answer says: each of its words takes the word of one passage that is most like it."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from adapters.grading.aligned.likeness import NEGATED, OPPOSITE, Flags, Wordings
from adapters.grading.aligned.reading import Reading
from adapters.grading.vectors.words import Matrix, Numbers

Places = NDArray[np.intp]
_TINY = 1e-9

#: How many words a passage has: so many times as many as the statement, and a few. A long answer gains nothing by its
#: length, since a statement must be said in one passage.
_PASSAGES = ((0.5, 1), (1, 0), (1, 6))
#: A model answer is said all over an answer.
_WIDE_PASSAGES = ((2, 8),)
#: What is denied stands where the rest is said.
_NEXT_TO_IT = ((1, 3),)
#: A text is long that has so many times as many words as the model answer, and a few more.
_LONG_RATIO = 4
_LONG_EXTRA = 20
#: Words this much alike are taken as what was meant.
_TOLD_FROM = 0.5
#: What is denied here was said there if something is this much like it: "replication" is a bit like "synchronous".
_SAID_ELSEWHERE = 0.7


@dataclass(frozen=True, eq=False)
class Alignment:
    """How much of a statement one passage of an answer says; which words say it is worked out when that is asked."""

    #: 0..1: the mean of what its words found, the rarer of which weigh more.
    share: float = 0.0
    #: Where the passage starts among the answer's words.
    start: int = 0
    #: How alike the statement's words and the passage's are, and which deny one another; the weights of the former.
    alike: Matrix = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    denied: Flags = field(default_factory=lambda: np.zeros((0, 0), np.int8))
    weights: Numbers = field(default_factory=lambda: np.zeros(0))

    @property
    def first(self) -> int:
        """Give where the passage's first word that is like one of the statement's stands in the answer; else -1."""
        return self._told[0]

    @property
    def last(self) -> int:
        """Give where its last one stands; else -1."""
        return self._told[1]

    @property
    def is_denied(self) -> bool:
        """The passage denies the statement: it negates words of it, or has the opposite of one; two cancel out."""
        # "Neither encrypted nor replicated" denies two words and is one denial.
        return bool((np.count_nonzero(self._kinds == OPPOSITE) + (self._kinds == NEGATED).any()) % 2)

    @property
    def with_denied(self) -> float:
        """Give the share if what is denied were said."""
        return float(self.weights @ np.where(self._kinds > 0, 1.0, self._best))

    @cached_property
    def _told(self) -> tuple[int, int]:
        if not self.alike.size:
            return -1, -1
        is_told = self._best >= min(_TOLD_FROM, self._best.max())
        places = self.start + self.alike.argmax(axis=1)[is_told]
        return int(places.min()), int(places.max())

    @cached_property
    def _best(self) -> Matrix:
        best: Matrix = self.alike.max(axis=1, initial=0)
        return best

    @cached_property
    def _kinds(self) -> Flags:
        kinds: Flags = np.where(self._best < _SAID_ELSEWHERE, self.denied.max(axis=1, initial=0), 0)
        return kinds


def align_points(wordings: Wordings, answer: Reading) -> list[Alignment]:
    """Find for each wording the passage that says most of it and least beside it."""
    return _align(wordings, answer, _PASSAGES, precision=0.5)


def align_whole(model_answer: Wordings, answer: Reading) -> Alignment:
    """Find the passage that says most of a model answer, the only wording, whatever it says beside.

    In a long text some passage has a bit of everything: there, what else it says counts, too.
    """
    [words] = model_answer.rows
    is_long = len(answer.words) > _LONG_RATIO * (words.stop - words.start) + _LONG_EXTRA
    [found] = _align(model_answer, answer, _WIDE_PASSAGES, precision=0.5 if is_long else 0.0)
    return found


def align_denials(statements: Wordings, answer: Reading, *, only_denied: bool = True) -> list[Alignment]:
    """Find for each statement the passage that says most of it, and what it denies of it.

    With `only_denied`, statements of which no word is denied anywhere are left out: their share is 0.
    """
    return _align(statements, answer, _NEXT_TO_IT, precision=0.0, only_denied=only_denied)


def _align(
    wordings: Wordings,
    answer: Reading,
    passages: Sequence[tuple[float, int]],
    *,
    precision: float,
    only_denied: bool = False,
) -> list[Alignment]:
    """Compare with passages of several lengths; `precision` is the weight of the passage's own words, 0..1."""
    alignments = [Alignment()] * len(wordings.rows)
    if not answer.words:
        return alignments
    alike, denied = wordings.likenesses(answer)
    by_length: dict[int, list[int]] = defaultdict(list)
    for number, rows in enumerate(wordings.rows):
        size = rows.stop - rows.start
        if size and not (only_denied and not denied[rows].any()):
            for length in {min(math.ceil(ratio * size) + extra, len(answer.words)) for ratio, extra in passages}:
                by_length[length].append(number)
    for number, (share, start, end) in _best_passages(alike, wordings, by_length, precision).items():
        part = wordings.rows[number], slice(start, end)
        alignments[number] = Alignment(share, start, alike[part], denied[part], wordings.weights[number])
    return alignments


def _best_passages(
    alike: Matrix, wordings: Wordings, by_length: dict[int, list[int]], precision: float
) -> dict[int, tuple[float, int, int]]:
    """Give for each wording the share of its best passage, and the columns where that starts and ends."""
    best: dict[int, tuple[float, int, int]] = {}
    greatest = _greatest_within(alike, by_length)
    tops = {number: alike[wordings.rows[number]].max(axis=0) for group in by_length.values() for number in group}
    for length, group in by_length.items():
        starts, places = _windows(alike.shape[1], length)
        level = greatest[length.bit_length() - 1]
        # Two windows, each as long as the greatest power of two in the length, hold the same words as one.
        found = np.maximum(level[:, starts], level[:, starts + length - (1 << (length.bit_length() - 1))])
        recall = np.array([wordings.weights[number] @ found[wordings.rows[number]] for number in group])
        shares = recall
        if precision:
            fit = np.take(np.array([tops[number] for number in group]), places, axis=1).mean(axis=2)
            # The weighted harmonic mean: a passage of two words that both fit says little of a statement.
            shares = recall * fit / np.maximum((1 - precision) * fit + precision * recall, _TINY)
        for number, row, place in zip(group, shares, shares.argmax(axis=1).tolist(), strict=True):
            start = int(starts[place])
            best[number] = max(best.get(number, (-1.0, 0, 0)), (float(row[place]), start, start + length))
    return best


def _greatest_within(alike: Matrix, lengths: Iterable[int]) -> list[Matrix]:
    """Give of each word and place the greatest value among the next 1, 2, 4 and so on, as far as lengths need it."""
    levels = [alike]
    for power in range(max(lengths, default=1).bit_length() - 1):
        last = levels[-1]
        levels.append(np.maximum(last[:, : -(1 << power)], last[:, 1 << power :]))
    return levels


@lru_cache(maxsize=512)
def _windows(columns: int, length: int) -> tuple[Places, Places]:
    """Give where passages of a length start, and the places of the words of each."""
    starts = np.append(np.arange(0, columns - length, max(1, length // 4)), columns - length)
    return starts, starts[:, np.newaxis] + np.arange(length)
