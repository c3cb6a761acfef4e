"""How much of a statement an answer says: each of its words takes the word of one passage that is most like it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from adapters.grading.antonyms import opposites_of
from adapters.grading.reading import Reading
from adapters.grading.typos import meant
from adapters.grading.vectors import Matrix, Numbers
from adapters.grading.words import Word

Flags = NDArray[np.int8]
#: Kinds of denial: one of the two is negated, or they are opposites.
_NEGATED, _OPPOSITE = 1, 2
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
#: How alike two words of one stem are at least; two of which one is negated are not alike at all.
_SAME_STEM = 0.9
#: The same of a word that is mistyped.
_MISTYPED = 0.85
#: So few words away something stands beside it.
_BESIDE = 4
#: Words this much alike are taken as what was meant.
_TOLD_FROM = 0.5
#: What is denied here was said there if something is this much like it: "replication" is a bit like "synchronous".
_SAID_ELSEWHERE = 0.7


@dataclass(frozen=True, slots=True)
class Alignment:
    """How much of a statement one passage of an answer says."""

    #: 0..1: the mean of what its words found, the rarer of which weigh more.
    share: float = 0.0
    #: Positions of the passage's first and last word that is like one of the statement's, among the answer's words.
    first: int = -1
    last: int = -1
    #: The passage denies the statement: it negates words of it, or has the opposite of one. Two denials cancel out.
    is_denied: bool = False
    #: The share if what is denied were said.
    with_denied: float = 0.0


def align_point(statement: Reading, answer: Reading) -> Alignment:
    """Find the passage that says most of a key point and least beside it."""
    return _align(statement, answer, _PASSAGES, precision=0.5)


def align_whole(statement: Reading, answer: Reading) -> Alignment:
    """Find the passage that says most of a model answer, whatever it says beside.

    In a long text some passage has a bit of everything: there, what else it says counts, too.
    """
    is_long = len(answer.words) > _LONG_RATIO * len(statement.words) + _LONG_EXTRA
    return _align(statement, answer, _WIDE_PASSAGES, precision=0.5 if is_long else 0.0)


def align_denial(statement: Reading, answer: Reading) -> Alignment:
    """Find the passage that says most of a statement, and what it denies of it."""
    return _align(statement, answer, _NEXT_TO_IT, precision=0.0)


def _align(
    statement: Reading, answer: Reading, passages: Sequence[tuple[float, int]], *, precision: float
) -> Alignment:
    """Compare with passages of several lengths; `precision` is the weight of the passage's own words, 0..1."""
    if not statement.words or not answer.words:
        return Alignment()
    alike, denied = likenesses(statement, answer)
    lengths = sorted({min(math.ceil(ratio * len(alike)) + extra, len(answer.words)) for ratio, extra in passages})
    weights = statement.rarities / statement.rarities.sum()
    share, start, end = max(_best_passage(alike, weights, length, precision) for length in lengths)
    best = alike[:, start:end].max(axis=1)
    is_told = best >= min(_TOLD_FROM, best.max())
    places = start + alike[:, start:end].argmax(axis=1)[is_told]
    kinds = np.where(best < _SAID_ELSEWHERE, denied[:, start:end].max(axis=1), 0)
    return Alignment(
        share=share,
        first=int(places.min()),
        last=int(places.max()),
        # "Neither encrypted nor replicated" denies two words and is one denial.
        is_denied=bool((np.count_nonzero(kinds == _OPPOSITE) + (kinds == _NEGATED).any()) % 2),
        with_denied=float(weights @ np.where(kinds > 0, 1.0, best)),
    )


def _best_passage(alike: Matrix, weights: Numbers, length: int, precision: float) -> tuple[float, int, int]:
    """Give the share of the best passage of a length, and the columns where it starts and ends."""
    columns = alike.shape[1]
    step = max(1, length // 4)
    starts = np.append(np.arange(0, columns - length, step), columns - length)
    windows = np.lib.stride_tricks.sliding_window_view(alike, length, axis=1)[:, starts]
    recall, fit = weights @ windows.max(axis=2), windows.max(axis=0).mean(axis=1)
    # The weighted harmonic mean: a passage of two words that both fit says little of a statement.
    shares = recall * fit / np.maximum((1 - precision) * fit + precision * recall, _TINY) if precision else recall
    best = int(shares.argmax())
    return float(shares[best]), int(starts[best]), int(starts[best]) + length


def likenesses(statement: Reading, answer: Reading) -> tuple[Matrix, Flags]:
    """Give how alike each pair of words is (a row for each word of the statement), and which pairs deny one another."""
    alike = np.clip(statement.vectors @ answer.vectors.T, 0, 1)
    denied = np.zeros(alike.shape, np.int8)
    numbers = [word.written[0].isdigit() for word in answer.words]
    alike[np.ix_([word.written[0].isdigit() for word in statement.words], numbers)] = 0.0  # but for the same one
    for row, said in enumerate(statement.words):
        for column in answer.places.get(said.stems[0], ()):
            if answer.words[column].is_negated is said.is_negated:
                alike[row, column] = max(alike[row, column], _SAME_STEM)
            else:
                denied[row, column] = _NEGATED
        for column in _opposites(said, statement, answer):
            if answer.words[column].is_negated is said.is_negated:
                denied[row, column] = _OPPOSITE
    for row, column in meant(statement, answer):
        if answer.words[column].is_negated is statement.words[row].is_negated:
            alike[row, column] = max(alike[row, column], _MISTYPED)
        else:
            denied[row, column] = _NEGATED
    alike[denied > 0] = 0.0
    return alike, denied


def _opposites(said: Word, statement: Reading, answer: Reading) -> Iterator[int]:
    """Give where the answer has an opposite of a word, and not the word itself beside it: "from low to high".

    A statement that has both itself tells them apart by what else it says.
    """
    here = answer.places.get(said.stems[0], ())
    for stem in opposites_of(said.written, said.stems[0]) - statement.places.keys():
        yield from (
            place for place in answer.places.get(stem, ()) if all(abs(place - other) > _BESIDE for other in here)
        )
