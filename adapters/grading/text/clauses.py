"""Whether an answer says of one thing what belongs to another: "S3 is block storage, EBS is object storage"."""

import re
from collections.abc import Sequence
from itertools import combinations

from adapters.grading.text.words import tidy, words_of

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
    for one, other in combinations(stated, 2):
        shared, apart = one & other, one ^ other
        mixed = [clause for clause in answered if _is_mixed(clause - shared, one - shared, other - shared)]
        # Another clause of the statement may hold together what this one takes from two.
        crossing = [clause - shared for clause in mixed if not _is_stated(clause & (one | other), stated)]
        # A word of each, and of each a different one, in both clauses.
        if any(not first & second & apart for first, second in combinations(crossing, 2)):
            return True
    return False


def _is_mixed(clause: Stems, one: Stems, other: Stems) -> bool:
    """Tell whether a clause has words of both, and hardly any else."""
    if clause.isdisjoint(one) or clause.isdisjoint(other):
        return False
    return len(clause & (one | other)) >= _SHARE * len(clause)


def _is_stated(taken: Stems, stated: Sequence[Stems]) -> bool:
    return any(taken <= third for third in stated)
