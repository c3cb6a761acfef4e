"""A text as graders compare it: its words with their vectors, without those that a question already gave."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from adapters.grading.text.words import Word, tidy, words_of
from adapters.grading.vectors.words import Encoded, Matrix, Numbers, WordVectors

#: What is read of an answer: chats allow 40,000 characters, people write a few thousand.
LONGEST = 40_000


@dataclass(frozen=True, eq=False)
class Reading:
    """A text and those of its words that are compared, in order."""

    text: str
    words: tuple[Word, ...]
    #: A row of length 1 for each word.
    vectors: Matrix
    #: How rare each word is, above 0: what it weighs.
    rarities: Numbers

    def without(self, given: Collection[str]) -> "Reading":
        """Leave out words whose stem was given."""
        kept = [place for place, word in enumerate(self.words) if word.stems[0] not in given]
        return Reading(self.text, tuple(self.words[place] for place in kept), self.vectors[kept], self.rarities[kept])

    def part(self, first: int, last: int) -> "Reading":
        """Give the passage from one of the compared words to another."""
        kept = slice(first, last + 1)
        return Reading(self.text, self.words[kept], self.vectors[kept], self.rarities[kept])

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Give the positions of each stem; people write "dynamodb" as often as "DynamoDB", so parts count, too."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self.words):
            for stem in word.stems:
                found[stem].append(place)
        return found


def read(texts: Sequence[str], vectors: WordVectors) -> list[Reading]:
    """Read texts, each as far as `LONGEST` characters."""
    return [_reading(encoded) for encoded in vectors.encode([tidy(text)[:LONGEST] for text in texts])]


def _reading(encoded: Encoded) -> Reading:
    words = tuple(words_of(encoded.text))
    seen = list(_seen(words, encoded))
    rows = np.array([_direction(encoded.vectors[places]) for places in seen], np.float32)
    rare = encoded.rarities.tolist()
    rarities = np.array([max([1.0, *rare[places]]) for places in seen], np.float64)
    return Reading(encoded.text, words, rows.reshape(len(words), encoded.vectors.shape[1]), rarities)


def _seen(words: Sequence[Word], encoded: Encoded) -> Iterator[slice]:
    """Give what the encoder saw at the place of each word: several words, or one that it is a part of."""
    starts, ends = [start for start, _ in encoded.spans], [end for _, end in encoded.spans]
    for word in words:
        yield slice(bisect_right(ends, word.start), bisect_left(starts, word.end))


def _direction(vectors: Matrix) -> Matrix:
    total = vectors[0] if len(vectors) == 1 else vectors.sum(axis=0)
    unit: Matrix = total / max(float(np.sqrt(total.dot(total))), 1e-9)
    return unit
