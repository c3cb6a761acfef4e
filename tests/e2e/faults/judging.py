"""What is wrong with a schedule of faults that was played."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from tests.e2e.faults.seeds import only
from tests.e2e.faults.shrinking import BrokenOffError, command, shrunk, wrong_with

#: The first of so many schedules is also played without faults.
COMPARED = 10


class Ended(Protocol):
    """A schedule that is over."""

    @property
    def result(self) -> Any: ...

    #: What befell it, and that, each time with a name of its own.
    @property
    def happened(self) -> Counter[str]: ...
    @property
    def befell(self) -> list[str]: ...


E = TypeVar("E", bound=Ended)
E_co = TypeVar("E_co", bound=Ended, covariant=True)


class Playing(Protocol[E_co]):
    """Plays a schedule, with nothing but some of its faults; None: with all."""

    async def __call__(self, some: frozenset[str] | None, *, stormy: bool) -> E_co: ...


async def problems(
    test: str,
    seed: int,
    playing: Playing[E],
    told_of: Callable[[E], Sequence[str]],
    happened: Counter[str],
    *,
    patience: float | None = None,
) -> list[str]:
    """Play a schedule and say what came out otherwise than it must, and how to play it again.

    Raises:
        TimeoutError: it took longer than so many seconds.
    """
    stormy: E | None = None

    async def again(some: frozenset[str]) -> Sequence[str]:
        return await wrong_with(playing(some, stormy=True), told_of)

    try:
        # To find the fewest faults it is played many times, which may take longer.
        async with asyncio.timeout(patience):
            stormy = await playing(only(), stormy=True)
        found, befell = told_of(stormy), stormy.befell
        happened.update(stormy.happened)
    except BrokenOffError as broken:
        found, befell = [str(broken)], [*broken.befell]
    found = [f"seed {seed}: {problem}" for problem in found]
    if found:
        found.append(command(test, seed, await shrunk(again, befell)))
    if seed % COMPARED == 0 and stormy is not None:
        calm = await playing(None, stormy=False)
        if calm.result != stormy.result:
            found.append(f"seed {seed}: {stormy.result} instead of {calm.result}")
    return found
