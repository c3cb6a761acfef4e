"""A suspended process, a server that cuts connections, is away, stops or dies: a week ends as if nothing had been.

ASKADAY_FAULTS=17 plays that seed alone, `make faults` plays twenty. One that fails says how to play it again with as
few of its troubles as it takes.
"""

import os

import pytest

from tests.crash.campaign import POSTGRES, SQLITE, Which, calm
from tests.crash.troubles import play
from tests.crash.week import Outcome
from tests.e2e.faults.seeds import only
from tests.e2e.faults.shrinking import command, shrunk

pytestmark = pytest.mark.repeats

#: One week takes as long as many rounds: of five hundred schedules every fiftieth is one.
OF_SCHEDULES = 50


#: Where it is played; in `make test` in the first place alone.
WEEKS = (Which("discord", SQLITE), Which("slack", POSTGRES))[: 2 if "ASKADAY_FAULTS" in os.environ else 1]


def seeds() -> list[int]:
    first, _, last = os.environ.get("ASKADAY_FAULTS", "0").partition("-")
    return list(range(int(first), int(last or first) + 1, OF_SCHEDULES))


@pytest.mark.parametrize("which", WEEKS, ids=lambda one: one.name)
async def test_week_on_a_machine_in_trouble_ends_as_if_it_had_been_in_none(which: Which) -> None:
    outcome = (await calm(which)).outcome
    assert isinstance(outcome, Outcome)

    async def wrong_with(seed: int, some: frozenset[str] | None) -> tuple[list[str], list[str]]:
        troubled = await play(which, seed, outcome, only=some)
        return troubled.found, troubled.befell

    found, befell = [], []
    for seed in seeds():
        wrong, happened = await wrong_with(seed, only())
        befell += happened
        if wrong:

            async def again(some: frozenset[str], seed: int = seed) -> list[str]:
                return (await wrong_with(seed, some))[0]

            found += [*wrong, command("tests/crash/test_troubles.py", seed, await shrunk(again, happened))]

    assert found == []
    wanted = (
        {"suspended"}
        if which.database == SQLITE
        else {
            "suspended",
            "connections cut",
            "server away",
            "server stopped",
            "server died",
        }
    )
    assert {one.partition(" #")[0] for one in befell} == wanted
