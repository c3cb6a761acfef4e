"""What hosts do when Askaday ends, played with the real process by the rules that stand in `deploy/`."""

import asyncio
import configparser
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import yaml

from bot.cli import FAILURE, MISUSE
from tests.cli.askaday import clean_environment
from tests.content.shipped import ROOT
from tests.e2e.discord_process import DiscordProcess, discord_process
from tests.waiting import PATIENCE

#: Says of an exit status whether a host starts the program again.
Rule = Callable[[int], bool]


def by_systemd(status: int) -> bool:
    """https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html#Restart="""
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string((ROOT / "deploy" / "askaday.service").read_text())
    service, limit = unit["Service"], unit["Unit"].get("StartLimitIntervalSec")
    assert limit == "0", "with a limit systemd gives up after some tries"
    comes_back = {"no": False, "on-failure": status != 0, "always": True}[service["Restart"]]
    return comes_back and str(status) not in service.get("RestartPreventExitStatus", "").split()


def by_compose(_status: int) -> bool:
    """https://docs.docker.com/reference/compose-file/services/#restart"""
    service = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())["services"]["askaday"]
    return {"no": False, "always": True, "unless-stopped": True}[str(service.get("restart", "no"))]


def has_connected(process: DiscordProcess, before: int) -> bool:
    return process.connections > before


async def played(process: DiscordProcess, comes_back: Rule, pass_: Callable[[], None]) -> list[int]:
    """Start it again by a rule until it is connected, then stop it; give what it ended with each time.

    After each end `pass_` lets the trouble pass.
    """
    ended: list[int] = []
    while True:
        connections = process.connections
        await process.begin()
        assert process.running is not None
        over = asyncio.ensure_future(process.running.wait())
        there = asyncio.ensure_future(process.until(partial(has_connected, process, connections)))
        await asyncio.wait({over, there}, return_when=asyncio.FIRST_COMPLETED)
        if not over.done():
            return [*ended, await process.stop()]
        there.cancel()
        process.running = None
        ended.append(over.result())
        if not comes_back(ended[-1]):
            return ended
        pass_()


def in_the_way(folder: Path) -> Path:
    """Put a file where the database's folder should be, and give it."""
    path = folder / "data"
    path.write_text("a file where a folder should be")
    return path


@pytest.mark.parametrize("rule", [by_systemd, by_compose])
async def test_what_ends_with_trouble_that_passes_comes_back(tmp_path: Path, rule: Rule) -> None:
    path = in_the_way(tmp_path)

    async with discord_process(tmp_path) as process:
        process.more = {"ASKADAY_DATABASE": str(path / "askaday.db")}
        ended = await played(process, rule, path.unlink)

    assert ended == [FAILURE, 0]


async def test_what_settings_keep_from_starting_stays_away_under_systemd(tmp_path: Path) -> None:
    async with discord_process(tmp_path) as process:
        process.more = {"DISCORD_TOKEN": "290926798626357999"}
        ended = await played(process, by_systemd, lambda: None)

    assert ended == [MISUSE]


async def test_honcho_ends_with_what_askaday_ended_with_so_that_its_host_starts_it_again(tmp_path: Path) -> None:
    path = in_the_way(tmp_path)
    async with discord_process(tmp_path) as process:
        settings = {**process.settings, "ASKADAY_DATABASE": str(path / "askaday.db")}
        binaries = Path(sys.executable).parent
        environment = clean_environment(tmp_path, **settings)
        running = await asyncio.create_subprocess_exec(
            binaries / "honcho",
            "--procfile",
            ROOT / "Procfile",
            "--app-root",
            tmp_path,
            "start",
            env={**environment, "PATH": f"{binaries}:{environment['PATH']}"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await asyncio.wait_for(running.communicate(), PATIENCE)

    assert (running.returncode, b"cannot be used" in said) == (FAILURE, True)


async def test_stop_that_comes_while_it_starts_ends_it_in_an_orderly_way(tmp_path: Path) -> None:
    async with discord_process(tmp_path) as process:
        process.discord.faults.hold("GET /users/@me")
        await process.begin()
        await process.until(lambda: process.discord.faults.met)

        status = await process.stop()

    assert (status, "stopping" in process.log) == (0, True)
