"""How well an answer fits a statement: the share of the statement's words that one passage of the answer has."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log

from adapters.grading.words import Word, tidy, words_of

#: A passage is so many times as long as the statement, and a few words: long answers gain nothing by their length.
_PASSAGE_RATIO = 2
_PASSAGE_EXTRA = 4
#: Statements with as many words need as many of them in the answer; shorter ones all they have.
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True, order=True)
class Fit:
    """How well a statement fits; of equal shares the longer statement fits better."""

    #: 0..1 of the statement's weight.
    share: float = 0.0
    weight: float = 0.0
    #: Positions of the passage's first and last matched word among the answer's words.
    first: int = -1
    last: int = -1


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as it is looked for."""

    #: The stems that count, each with whether it is negated there.
    polarity: Mapping[str, bool]
    weights: Mapping[str, float]

    @property
    def weight(self) -> float:
        """Give the weight of all its words."""
        return fsum(self.weights.values())


def statements(texts: Sequence[str], prompt: str) -> list[Statement]:
    """Prepare statements about one question; words of the prompt count nothing, rare words most.

    How rare a word is, is judged by these statements alone.
    """
    given = {stem for word in words_of(tidy(prompt)) for stem in word.stems}
    found = [_polarity(words_of(tidy(text)), given) for text in texts]
    frequency = Counter(stem for polarity in found for stem in polarity)
    rarity = {stem: log(1 + len(texts) / count) for stem, count in frequency.items()}
    return [Statement(polarity, {stem: rarity[stem] for stem in polarity}) for polarity in found]


def _polarity(words: Iterable[Word], given: set[str]) -> Mapping[str, bool]:
    # Names in CamelCase are looked for whole: people write "dynamodb" more often than "Dynamo".
    return {word.stems[0]: word.is_negated for word in words if word.stems[0] not in given}


class Answer:
    """An answer, indexed by its words."""

    def __init__(self, text: str) -> None:
        self.text = tidy(text)
        self.words = words_of(self.text)
        #: Where each stem stands, and whether it is negated there.
        self._places: dict[str, list[tuple[int, bool]]] = defaultdict(list)
        for position, word in enumerate(self.words):
            for stem in self._stems_at(position):
                self._places[stem].append((position, word.is_negated))

    def _stems_at(self, position: int) -> set[str]:
        # "Private Link" is "PrivateLink" too.
        following = self.words[position + 1].written if position + 1 < len(self.words) else ""
        return {*self.words[position].stems, self.words[position].written + following}

    def fit(self, statement: Statement) -> Fit:
        """Find the passage that has most of a statement; a word counts only if both negate it, or neither does."""
        length = _PASSAGE_RATIO * len(statement.polarity) + _PASSAGE_EXTRA
        fewest = min(_FEWEST_WORDS, len(statement.polarity))
        best = Fit()
        passage: deque[tuple[int, str]] = deque()
        held: Counter[str] = Counter()
        for position, stem in self._matches(statement):
            passage.append((position, stem))
            held[stem] += 1
            while position - passage[0][0] >= length:
                held[passage.popleft()[1]] -= 1
            found = [stem for stem, times in held.items() if times]
            if len(found) >= fewest:
                weight = fsum(statement.weights[stem] for stem in found)
                if weight > best.weight:
                    best = Fit(weight / statement.weight, weight, passage[0][0], position)
        return best

    def _matches(self, statement: Statement) -> list[tuple[int, str]]:
        return sorted(
            (position, stem)
            for stem, is_negated in statement.polarity.items()
            for position, is_negated_here in self._places.get(stem, ())
            if is_negated is is_negated_here
        )
