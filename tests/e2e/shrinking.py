"""A schedule of faults that fails, with as few of its faults as it takes, and the command that plays it again."""

from collections.abc import Awaitable, Callable, Sequence

#: Plays a schedule in which nothing but some faults befall, and gives what is wrong with it.
Play = Callable[[frozenset[str]], Awaitable[Sequence[str]]]
#: So often a schedule is played at most to find them.
MOST_PLAYS = 80


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
