"""Words mistyped: one letter missing, one too many, another one, or two that changed places."""

from functools import lru_cache

from rapidfuzz.distance import OSA

#: Shorter words are too easily another word.
_SHORTEST = 5


@lru_cache(maxsize=20_000)
def is_mistyped(word: str, written: str) -> bool:
    """Tell whether what is written was probably meant to be the word.

    The first letter is taken for right: "synchronous" and "asynchronous" are two words. A number with another digit is
    another number.
    """
    if len(word) < _SHORTEST or word[0] != written[0] or not (word + written).isalpha():
        return False
    return OSA.distance(word, written, score_cutoff=1) == 1
