"""Rounds on a fake Discord that cuts, refuses, repeats and forgets, on a machine whose clock and disk fail.

ASKADAY_FAULTS=17 plays that one alone, `make faults` plays five hundred. One that fails says how to play it again with
as few of its faults as it takes.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from traceback import format_exception

import pytest
from structlog.testing import capture_logs

from bot.domain.deliveries import DeliveryState
from tests.e2e.faults.discord_schedule import Played, play
from tests.e2e.faults.judging import problems
from tests.e2e.faults.machine import CLOCK, SENDING
from tests.e2e.faults.seeds import batches
from tests.servers.fake_discord.records import FORUM
from tests.waiting import PATIENCE

pytestmark = pytest.mark.repeats

BATCHES = batches()
KINDS = (
    CLOCK,
    *SENDING,
    "connection closed",
    "connection cut",
    "connection forgotten",
    "connection told to reconnect",
    "delay",
    "drop",
    "drop after the effect",
    "limit",
    "process ended",
    "process ended while sending",
    "repeat",
    "status 401",
    "status 503",
    "status 503 after the effect",
    "swap",
)
#: Fewer of a kind in fifty schedules would say that this kind does not happen any more.
LEAST = 5


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Write no logs: thousands of troubles that are meant, many with a traceback, take longer than the schedules."""
    logging.disable(logging.CRITICAL)
    with capture_logs():
        yield
    logging.disable(logging.NOTSET)


def shape(played: Played) -> tuple[list[str], list[list[str]], list[str], set[DeliveryState]]:
    """Give the first words of what is shown in the channel and its threads, their names, and what is still owed."""
    result = played.result
    threads = [[_first(said) for said in thread] for thread in result.threads]
    return [_first(said) for said in result.channel], threads, result.names, result.owed


def _first(said: str) -> str:
    return said.removeprefix("## ").split()[0]


def expected_shape(played: Played) -> tuple[list[str], list[list[str]], list[str], set[DeliveryState]]:
    """Give one card, one thread, one reveal, one model answer and one board: in a forum they are all in the post."""
    names, owed = ["Closed: Storage · associate"], set[DeliveryState]()
    if played.kind == FORUM:
        return [], [["Closed:", "Reveal:", "Model", "Revealed:"]], names, owed
    return ["Closed:", "Revealed:"], [["Reveal:", "Model"]], names, owed


def told_of(played: Played) -> list[str]:
    """Say what came of a schedule that must not."""
    found = [] if shape(played) == expected_shape(played) else [f"{played.result}"]
    answers, said = played.result.answers, played.said
    return found if answers == said else [*found, f"{answers} instead of {said}"]


async def tried(seed: int, folder: Path, happened: Counter[str]) -> list[str]:
    """Play a schedule; what it raises is a problem of this seed."""

    async def playing(some: frozenset[str] | None, *, stormy: bool) -> Played:
        return await play(seed, Path(mkdtemp(dir=folder)), stormy=stormy, only=some)

    try:
        return await problems("tests/e2e/faults/test_discord.py", seed, playing, told_of, happened, patience=PATIENCE)
    except (AssertionError, LookupError, TimeoutError) as error:
        # Of what took too long it says where that stood still.
        return [f"seed {seed}: {''.join(format_exception(error))}"]


@pytest.mark.parametrize("seeds", BATCHES, ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
async def test_schedules_of_faults_end_as_if_there_had_been_none(seeds: list[int], tmp_path: Path) -> None:
    happened: Counter[str] = Counter()

    # One after the other: discord.py keeps the address of Discord for the whole process.
    found = [problem for seed in seeds for problem in await tried(seed, tmp_path, happened)]

    assert found == []
    # One schedule alone need not meet with everything.
    rare = [kind for kind in KINDS if happened[kind] < LEAST] if len(seeds) > 1 else []
    assert rare == []


async def test_schedule_of_faults_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()

    first = await play(3, tmp_path, stormy=True)
    second = await play(3, tmp_path / "again", stormy=True)

    assert (first.result, first.said) == (second.result, second.said)
