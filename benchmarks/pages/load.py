"""Requests for pages, to Askaday and to a bare app, each a process of its own behind a real socket."""

import asyncio
import re
import socket
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from pathlib import Path

import aiohttp

from benchmarks.figures import Figure, Progress, at_most
from bot.cli.year.app import write
from bot.cli.year.kind import Kind
from bot.cli.year.living import Period
from bot.cli.year.teams import MANAGER, TEAMS

#: The last day of the year that is looked at.
LAST = date(2026, 11, 27)
#: The six kinds of page.
PAGES = ("overview", "questions/{ref}", "people", "me", "queue", "series/{series}")
#: Bytes that a page may have.
LARGEST = 100_000
#: Seconds; a store that is large is looked through before it is opened.
_PATIENCE = 300
_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_QUESTION = re.compile(r'/questions/([^"?]+)\?')


@dataclass(frozen=True, slots=True)
class Size:
    """Days of the year, and requests for each page: `cold` right after something was written, `warm` not."""

    days: int = 365
    warm: int = 60
    cold: int = 5
    kind: Kind = Kind.YEAR
    workspaces: int = 1


def new_year(path: Path, size: Size) -> None:
    """Let a team live through a year, in a new database."""
    write(size.kind, path, Period.of(size.days, LAST), seed=1)


@dataclass
class Load:
    """A browser that is signed in, and the two servers."""

    browser: aiohttp.ClientSession
    askaday: asyncio.subprocess.Process
    #: The addresses of both, the first with the workspace.
    pages: str
    bare: str

    async def milliseconds(self, address: str) -> tuple[float, int]:
        """Ask for a page, and give how long it took and how many bytes it has."""
        begin = time.perf_counter()
        async with self.browser.get(address) as answer:
            body = await answer.read()
        elapsed = 1e3 * (time.perf_counter() - begin)
        if answer.status != HTTPStatus.OK:
            raise AssertionError(f"{address} was answered with {answer.status}.")
        return elapsed, len(body)

    async def written(self) -> None:
        """Have something written in the workspace that is looked at."""
        await _told(self.askaday)

    async def paths(self, kind: Kind) -> Sequence[str]:
        """Give the paths of the six pages in a year of that kind."""
        async with self.browser.get(f"{self.pages}/questions") as answer:
            ref = _found(_QUESTION, await answer.text())
        series = next(iter(TEAMS[kind].series))
        return [path.format(ref=ref, series=series) for path in PAGES]


async def compared(load: Load, size: Size, title: str, ratio: float, done: Progress) -> list[Figure]:
    """Compare each page with a bare one of its size: as it is opened again, and first after a write."""
    figures = []
    paths = await load.paths(size.kind)
    for number, path in enumerate(paths):
        page = f"{load.pages}/{path}"
        _, length = await load.milliseconds(page)
        if length >= LARGEST:
            raise AssertionError(f"{path} has {length} bytes.")
        bare = f"{load.bare}/{length}"
        for _ in range(5):
            await load.milliseconds(page)
            await load.milliseconds(bare)
        warm, reference = [], []
        for _ in range(size.warm):
            warm.append((await load.milliseconds(page))[0])
            reference.append((await load.milliseconds(bare))[0])
        cold = []
        for _ in range(size.cold):
            await load.written()
            cold.append((await load.milliseconds(page))[0])
        name = f"{title}, {path.partition('/')[0]}"
        figures.append(at_most(name, warm, reference, unit="ms", ratio=ratio))
        figures.append(at_most(f"{name}, after a write", cold, reference, unit="ms", ratio=ratio))
        done((number + 1) / len(paths))
    return figures


@asynccontextmanager
async def pages_load(database: Path, workspace: str) -> AsyncIterator[Load]:
    """Start both servers on a database, and sign its manager in."""
    port = _free_port()
    askaday = await _process("askaday", str(database), LAST.isoformat(), workspace, MANAGER)
    bare = await _process("bare", str(port))
    try:
        listening, link = (await _said(askaday)).split()
        host = {"Host": "pages.test"}
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), headers=host) as browser:
            where = f"http://127.0.0.1:{listening}"
            await _sign_in(browser, f"{where}{link}")
            load = Load(browser, askaday, f"{where}/w/{workspace}", f"http://127.0.0.1:{port}")
            await _until_it_listens(load)
            yield load
    finally:
        for one in (askaday, bare):
            one.terminate()
            await one.wait()


async def _sign_in(browser: aiohttp.ClientSession, link: str) -> None:
    async with browser.get(link) as opened:
        token = _found(_TOKEN, await opened.text())
    async with browser.post(link, data={"token": token}, allow_redirects=False) as entered:
        if entered.status != HTTPStatus.SEE_OTHER:
            raise AssertionError(f"Signing in was answered with {entered.status}.")


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    if found is None:
        raise AssertionError(f"Nothing on a page is like {pattern.pattern}.")
    return found[1]


async def _told(process: asyncio.subprocess.Process) -> None:
    if process.stdin is None:
        raise AssertionError("It listens to nobody.")
    process.stdin.write(b"\n")
    await _said(process)


async def _said(process: asyncio.subprocess.Process) -> str:
    """Give the next line that a process says."""
    if process.stdout is None:
        raise AssertionError("Nobody listens to it.")
    return (await asyncio.wait_for(process.stdout.readline(), _PATIENCE)).decode()


async def _until_it_listens(load: Load) -> None:
    async with asyncio.timeout(_PATIENCE):
        while True:
            try:
                await load.milliseconds(f"{load.bare}/1")
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(0.05)
            else:
                return


async def _process(module: str, *words: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        f"benchmarks.pages.{module}",
        *words,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
