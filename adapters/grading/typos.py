"""Words mistyped: one letter missing, one too many, another one, or two that changed places."""

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

from adapters.grading.reading import Reading
from adapters.grading.wordpiece import UNCOMMON

#: Shorter words are too easily another word.
_SHORTEST = 5


def meant(statement: Reading, answer: Reading) -> Iterator[tuple[int, int]]:
    """Give which of a statement's words which of the answer's was probably meant to be.

    Only what is no common word by itself is taken for mistyped, and the first letter for right: "synchronous" and
    "asynchronous" are two words. A number with another digit is another number.
    """
    for column, word in enumerate(answer.words):
        if answer.rarities[column] < UNCOMMON or word.stems[0] in statement.places:
            continue
        for row, said in enumerate(statement.words):
            if _is_near(said.written, word.written):
                yield row, column


@lru_cache(maxsize=50_000)
def _is_near(word: str, written: str) -> bool:
    if len(word) < _SHORTEST or word[0] != written[0] or not (word + written).isalpha():
        return False
    return OSA.distance(word, written, score_cutoff=1) == 1
