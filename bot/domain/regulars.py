"""Who usually answers: a plain rule over the latest rounds of a series."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

#: So many closed rounds are looked at.
LATEST = 10


def regulars(rounds: Sequence[AbstractSet[str]], earlier: AbstractSet[str]) -> frozenset[str]:
    """Give the members who answered at least half of the rounds that they could have answered.

    Nobody could answer a round before their first: a newcomer is judged by the rounds since then.

    Args:
        rounds: who answered, in the latest `LATEST` closed rounds of a series, oldest first.
        earlier: who had answered before these.
    """
    everybody = frozenset().union(*rounds)
    return frozenset(member for member in everybody if _is_regular(member, rounds, is_new=member not in earlier))


def _is_regular(member: str, rounds: Sequence[AbstractSet[str]], *, is_new: bool) -> bool:
    answered = [member in one for one in rounds]
    possible = answered[answered.index(True) :] if is_new else answered
    return 2 * sum(possible) >= len(possible)


def to_remind(usual: AbstractSet[str], answered: AbstractSet[str]) -> frozenset[str]:
    """Give those of the usual who have not answered; nobody, where at least half of them have."""
    waiting = frozenset(usual) - answered
    return waiting if 2 * len(waiting) > len(usual) else frozenset()
