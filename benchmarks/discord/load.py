"""Commands in Discord at a steady pace, to Askaday and to a bare client, each a process of its own on one fake."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import quantiles

from tests.servers.fake_discord import FakeDiscord, Rules
from tests.servers.fake_discord.records import Channel, User

PER_SECOND = 50
ASKADAY, BARE = "aws-quiz", "bare-quiz"
#: So many that nobody asks for more questions in an hour than one member may.
MEMBERS = 100
#: Commands that are not measured: the first ones find nothing in any cache.
WARM_UP = 100
#: Seconds for starting, and for finishing what was asked for.
_PATIENCE = 60
_SHOWN = "POST /webhooks/{webhook_id}/{webhook_token}"


@dataclass
class Load:
    """A server whose members keep typing a command of either app."""

    discord: FakeDiscord
    place: Channel
    people: Sequence[User]
    _number: "count[int]" = field(default_factory=count)

    async def milliseconds(self, command: str, commands: int) -> list[float]:
        """Send commands whatever becomes of those before, and give how long each first answer took."""
        loop = asyncio.get_running_loop()
        begin, shown = loop.time(), len(self.discord.transcript.of(_SHOWN))
        sent = []
        for number in range(commands):
            await asyncio.sleep(begin + number / PER_SECOND - loop.time())
            sent.append(asyncio.create_task(self._send(command)))
        elapsed = [await one for one in sent]
        if command == ASKADAY:
            await self._until(lambda: len(self.discord.transcript.of(_SHOWN)) >= shown + commands)
        return elapsed

    async def _send(self, command: str) -> float:
        who = self.people[next(self._number) % len(self.people)]
        outcome = await self.discord.command(who, self.place, command)
        if not outcome.answered:
            raise AssertionError(f"/{command} was not answered.")
        return outcome.elapsed * 1000

    async def registered(self) -> None:
        """Wait until both apps listen."""
        await self._until(lambda: len(self.discord.gateway.identified) >= len(self.discord.state.apps))

    async def _until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(_PATIENCE):
            while not condition():  # noqa: ASYNC110 - between two measurements
                await asyncio.sleep(0.05)


def percentile_99(milliseconds: Sequence[float]) -> float:
    """Give what 99 of 100 stay below."""
    return quantiles(milliseconds, n=100)[-1]


@asynccontextmanager
async def discord_load(folder: Path) -> AsyncIterator[Load]:
    """Start a fake Discord and the two apps; Askaday's database is a file in the folder."""
    # Holding what is sent against Discord's document would take more time than answering, in the process that measures.
    async with FakeDiscord(rules=Rules(validate=False)) as discord:
        people = [discord.add_user(f"member{number}") for number in range(MEMBERS)]
        guild = discord.add_guild("Rockets", *people)
        place = discord.add_channel(guild, "questions")
        askaday, bare = discord.add_app("askaday"), discord.add_app("bare")
        for app in (askaday, bare):
            discord.invite(app, guild)
        database = str(folder / "askaday.db")
        processes = [
            await _process("benchmarks.discord.askaday", discord.address, askaday.token, database),
            await _process("benchmarks.discord.bare", discord.address, bare.token, BARE),
        ]
        try:
            load = Load(discord, place, people)
            await load.registered()
            for command in (ASKADAY, BARE):
                await load.milliseconds(command, WARM_UP)
            yield load
        finally:
            for process in processes:
                process.terminate()
                await process.wait()


async def _process(module: str, *words: str) -> asyncio.subprocess.Process:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ASKADAY_", "DISCORD_"))}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *words, env=kept, stdin=asyncio.subprocess.DEVNULL
    )
