"""Whether an answer's words stand as they do in the rubric: who shuffles its words, or lists them, changes that."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from adapters.grading.aligned.reading import Reading
from adapters.grading.text.words import all_stems_of

Pair = tuple[str, str]

#: How far apart two words of meaning may stand to be neighbours, and two words of any kind.
_NEAR = 3
_NEXT = 2
#: With fewer pairs nothing can be said.
_FEWEST_PAIRS = 3
#: Nearly all words are the rubric's, and most of them follow other words than they do there.
_SHUFFLED_ECHO = 0.9
_SHUFFLED_BELOW = 0.4
#: A single text has its words once; many wordings have most words, and few of the ways to join them.
_SHUFFLED_BELOW_ALONE = 0.5


@dataclass(frozen=True, slots=True)
class Order:
    """Which words a rubric has, and which of them stand near each other there."""

    stems: frozenset[str]
    near: frozenset[Pair]
    #: The same with words that only join others.
    all_stems: frozenset[str]
    next_to: frozenset[Pair]
    #: The rubric is a single text.
    is_alone: bool

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> "Order":
        """Learn the order of some texts."""
        texts = list(readings)
        rows = [[word.stems[0] for word in text.words] for text in texts]
        full = [all_stems_of(text.text) for text in texts]
        return cls(
            frozenset(stem for row in rows for stem in row),
            frozenset(pair for row in rows for pair in _pairs(row, _NEAR)),
            frozenset(stem for row in full for stem in row),
            frozenset(pair for row in full for pair in _pairs(row, _NEXT)),
            len(texts) == 1,
        )

    def echo(self, answer: Reading) -> float:
        """Give the share of the answer's words that are the rubric's, 0..1."""
        return sum(word.stems[0] in self.stems for word in answer.words) / max(len(answer.words), 1)

    def kept(self, answer: Reading) -> float:
        """Give the share of neighbours, both of the rubric, that are neighbours there in that order; 1 for too few."""
        return _kept(pairwise(word.stems[0] for word in answer.words), self.stems, self.near)

    def is_shuffled(self, answer: Reading) -> bool:
        """Tell whether an answer has the rubric's words, those that join others among them, and not their order."""
        row = all_stems_of(answer.text)
        echo = sum(stem in self.all_stems for stem in row) / max(len(row), 1)
        if echo < _SHUFFLED_ECHO:
            return False
        if self.is_alone:
            return _kept(pairwise(row), self.all_stems, self.next_to) < _SHUFFLED_BELOW_ALONE
        # Many wordings have all of "is", "for" and "the": which of them follow each other says nothing.
        told = [pair for pair in pairwise(row) if self.stems & {*pair}]
        return _kept(told, self.all_stems, self.next_to) < _SHUFFLED_BELOW


def _pairs(row: list[str], distance: int) -> Iterator[Pair]:
    for ahead in range(1, distance + 1):
        yield from zip(row, row[ahead:], strict=False)


def _kept(neighbours: Iterable[Pair], known: frozenset[str], near: frozenset[Pair]) -> float:
    pairs = [pair for pair in neighbours if pair[0] != pair[1] and {*pair} <= known]
    return sum(pair in near for pair in pairs) / len(pairs) if len(pairs) >= _FEWEST_PAIRS else 1.0
