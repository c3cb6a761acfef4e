"""Resident memory of an idle process: Askaday on Slack and Discord, against Red-DiscordBot on the same fake Discord.

And against what the two platforms' libraries take alone. Memory does not depend on how busy the machine is.
"""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.storage.sqlite import SqliteStore
from benchmarks.figures import Figure, Progress, at_most
from benchmarks.filling import workplace
from benchmarks.idle.red import INSTANCE, python_with_red, set_up
from benchmarks.simulate import resident
from tests.cli.askaday import ASKADAY, clean_environment
from tests.servers.fake_discord import FakeDiscord
from tests.servers.fake_discord.gateway import PRIVILEGED
from tests.servers.fake_discord.records import Guild
from tests.servers.fake_slack import FakeSlack, Rules, Workspace

#: Seconds until a process is connected and idle, at most.
_PATIENCE = 120
#: A process is idle that has the same memory, but for this share, in so many looks, a second apart.
_LOOKS, _SAME = 10, 0.01


@dataclass(frozen=True, slots=True)
class Size:
    """How many members the server has, and the workspace, and for how many looks a process has to be idle."""

    members: int = 100
    looks: int = _LOOKS


@dataclass(frozen=True, slots=True)
class Place:
    """A server and a workspace for one app after the other."""

    discord: FakeDiscord
    guild: Guild
    slack: FakeSlack
    team: Workspace
    folder: Path

    def invite(self, name: str) -> str:
        """Invite an app of Discord that may know everything, and give its token."""
        app = self.discord.add_app(name)
        app.privileged = PRIVILEGED
        self.discord.invite(app, self.guild)
        return app.token


@dataclass(frozen=True, slots=True)
class Program:
    """What is started, and whether it is on Slack, too."""

    words: Sequence[str]
    settings: Mapping[str, str]
    is_on_slack: bool = True


_SIZE = Size()


async def measure(
    progress: Progress, size: Size = _SIZE, python: Callable[[Path], Path] = python_with_red
) -> Sequence[Figure]:
    """Start one after the other; where Red cannot be installed, there is no figure beside it."""
    name = "resident memory idle, both platforms connected"
    with workplace() as folder:
        async with _place(folder.absolute(), size) as place:
            askaday = [await _idle(place, size, await _askaday(place))]
            progress(1 / 3)
            libraries = [await _idle(place, size, _libraries(place))]
            progress(2 / 3)
            figures = [at_most(f"{name}, beside its libraries", askaday, libraries, unit="MiB", ratio=2)]
            try:
                with_red = await asyncio.to_thread(python, Path("build"))
            except subprocess.CalledProcessError as error:
                reason = (error.stderr or "").strip().rpartition("\n")[2]
                print(f"There is no Red-DiscordBot to compare with: {reason}", file=sys.stderr)
            else:
                red = [await _idle(place, size, _red(place, with_red))]
                figures.append(at_most(name, askaday, red, unit="MiB", ratio=0.7))
            progress(1.0)
    return figures


@asynccontextmanager
async def _place(folder: Path, size: Size) -> AsyncIterator[Place]:
    async with FakeDiscord() as discord, FakeSlack(rules=Rules(message_pace=0, tiers=False)) as slack:
        guild = discord.add_guild("Rockets", *(discord.add_user(f"member{one}") for one in range(size.members)))
        discord.add_channel(guild, "questions")
        people = tuple(f"member{one}" for one in range(size.members))
        yield Place(discord, guild, slack, slack.add_workspace("acme", people=people, channels=("general",)), folder)


async def _askaday(place: Place) -> Program:
    """Start it as a service is started again: its database is there, and it has no model."""
    await SqliteStore.open(place.folder / "askaday.db").close()
    settings = {
        "DISCORD_TOKEN": place.invite("askaday"),
        "ASKADAY_DISCORD_API": place.discord.address,
        "SLACK_BOT_TOKEN": place.team.bot_token,
        "SLACK_APP_TOKEN": place.slack.app.app_token,
        "ASKADAY_SLACK_API": place.slack.base_url,
        "XDG_DATA_HOME": str(place.folder),
    }
    return Program((str(ASKADAY), "run", "--no-model"), settings)


def _libraries(place: Place) -> Program:
    reached = (place.discord.address, place.invite("libraries"), place.slack.base_url)
    tokens = (place.team.bot_token, place.slack.app.app_token)
    return Program((sys.executable, "-m", "benchmarks.idle.libraries", *reached, *tokens), {})


def _red(place: Place, python: Path) -> Program:
    words = (str(python), "-m", "benchmarks.idle.red", place.discord.address, INSTANCE)
    options = ("--token", place.invite("red"), "--prefix", "!", "--no-prompt")
    return Program((*words, *options), set_up(place.folder), is_on_slack=False)


async def _idle(place: Place, size: Size, program: Program) -> float:
    """Start a program, and give how many MiB it has once it is idle."""
    identified = place.discord.gateway.identified
    connections = len(identified)
    with (place.folder / "log").open("w+b") as log:
        process = await asyncio.create_subprocess_exec(
            *program.words,
            cwd=place.folder,
            env=clean_environment(place.folder, **program.settings),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            async with asyncio.timeout(_PATIENCE):
                while len(identified) == connections and process.returncode is None:  # noqa: ASYNC110 - it starts
                    await asyncio.sleep(0.1)
                if program.is_on_slack:
                    await place.slack.sockets.wait_connected(place.slack.app)
                return await _settled(process.pid, size.looks) / 2**20
        except (TimeoutError, FileNotFoundError) as error:
            raise AssertionError((place.folder / "log").read_text(encoding="utf-8")) from error
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def _settled(process: int, looks: int) -> int:
    memory, same = resident(process), 0
    while same < looks:
        await asyncio.sleep(1)
        now = resident(process)
        is_same = abs(now - memory) <= memory * _SAME
        memory, same = (memory, same + 1) if is_same else (now, 0)
    return resident(process)
