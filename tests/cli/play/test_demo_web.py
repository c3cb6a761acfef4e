"""`askaday demo --web`: the year of a small team, a link that signs its manager in, and an end by Ctrl-C."""

import asyncio
import os
import re
import signal
import tempfile
from pathlib import Path

import aiohttp
import pytest

from adapters.storage.sqlite.file.lock import only_process
from bot.cli.play.passing import passing_folder
from tests.cli.askaday import ASKADAY, askaday
from tests.waiting import PATIENCE

pytestmark = [pytest.mark.processes, pytest.mark.waits]
_TOKEN = re.compile(r'name="token" value="([^"]+)"')


async def _said(process: asyncio.subprocess.Process) -> list[str]:
    assert process.stdout is not None
    return [(await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode().strip() for _ in range(3)]


async def test_it_shows_a_team_to_its_manager_until_it_is_told_to_stop() -> None:
    process = await asyncio.create_subprocess_exec(
        ASKADAY, "demo", "--web", "--days", "7", stdout=asyncio.subprocess.PIPE
    )
    _, link, _ = await _said(process)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        async with browser.get(link) as opened:
            token = _TOKEN.search(await opened.text())
        assert token is not None
        async with browser.post(link, data={"token": token[1]}) as entered:
            first = (entered.status, entered.url.path.split("/")[:3])
        async with browser.get(link) as again:
            used = again.status
    process.send_signal(signal.SIGINT)

    assert (first, used) == ((200, ["", "w", "console:local"]), 410)
    assert await asyncio.wait_for(process.wait(), PATIENCE) == 0


def test_a_demo_deletes_what_one_that_was_killed_has_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    killed, played, begins = (tmp_path / f"askaday-demo-{name}" for name in ("killed", "played", "begins"))
    for folder in (killed, played, begins):
        folder.mkdir()
        (folder / "askaday.db").touch()
    (killed / "askaday.db.lock").touch()
    with only_process(played / "askaday.db"):
        for folder in (killed, played):
            os.utime(folder, (0, 0))
        with passing_folder() as own:
            there = sorted(tmp_path.iterdir())

    assert there == sorted([played, begins, own])
    assert sorted(tmp_path.iterdir()) == sorted([played, begins])


def _inside(folder: Path) -> list[str]:
    return [one.name.rpartition("-")[0] for one in folder.iterdir()]


async def test_it_leaves_nothing_when_its_terminal_is_closed(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *(ASKADAY, "demo", "--web", "--days", "3"),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    await _said(process)
    before = _inside(tmp_path)
    process.send_signal(signal.SIGHUP)

    assert await asyncio.wait_for(process.wait(), PATIENCE) == 0
    assert (before, _inside(tmp_path)) == (["askaday-demo"], [])


def test_a_database_is_written_or_shown(tmp_path: Path) -> None:
    done = askaday(tmp_path, "demo", "--web", "--database", "x.db")

    assert (done.status, "--web shows a year that it makes itself." in done.err) == (2, True)
