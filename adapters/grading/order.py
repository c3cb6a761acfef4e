"""Whether an answer's words stand as they do in the rubric: who shuffles its words, or lists them, changes that."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from adapters.grading.reading import Reading

#: How far apart two words may stand to be neighbours.
_NEAR = 3
#: With fewer pairs nothing can be said.
_FEWEST_PAIRS = 3


@dataclass(frozen=True, slots=True)
class Order:
    """Which words a rubric has, and which of them stand near each other there."""

    stems: frozenset[str]
    near: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> "Order":
        """Learn the order of some texts."""
        stems: set[str] = set()
        near: set[tuple[str, str]] = set()
        for reading in readings:
            row = [word.stems[0] for word in reading.words]
            stems.update(row)
            near.update(pair for distance in range(1, _NEAR + 1) for pair in zip(row, row[distance:], strict=False))
        return cls(frozenset(stems), frozenset(near))

    def echo(self, answer: Reading) -> float:
        """Give the share of the answer's words that are the rubric's, 0..1."""
        return sum(word.stems[0] in self.stems for word in answer.words) / max(len(answer.words), 1)

    def kept(self, answer: Reading) -> float:
        """Give the share of neighbours, both of the rubric, that are neighbours there in that order; 1 for too few."""
        row = [word.stems[0] for word in answer.words]
        pairs = [pair for pair in pairwise(row) if pair[0] != pair[1] and {*pair} <= self.stems]
        return sum(pair in self.near for pair in pairs) / len(pairs) if len(pairs) >= _FEWEST_PAIRS else 1.0
