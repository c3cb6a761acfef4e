"""Vectors of words in their context, by all-MiniLM-L6-v2."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path

import numpy as np

from adapters.grading.vectors.files import QUANTIZED, VOCABULARY, read_pieces
from adapters.grading.vectors.quantized import QuantizedTransformer
from adapters.grading.vectors.transformer import DIMS
from adapters.grading.vectors.wordpiece import Vocabulary, word_spans
from adapters.grading.vectors.words import Encoded, Matrix, unit_rows

#: Pieces of a text that the model sees at once; it was trained on 128, and reads up to 256 with the two that frame it.
_WINDOW = 254
#: Pieces before and after that a window of a longer text sees for context only.
_CONTEXT = 48


@dataclass(frozen=True, slots=True)
class _Window:
    """Words that the model sees at once, of which some are kept; all positions among the words of the text."""

    begin: int
    end: int
    first_kept: int
    end_kept: int


class ContextualVectors:
    """The vectors of the model's last layer; a word of several pieces has their mean."""

    def __init__(self, model: QuantizedTransformer, vocabulary: Vocabulary) -> None:
        self._model = model
        self._vocabulary = vocabulary
        self._first, self._last = vocabulary.id_of("[CLS]"), vocabulary.id_of("[SEP]")

    @classmethod
    def open(cls, folder: Path) -> "ContextualVectors":
        """Open the model installed in a folder; it takes a tenth of a second."""
        pieces = read_pieces(folder / VOCABULARY.name)
        return cls(QuantizedTransformer(folder / QUANTIZED), Vocabulary(pieces))

    @property
    def name(self) -> str:
        """Name it."""
        return "minilm"

    @property
    def dims(self) -> int:
        """How many numbers a vector has."""
        return DIMS

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Give the words of each text with their vectors; of a long text, from overlapping windows."""
        return [self._encode(text) for text in texts]

    def _encode(self, text: str) -> Encoded:
        spans = word_spans(text)
        pieces = [self._vocabulary.ids_of(text[start:end]) for start, end in spans]
        rows = [self._vectors(pieces, window) for window in _windows([len(word) for word in pieces])]
        rarities = np.array([self._vocabulary.rarity_of(text[start:end]) for start, end in spans], np.float64)
        return Encoded(text, spans, np.concatenate([np.zeros((0, DIMS), np.float32), *rows]), rarities)

    def _vectors(self, pieces: Sequence[Sequence[int]], window: _Window) -> Matrix:
        seen = pieces[window.begin : window.end]
        ids = np.array([self._first, *chain.from_iterable(seen), self._last])
        states = self._model.run(ids)[1:-1]
        starts = [0, *accumulate(len(word) for word in seen[:-1])]
        words = np.add.reduceat(states, starts)[window.first_kept - window.begin : window.end_kept - window.begin]
        return unit_rows(words)


def _windows(sizes: Sequence[int]) -> Iterator[_Window]:
    """Divide words with so many pieces each among windows, so that each word is kept once, with context around it."""
    ends = [0, *accumulate(sizes)]
    room = _WINDOW if ends[-1] <= _WINDOW else _WINDOW - 2 * _CONTEXT
    first = 0
    while first < len(sizes):
        end = bisect_right(ends, ends[first] + room) - 1
        begin_seen = bisect_left(ends, ends[first] - _CONTEXT)
        end_seen = bisect_right(ends, ends[end] + _CONTEXT) - 1
        yield _Window(begin_seen, end_seen, first, end)
        first = end
