"""Commands in Slack at a steady pace, to Askaday and to a bare app, each a process of its own on one fake Slack."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import quantiles

from tests.servers.fake_slack import App, FakeSlack, Rules, Workspace

PER_SECOND = 50
COMMAND = "/aws-quiz"
#: So many that nobody asks for more questions in an hour than one member may.
MEMBERS = 200
#: Commands that are not measured: the first of a member asks Slack who that is.
WARM_UP = 200
#: Seconds for starting, and for finishing what was asked for.
_PATIENCE = 60


@dataclass
class Load:
    """A workspace whose members keep typing a command, and the two apps that have it."""

    slack: FakeSlack
    team: Workspace
    askaday: App
    bare: App
    _number: "count[int]" = field(default_factory=count)

    async def milliseconds(self, app: App, commands: int) -> list[float]:
        """Send commands whatever becomes of those before, and give how long each acknowledgement took."""
        loop = asyncio.get_running_loop()
        begin, asked = loop.time(), len(self.slack.transcript.of("response_url"))
        sent = []
        for number in range(commands):
            await asyncio.sleep(begin + number / PER_SECOND - loop.time())
            sent.append(asyncio.create_task(self._send(app)))
        elapsed = [await one for one in sent]
        if app is self.askaday:
            await self._answered(asked + commands)
        return elapsed

    async def _send(self, app: App) -> float:
        people = sorted(self.team.users)[:MEMBERS]
        who = people[next(self._number) % MEMBERS]
        outcome = await self.slack.command(who, self.team.channel("general"), COMMAND, app=app)
        if not outcome.acknowledged:
            raise AssertionError(f"A command was not acknowledged: {outcome.error}.")
        return outcome.elapsed * 1000

    async def _answered(self, replies: int) -> None:
        """Wait until every member has their question: what is measured next is not disturbed by it."""
        async with asyncio.timeout(_PATIENCE):
            while len(self.slack.transcript.of("response_url")) < replies:  # noqa: ASYNC110 - between two measurements
                await asyncio.sleep(0.05)


def percentile_99(milliseconds: Sequence[float]) -> float:
    """Give what 99 of 100 stay below."""
    return quantiles(milliseconds, n=100)[-1]


@asynccontextmanager
async def slack_load(folder: Path) -> AsyncIterator[Load]:
    """Start a fake Slack and the two apps; Askaday's database is a file in the folder."""
    # The fake would check what Askaday shows against Slack's types, 4 ms for each reply in the process that measures.
    os.environ.pop("TEST_DOCUMENTS", None)
    async with FakeSlack(rules=Rules(message_pace=0, tiers=False)) as slack:
        people = [f"member{number:03d}" for number in range(MEMBERS)]
        team = slack.add_workspace("acme", people=people, channels=("general",))
        bare = slack.add_app()
        token = slack.install(bare, team)
        processes = [
            await _askaday(slack, team, folder),
            await _process("-m", "benchmarks.slack.bare", slack.base_url, token.value, bare.app_token, COMMAND),
        ]
        try:
            for app in (slack.app, bare):
                await asyncio.wait_for(slack.sockets.wait_connected(app), _PATIENCE)
            load = Load(slack, team, slack.app, bare)
            for app in (slack.app, bare):
                await load.milliseconds(app, WARM_UP)
            yield load
        finally:
            for process in processes:
                process.terminate()
                await process.wait()


async def _askaday(slack: FakeSlack, team: Workspace, folder: Path) -> asyncio.subprocess.Process:
    return await _process(
        "-m",
        "bot",
        "run",
        SLACK_BOT_TOKEN=team.bot_token,
        SLACK_APP_TOKEN=slack.app.app_token,
        ASKADAY_SLACK_API=slack.base_url,
        ASKADAY_DATABASE=str(folder / "askaday.db"),
        ASKADAY_DRILLS_PER_HOUR="1000",
        ASKADAY_LOG_LEVEL="error",
    )


async def _process(*words: str, **settings: str) -> asyncio.subprocess.Process:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ASKADAY_", "SLACK_"))}
    return await asyncio.create_subprocess_exec(
        sys.executable, *words, env=kept | settings, stdin=asyncio.subprocess.DEVNULL
    )
