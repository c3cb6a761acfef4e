"""What `askaday run` has in memory while nobody asks it for anything, with Slack and Discord connected."""

import asyncio
import json
import signal
import sys
from pathlib import Path

from adapters.storage.sqlite import SqliteStore
from tests.architecture.later import LATER
from tests.cli.askaday import clean_environment
from tests.e2e.discord.process import discord_process
from tests.e2e.slack.process import slack_process
from tests.waiting import PATIENCE, until

#: Runs Askaday until it is told to stop, and writes which modules it had loaded when it was.
PROGRAM = """
import json, signal, sys
from pathlib import Path
from bot.cli import main

def stop(*_):
    Path("loaded.json").write_text(json.dumps(sorted(sys.modules)))
    signal.raise_signal(signal.SIGTERM)

signal.signal(signal.SIGUSR1, stop)
sys.argv = ["askaday", "run", "--no-model"]
main()
"""


async def test_idle_process_has_loaded_nothing_that_only_some_work_needs(tmp_path: Path) -> None:
    await SqliteStore.open(tmp_path / "askaday.db").close()
    async with discord_process(tmp_path) as discord, slack_process(tmp_path) as slack:
        discord.more = slack.settings
        with (tmp_path / "askaday.log").open("wb") as log:
            running = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", PROGRAM),
                cwd=tmp_path,
                env=clean_environment(tmp_path, **discord.settings, ASKADAY_LOG_FORMAT="json"),
                stdin=asyncio.subprocess.DEVNULL,
                stderr=log,
            )
        await until(lambda: discord.connections and '"event": "running"' in discord.log)
        await asyncio.wait_for(slack.slack.sockets.wait_connected(slack.slack.app), PATIENCE)
        running.send_signal(signal.SIGUSR1)
        status = await asyncio.wait_for(running.wait(), PATIENCE)

    loaded = set(json.loads((tmp_path / "loaded.json").read_text()))
    assert (status, loaded & LATER) == (0, set())
