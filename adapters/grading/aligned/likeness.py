"""How alike the words of an answer are to those of many statements at once, and which of them deny one another."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from adapters.grading.aligned.antonyms import opposites_of
from adapters.grading.aligned.reading import Reading
from adapters.grading.aligned.typos import is_mistyped
from adapters.grading.vectors.wordpiece import UNCOMMON
from adapters.grading.vectors.words import Matrix, Numbers

Flags = NDArray[np.int8]
Negated = NDArray[np.bool_]
#: A row and a column: the places of a statement's word and of an answer's.
Pair = tuple[int, int]
#: Kinds of denial: one of the two is negated, or they are opposites.
NEGATED, OPPOSITE = 1, 2
#: How alike two words of one stem are at least; two of which one is negated are not alike at all.
_SAME_STEM = 0.9
#: The same of a word that is mistyped.
_MISTYPED = 0.85
#: So few words away something stands beside it.
_BESIDE = 4


class Wordings:
    """Statements whose words stand below one another in one table, with all that depends on no answer worked out."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        ends = np.cumsum([0, *(len(reading.words) for reading in readings)])
        #: The rows of each statement's words.
        self.rows = [slice(int(start), int(end)) for start, end in pairwise(ends)]
        #: What each word weighs among those of its statement.
        self.weights: list[Numbers] = [one.rarities / max(one.rarities.sum(), 1e-9) for one in readings]
        self._vectors = np.concatenate([reading.vectors for reading in readings]) if readings else None
        words = [word for reading in readings for word in reading.words]
        self._negated = np.array([word.is_negated for word in words], bool)
        self._numbers = np.flatnonzero([word.written[0].isdigit() for word in words])
        #: Of each row, the stem, and the stems of its whole statement.
        self._stems = [word.stems[0] for word in words]
        stated = [frozenset(reading.places) for reading in readings]
        self._stated = [stems for stems, reading in zip(stated, readings, strict=True) for _ in reading.words]
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        self._by_opposite: dict[str, list[int]] = defaultdict(list)
        #: By their first letter words as they are written, each with its rows: a mistyped word has the letter, too.
        self._by_letter: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for row, word in enumerate(words):
            self._by_stem[word.stems[0]].append(row)
            self._by_letter[word.written[0]][word.written].append(row)
            # A statement that has both itself tells them apart by what else it says.
            for stem in opposites_of(word.written, word.stems[0]) - self._stated[row]:
                self._by_opposite[stem].append(row)

    def likenesses(self, answer: Reading) -> tuple[Matrix, Flags]:
        """Give how alike each pair of words is, and which pairs deny one another."""
        if self._vectors is None:
            return np.zeros((0, len(answer.words)), np.float32), np.zeros((0, len(answer.words)), np.int8)
        alike: Matrix = np.empty((len(self._stems), len(answer.words)), np.float32)
        for rows in self.rows:  # one product of all would be worked out by several threads, which wait for each other
            np.matmul(self._vectors[rows], answer.vectors.T, out=alike[rows])
        np.clip(alike, 0, 1, out=alike)
        denied = np.zeros(alike.shape, np.int8)
        numbers = np.flatnonzero([word.written[0].isdigit() for word in answer.words])
        alike[np.ix_(self._numbers, numbers)] = 0.0  # but for the same one
        negated = np.array([word.is_negated for word in answer.words], bool)
        self._join(alike, denied, negated, list(self._same(answer)), _SAME_STEM)
        for row, column in self._opposites(answer):
            if self._negated[row] == negated[column]:
                denied[row, column] = OPPOSITE
        self._join(alike, denied, negated, list(self._mistyped(answer)), _MISTYPED)
        alike[denied > 0] = 0.0
        return alike, denied

    def _join(self, alike: Matrix, denied: Flags, negated: Negated, pairs: Sequence[Pair], least: float) -> None:
        """Make pairs of the same word at least so much alike, and those deny one another of which one is negated."""
        rows, columns = np.array(pairs, np.intp).reshape(-1, 2).T
        agree = self._negated[rows] == negated[columns]
        said = rows[agree], columns[agree]
        alike[said] = np.maximum(alike[said], least)
        denied[rows[~agree], columns[~agree]] = NEGATED

    def _same(self, answer: Reading) -> Iterator[Pair]:
        for stem, places in answer.places.items():
            for row in self._by_stem.get(stem, ()):
                for column in places:
                    yield row, column

    def _opposites(self, answer: Reading) -> Iterator[Pair]:
        """Give where the answer has an opposite of a word, and not the word itself beside it: "from low to high"."""
        for stem, places in answer.places.items():
            for row in self._by_opposite.get(stem, ()):
                here = answer.places.get(self._stems[row], ())
                for column in places:
                    if all(abs(column - other) > _BESIDE for other in here):
                        yield row, column

    def _mistyped(self, answer: Reading) -> Iterator[Pair]:
        """Give which word an answer's was probably meant to be.

        Only what is no common word by itself is taken for mistyped.
        """
        for column in np.flatnonzero(answer.rarities >= UNCOMMON).tolist():
            word = answer.words[column]
            for said, rows in self._by_letter.get(word.written[0], {}).items():
                if is_mistyped(said, word.written):
                    yield from ((row, column) for row in rows if word.stems[0] not in self._stated[row])
