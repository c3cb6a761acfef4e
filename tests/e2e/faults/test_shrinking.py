"""A failing schedule is told by the command that plays it again, with as few faults as it takes."""

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.e2e.faults.shrinking import command, shrunk
from tests.e2e.faults.slack_schedule import Played, play, told_of

pytestmark = pytest.mark.repeats


async def test_faults_that_it_does_not_take_are_left_out() -> None:
    played = Counter[bool]()

    async def fails(only: frozenset[str]) -> Sequence[str]:
        played[True] += 1
        return ["it fails"] if {"drop #2", "limit #7"} <= only else []

    befell = [f"{kind} #{n}" for kind in ("drop", "limit") for n in range(1, 17)]

    assert await shrunk(fails, befell) == ["drop #2", "limit #7"]
    assert played[True] <= 40


def test_command_plays_it_again() -> None:
    assert command("tests/e2e/faults/test_slack.py", 17, ["drop #2", "limit #7"]) == (
        "ASKADAY_FAULTS=17 ASKADAY_ONLY='drop #2;limit #7' .venv/bin/pytest tests/e2e/faults/test_slack.py"
    )


@pytest.fixture
def quiet() -> Iterator[None]:
    """Write no logs of what is meant to go wrong."""
    logging.disable(logging.CRITICAL)
    with capture_logs():
        yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("quiet")
async def test_fault_that_is_planted_is_found_behind_a_reply_that_was_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def finds_nothing(*_: Any, **__: Any) -> None:
        return None

    monkeypatch.setattr("adapters.slack.send.messenger.SlackMessenger.find", finds_nothing)
    # A disk that fails while messages are sent finds the same fault, without any reply lost.
    monkeypatch.setattr("tests.e2e.faults.machine.OFTEN", 0)
    monkeypatch.setattr("tests.e2e.faults.machine.OFTEN_SENDING", 0)

    async def played(seed: int, only: frozenset[str] | None) -> Played:
        return await play(seed, Path(mkdtemp(dir=tmp_path)), stormy=True, only=only)

    first = [await played(seed, None) for seed in range(4)]
    seed, found, befell = next((n, told_of(one), one.befell) for n, one in enumerate(first) if told_of(one))

    async def again(some: frozenset[str]) -> Sequence[str]:
        return told_of(await played(seed, some))

    only = await shrunk(again, befell)

    assert found != []
    assert {one.partition(":")[0] for one in only} == {"chat.postMessage"}
    assert [one for one in only if "after the effect" in one] != []
    assert len(only) < len(befell) / 4
