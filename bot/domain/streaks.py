"""Runs of answered slots, and who usually answers; weekends, holidays, pauses and outages have no slot in either."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

#: A freeze is earned each time this many slots have been answered.
SLOTS_PER_FREEZE = 10
MOST_FREEZES = 2
#: So many closed rounds say who usually answers.
LATEST = 10


@dataclass(frozen=True, slots=True)
class Streak:
    """A member's run of answered slots in one series."""

    current: int = 0
    longest: int = 0
    #: Slots answered in all.
    answered: int = 0
    #: Freezes held, at most two; one is earned per ten answered slots.
    freezes: int = 0


def advance(streak: Streak, *, answered: bool) -> Streak:
    """Give the streak after one more closed slot.

    A missed slot uses up a freeze, if one is held, and leaves the run as it was; without one the run ends.
    """
    if answered:
        current = streak.current + 1
        total = streak.answered + 1
        earned = 1 if total % SLOTS_PER_FREEZE == 0 else 0
        return Streak(current, max(streak.longest, current), total, min(streak.freezes + earned, MOST_FREEZES))
    if streak.current and streak.freezes:
        return Streak(streak.current, streak.longest, streak.answered, streak.freezes - 1)
    return Streak(0, streak.longest, streak.answered, streak.freezes)


def regulars(
    rounds: Sequence[AbstractSet[str]], earlier: AbstractSet[str], away: Sequence[AbstractSet[str]] = ()
) -> frozenset[str]:
    """Give the members who answered at least half of the rounds that they could have answered.

    Nobody could answer a round before their first: a newcomer is judged by the rounds since then. Nor is anybody judged
    by a round of a day on which they were away.

    Args:
        rounds: who answered, in the latest `LATEST` closed rounds of a series, oldest first.
        earlier: who had answered before these.
        away: who was away on the days of these rounds, one set for each; empty: nobody.
    """
    everybody = frozenset().union(*rounds)
    days = list(zip(rounds, away or [frozenset[str]()] * len(rounds), strict=True))
    return frozenset(member for member in everybody if _is_regular(member, days, is_new=member not in earlier))


def _is_regular(member: str, days: Sequence[tuple[AbstractSet[str], AbstractSet[str]]], *, is_new: bool) -> bool:
    answered = [member in one for one, away in days if member in one or member not in away]
    possible = answered[answered.index(True) :] if is_new else answered
    return 2 * sum(possible) >= len(possible)


def to_remind(usual: AbstractSet[str], answered: AbstractSet[str]) -> frozenset[str]:
    """Give those of the usual who have not answered; nobody, where at least half of them have."""
    waiting = frozenset(usual) - answered
    return waiting if 2 * len(waiting) > len(usual) else frozenset()
