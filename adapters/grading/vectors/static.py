"""Vectors of words without their context: a table that is always there, for where the model is not installed."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adapters.grading.vectors.wordpiece import Vocabulary, word_spans
from adapters.grading.vectors.words import Encoded, unit_rows

#: Distilled from all-MiniLM-L6-v2 (Apache-2.0) by `python -m adapters.grading.model.distil`.
SHIPPED_TABLE = Path(__file__).with_name("static_vectors.npz")


class StaticVectors:
    """One vector per wordpiece; a word of several pieces has their mean, in which rare pieces weigh more."""

    def __init__(self, pieces: Sequence[str], table: NDArray[np.int8]) -> None:
        self._vocabulary = Vocabulary(pieces)
        self._table = table

    @classmethod
    def open(cls, path: Path = SHIPPED_TABLE) -> "StaticVectors":
        """Open a table: an .npz file with `pieces` (UTF-8, one a line) and `vectors` (int8, a row for each)."""
        with np.load(path) as stored:
            return cls(stored["pieces"].tobytes().decode().split("\n"), stored["vectors"])

    @property
    def name(self) -> str:
        """Name it."""
        return "static"

    @property
    def dims(self) -> int:
        """How many numbers a vector has."""
        return int(self._table.shape[1])

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Give the words of each text with their vectors; a word that is not known has zeros."""
        return [self._encode(text) for text in texts]

    def _encode(self, text: str) -> Encoded:
        spans = word_spans(text)
        pieces = [self._vocabulary.ids_of(text[start:end]) for start, end in spans]
        rarities = np.array([self._vocabulary.rarity_of(text[start:end]) for start, end in spans], np.float64)
        if not pieces:
            return Encoded(text, spans, np.zeros((0, self.dims), np.float32), rarities)
        ids = np.concatenate(pieces)
        starts = np.cumsum([0, *(len(word) for word in pieces[:-1])])
        # The pieces stand by how often they are used: https://en.wikipedia.org/wiki/Zipf%27s_law
        weights = np.log1p(ids, dtype=np.float32)[:, np.newaxis]
        vectors = unit_rows(np.add.reduceat(unit_rows(self._table[ids]) * weights, starts))
        return Encoded(text, spans, vectors, rarities)


@cache
def shipped_vectors() -> StaticVectors:
    """Give the table that comes with Askaday, opened once in a process: unpacking it takes a twentieth of a second."""
    return StaticVectors.open()
