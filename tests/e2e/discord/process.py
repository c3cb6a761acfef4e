"""`askaday run` as a process of its own on a fake Discord in this one; both in real time."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.cli.askaday import ASKADAY, clean_environment
from tests.servers.fake_discord import FakeDiscord, Outcome
from tests.servers.fake_discord.records import App, Channel, Guild, Message, User
from tests.waiting import PATIENCE, until
from tests.worlds.discord import shown


@dataclass
class DiscordProcess:
    """A server with a channel, and Askaday that is started and stopped as often as a test likes."""

    discord: FakeDiscord
    bot: App
    guild: Guild
    channel: Channel
    boss: User
    folder: Path
    running: asyncio.subprocess.Process | None = None
    #: Settings beside those of Discord.
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> dict[str, str]:
        return {"DISCORD_TOKEN": self.bot.token, "ASKADAY_DISCORD_API": self.discord.address, **self.more}

    @property
    def log(self) -> str:
        return (self.folder / "askaday.log").read_text()

    async def start(self) -> None:
        """Start Askaday and wait until it is connected."""
        identified = self.connections
        await self.begin()
        await self.until(lambda: self.connections > identified)

    @property
    def connections(self) -> int:
        """Say how often Askaday has connected so far."""
        return len(self.discord.gateway.identified)

    async def begin(self, *words: str) -> None:
        """Start Askaday, and wait for nothing."""
        with (self.folder / "askaday.log").open("ab") as log:
            self.running = await asyncio.create_subprocess_exec(
                ASKADAY,
                "run",
                *words,
                cwd=self.folder,
                env=clean_environment(self.folder, **self.settings, ASKADAY_LOG_FORMAT="json"),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    async def stop(self) -> int:
        """Tell it to stop, and give its exit status."""
        assert self.running is not None
        self.running.send_signal(signal.SIGTERM)
        status = await asyncio.wait_for(self.running.wait(), PATIENCE)
        self.running = None
        return status

    async def ended(self) -> int:
        """Wait until the process has ended by itself, and give its exit status."""
        assert self.running is not None
        status = await asyncio.wait_for(self.running.wait(), PATIENCE)
        self.running = None
        return status

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until the fake shows something."""
        await until(condition)

    async def said(self, outcome: Outcome) -> str:
        """Give what an outcome's message says once it is there."""
        await self.until(lambda: shown(outcome.message))
        return shown(outcome.message)

    def cards(self) -> list[Message]:
        return self.discord.messages(self.channel, by=self.bot.user)

    def titles(self) -> list[str]:
        return [shown(card).partition("\n")[0].partition(":")[0] for card in self.cards()]


@asynccontextmanager
async def discord_process(folder: Path) -> AsyncIterator[DiscordProcess]:
    async with FakeDiscord() as server:
        boss, ana = server.add_user("boss"), server.add_user("ana")
        guild = server.add_guild("Rockets", boss, ana)
        channel = server.add_channel(guild, "questions")
        bot = server.add_app()
        server.invite(bot, guild)
        process = DiscordProcess(server, bot, guild, channel, boss, folder)
        try:
            yield process
        finally:
            if process.running is not None:
                process.running.kill()
                await process.running.wait()
        assert server.transcript.violations == [], server.transcript.violations
