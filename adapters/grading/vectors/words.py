"""Texts as vectors of their words: what every grader that compares meanings works on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Encoded:
    """One text, its words and their vectors.

    Attributes:
        text: the text as it was given.
        spans: character offsets of the words in `text`, in order; punctuation marks are words by themselves.
        rarities: how rare each word is, above 0: what it weighs.
        vectors: one row per word, each of length 1 (all zeros for a word the encoder knows nothing of).
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    vectors: Matrix
    rarities: Numbers


class WordVectors(Protocol):
    """Turns texts into vectors of their words; the same text always into the same numbers, whatever it comes with."""

    @property
    def name(self) -> str:
        """A short name for reports, as `minilm` or `static`."""
        ...

    @property
    def dims(self) -> int:
        """How many numbers a vector has."""
        ...

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """One `Encoded` per text, in order. A text may be of any length; an empty one has no words."""
        ...


def unit_rows(matrix: NDArray[np.int8] | Matrix) -> Matrix:
    """Give each row the length 1, but rows of zeros."""
    rows = matrix.astype(np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    unit: Matrix = rows / lengths
    return unit
