"""What hosts do when Askaday ends, played with the real process by the rules that stand in `deploy/`."""

import asyncio
import configparser
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psycopg
import pytest
import yaml

from adapters.storage.postgres.server.database import UPGRADING
from bot.cli import FAILURE, MISUSE
from tests.cli.askaday import clean_environment
from tests.content.shipped import ROOT
from tests.e2e.discord.process import DiscordProcess, discord_process
from tests.servers.postgres import new_database
from tests.waiting import PATIENCE

#: Counts who waits for what others hold in a database.
_WAITING = b"""
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""

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


#: What another process holds that a start on PostgreSQL waits for.
HELD = {"upgrade": f"SELECT pg_advisory_xact_lock({UPGRADING})", "tables": "LOCK TABLE rounds IN ACCESS EXCLUSIVE MODE"}


@pytest.mark.parametrize("statement", HELD.values(), ids=HELD)
async def test_stop_that_comes_while_it_waits_for_its_database_ends_it_in_an_orderly_way(
    tmp_path: Path, statement: str
) -> None:
    with new_database() as url, psycopg.connect(url) as holder, psycopg.connect(url, autocommit=True) as looking:
        holder.execute(statement.encode())
        async with discord_process(tmp_path) as process:
            process.more = {"ASKADAY_DATABASE": url}
            await process.begin()
            await process.until(lambda: looking.execute(_WAITING).fetchone() == (1,))

            status = await process.stop()

    assert (status, "stopping before it has started" in process.log) == (0, True)


async def test_stop_in_the_middle_of_an_upgrade_leaves_nothing_of_it(tmp_path: Path) -> None:
    with new_database(with_tables=False) as url, psycopg.connect(url, autocommit=True) as looking:
        # A table of that name may come to be: who makes another one waits for that.
        with psycopg.connect(url) as holder:
            holder.execute(b"CREATE TABLE deliveries (id INTEGER)")
            async with discord_process(tmp_path) as process:
                process.more = {"ASKADAY_DATABASE": url}
                await process.begin()
                await process.until(lambda: looking.execute(_WAITING).fetchone() == (1,))

                status = await process.stop()
            holder.rollback()

        left = looking.execute(b"SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()

    assert (status, left) == (0, (0,))
