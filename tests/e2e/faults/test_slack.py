"""Rounds on a fake Slack that cuts, refuses, loses, repeats and reorders, on a machine whose clock and disk fail.

ASKADAY_FAULTS=17 plays that one alone, `make faults` plays five hundred. One that fails says how to play it again with
as few of its faults as it takes.
"""

import asyncio
import logging
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from structlog.testing import capture_logs

from tests.e2e.faults.judging import problems
from tests.e2e.faults.machine import CLOCK, DISKS, SENDING
from tests.e2e.faults.seeds import batches
from tests.e2e.faults.slack_schedule import Played, play, told_of
from tests.e2e.faults.slack_ways import HTTP_MODE, INSTALLED, SOCKET_MODE, Way

#: slack_sdk 3.47 sends client id and secret through a class that aiohttp 3.14 warns about.
pytestmark = [pytest.mark.repeats, pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")]

#: Schedules played one beside the other in a test, and how many such tests there are.
SIDE_BY_SIDE = 10
BATCHES = batches()
#: An installed app meets with all that one with a token of its own does over HTTP, which is played where many are.
OVER_HTTP = (HTTP_MODE, INSTALLED) if "ASKADAY_FAULTS" in os.environ else (INSTALLED,)
#: Fewer of a kind in fifty schedules would say that this kind does not happen any more.
LEAST = 5
KINDS = (
    CLOCK,
    *DISKS,
    *SENDING,
    "acknowledgement lost",
    "delay",
    "drop",
    "drop after the effect",
    "event lost",
    "event overtaken",
    "event repeated",
    "limit",
    "not_json",
    "not_json after the effect",
    "process ended",
    "process ended while sending",
    "refuse fatal_error",
    "refuse fatal_error after the effect",
    "refuse internal_error",
    "refuse internal_error after the effect",
    "refuse ratelimited",
    "refuse service_unavailable",
    "status 500",
    "status 500 after the effect",
    "status 502",
    "status 503",
)
#: What befalls the connections, by the way of the events.
TO_CONNECTIONS = {
    "socket": (
        "connection closed",
        "connection cut",
        "connection silent",
        "told: link_disabled",
        "told: refresh_requested",
        "told: warning",
    ),
    "http": ("address unreachable",),
    "installed": ("address unreachable", "renewals refused", "token renewed"),
}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Write no logs: thousands of troubles that are meant, many with a traceback, take longer than the schedules."""
    logging.disable(logging.CRITICAL)
    with capture_logs():
        yield
    logging.disable(logging.NOTSET)


async def tried(way: Way, seed: int, folder: Path, happened: Counter[str]) -> list[str]:
    """Play a schedule and say what came out otherwise than it must."""

    async def playing(some: frozenset[str] | None, *, stormy: bool) -> Played:
        return await play(seed, Path(mkdtemp(dir=folder)), stormy=stormy, way=way, only=some)

    return await problems("tests/e2e/faults/test_slack.py", seed, playing, told_of, happened)


@pytest.mark.parametrize(
    ("way", "seeds"),
    [*((SOCKET_MODE, seeds) for seeds in BATCHES), *((way, BATCHES[0]) for way in OVER_HTTP)],
    ids=lambda one: f"{one[0]}-{one[-1]}" if isinstance(one, list) else one.name,
)
async def test_schedules_of_faults_end_as_if_there_had_been_none(way: Way, seeds: list[int], tmp_path: Path) -> None:
    happened: Counter[str] = Counter()
    places = asyncio.Semaphore(SIDE_BY_SIDE)

    async def one(seed: int) -> list[str]:
        async with places:
            return await tried(way, seed, tmp_path, happened)

    found = await asyncio.gather(*map(one, seeds))

    assert [problem for several in found for problem in several] == []
    # One schedule alone need not meet with everything.
    rare = [kind for kind in (*KINDS, *TO_CONNECTIONS[way.name]) if happened[kind] < LEAST] if len(seeds) > 1 else []
    assert rare == []


async def test_schedule_of_faults_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()

    first = await play(3, tmp_path, stormy=True)
    second = await play(3, tmp_path / "again", stormy=True)

    assert (first.result, first.said) == (second.result, second.said)
