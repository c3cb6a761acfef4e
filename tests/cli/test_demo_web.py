"""`askaday demo --web`: the year of a small team, a link that signs its manager in, and an end by Ctrl-C."""

import asyncio
import re
import signal
from pathlib import Path

import aiohttp
import pytest

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


def test_a_database_is_written_or_shown(tmp_path: Path) -> None:
    done = askaday(tmp_path, "demo", "--web", "--database", "x.db")

    assert (done.status, "--web shows a year that it makes itself." in done.err) == (2, True)
