"""Runs of answered slots: weekends, holidays, pauses and outages have no slot and so never break one."""

from dataclasses import dataclass

#: A freeze is earned each time this many slots have been answered.
SLOTS_PER_FREEZE = 10
MOST_FREEZES = 2


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
