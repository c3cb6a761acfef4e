"""A schedule of faults that fails, with as few of its faults as it takes, and the command that plays it again."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from tests.servers.occurrences import Occurrences

T = TypeVar("T")

#: Plays a schedule in which nothing but some faults befall, and gives what is wrong with it.
Play = Callable[[frozenset[str]], Awaitable[Sequence[str]]]
#: So often a schedule is played at most to find them.
MOST_PLAYS = 80
#: So many steps a schedule takes at most, several times what one needs.
MOST_STEPS = 1000


@dataclass
class Steps:
    """Counts the steps of a schedule: one that waits for what never comes is broken off."""

    taken: int = 0

    def take(self) -> None:
        """Take one."""
        self.taken += 1
        assert self.taken <= MOST_STEPS, "what is waited for never comes"


class BrokenOffError(Exception):
    """A schedule went so wrong that it could not be played to its end."""

    def __init__(self, why: Exception, befell: Sequence[str]) -> None:
        super().__init__(repr(why))
        self.befell = befell


@contextmanager
def to_its_end(occurrences: Occurrences) -> Iterator[None]:
    """Keep what befell a schedule that is broken off, so that it can be played again."""
    try:
        yield
    except (AssertionError, LookupError, TimeoutError, ValueError) as why:
        raise BrokenOffError(why, occurrences.befell) from why


async def wrong_with(playing: Awaitable[T], told_of: Callable[[T], Sequence[str]]) -> Sequence[str]:
    """Play a schedule and say what came of it that must not; where it was broken off, why."""
    try:
        return told_of(await playing)
    except BrokenOffError as broken:
        return [str(broken)]


async def shrunk(play: Play, befell: Sequence[str]) -> list[str]:
    """Leave out of what befell halves, then quarters, and so on, while the schedule goes on failing without them."""
    kept, plays, size = list(befell), 0, max(1, len(befell) // 2)
    while kept and plays < MOST_PLAYS:
        start = 0
        while start < len(kept) and plays < MOST_PLAYS:
            fewer = kept[:start] + kept[start + size :]
            plays += 1
            if await play(frozenset(fewer)):
                kept = fewer
            else:
                start += size
        if size == 1:
            break
        size //= 2
    return kept


def command(test: str, seed: int, only: Sequence[str]) -> str:
    """Give the line that plays a schedule with some faults of it alone."""
    return f"ASKADAY_FAULTS={seed} ASKADAY_ONLY='{';'.join(only)}' .venv/bin/pytest {test}"
