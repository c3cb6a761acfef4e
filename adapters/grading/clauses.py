"""Whether an answer says of one thing what belongs to another: "S3 is block storage, EBS is object storage"."""

import re
from collections.abc import Sequence
from itertools import combinations, permutations

from adapters.grading.words import tidy, words_of

_CLAUSE = re.compile(r"[,.;:!?()\n]|\b(?:and|but|while|whereas|or|because|so)\b", re.IGNORECASE)

Stems = frozenset[str]

#: How much of a clause that is taken for a swapped one comes from the statement.
_SHARE = 0.6


def clauses(text: str) -> tuple[Stems, ...]:
    """Give the stems of each clause that has several."""
    parts = (frozenset(word.stems[0] for word in words_of(part)) for part in _CLAUSE.split(tidy(text)))
    return tuple(part for part in parts if len(part) > 1)


def are_swapped(stated: Sequence[Stems], answered: Sequence[Stems]) -> bool:
    """Tell whether what two clauses of a statement keep apart stands crosswise in two clauses of an answer."""
    return any(
        _is_crossed(one - other, other - one, first - (one & other), second - (one & other))
        for one, other in combinations(stated, 2)
        for first, second in permutations(answered, 2)
        if not (_is_stated(first, one, other, stated) or _is_stated(second, one, other, stated))
    )


def _is_stated(clause: Stems, one: Stems, other: Stems, stated: Sequence[Stems]) -> bool:
    """Tell whether another clause of the statement holds together what this one takes from two: then it may."""
    taken = clause & (one | other)
    return any(taken <= third for third in stated)


def _is_crossed(one: Stems, other: Stems, first: Stems, second: Stems) -> bool:
    # A word of each, and of each a different one, in both clauses, which say hardly anything else.
    parts = (first & one, first & other, second & one, second & other)
    if not all(parts) or first & second & (one | other):
        return False
    return all(len(clause & (one | other)) >= _SHARE * len(clause) for clause in (first, second))
