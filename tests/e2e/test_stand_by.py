"""Two processes on one PostgreSQL: one is connected to a platform, the other stands by and takes over when it dies."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.e2e.discord.process import discord_process
from tests.e2e.slack.process import slack_process
from tests.servers.postgres import new_database
from tests.waiting import until


@pytest.fixture
def database() -> Iterator[dict[str, str]]:
    with new_database() as url:
        yield {"ASKADAY_DATABASE": url}


async def test_process_that_stands_by_takes_slacks_connection_over(tmp_path: Path, database: dict[str, str]) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    async with slack_process(tmp_path / "first") as first:
        first.more = database
        second = replace(first, folder=tmp_path / "second")
        slack, ana = first.slack, first.team.user("ana")
        try:
            await first.start()
            await second.begin()
            await until(lambda: "this one stands by" in second.log)
            connected = slack.sockets.of(slack.app)
            assert first.running is not None
            first.running.kill()
            await first.ended()

            await until(lambda: any(one is not connected[0] for one in slack.sockets.of(slack.app)))
            outcome = await slack.command(ana, first.channel, "/qotd", "leaderboard")
            await until(lambda: slack.ephemerals(ana))
        finally:
            if second.running is not None:
                second.running.kill()
                await second.ended()

    assert len(connected) == 1
    assert outcome.error is None


async def test_process_that_stands_by_takes_discords_shard_over(tmp_path: Path, database: dict[str, str]) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    async with discord_process(tmp_path / "first") as first:
        first.more = database
        second = replace(first, folder=tmp_path / "second")
        try:
            await first.start()
            await second.begin()
            await until(lambda: "this one stands by" in second.log)
            before = first.connections
            assert first.running is not None
            first.running.kill()
            await first.ended()

            await until(lambda: first.connections == before + 1)
            said = await second.said(await first.discord.command(first.boss, first.channel, "qotd help"))
        finally:
            if second.running is not None:
                second.running.kill()
                await second.ended()

    assert (before, said.partition("\n")[0]) == (1, "## Askaday")
