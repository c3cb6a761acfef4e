"""`askaday run` that can be of no more use: it says why in a sentence and ends with status 1."""

import asyncio
from pathlib import Path

from adapters.discord.connect.access import refused_token
from tests.e2e.discord.process import discord_process
from tests.e2e.slack.process import slack_process

PATIENCE = 60


def _last(folder: Path) -> str:
    return (folder / "askaday.log").read_text().splitlines()[-1]


async def test_database_that_is_deleted_ends_the_process(tmp_path: Path) -> None:
    async with slack_process(tmp_path) as run:
        await run.start()
        assert run.running is not None
        (tmp_path / "askaday.db").unlink()

        async with asyncio.timeout(PATIENCE):
            # Whatever is written notices it.
            while run.running.returncode is None:
                await run.slack.say(run.team.user("ana"), run.channel, "Is anybody there?")
                await asyncio.sleep(0.2)
        status = await run.ended()

    lost = f"askaday: The database {tmp_path}/askaday.db is lost to this process: "
    assert (status, _last(tmp_path)[: len(lost)]) == (1, lost)


async def test_last_platform_that_is_gone_ends_the_process(tmp_path: Path) -> None:
    async with discord_process(tmp_path) as run:
        await run.start()
        run.bot.token = "reset"  # noqa: S105 - of the fake
        await run.discord.gateway.cut(4004)

        status = await run.ended()

    assert (status, _last(tmp_path)) == (1, f"askaday: {refused_token()}")
