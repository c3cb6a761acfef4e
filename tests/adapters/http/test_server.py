"""The one server: routes of every connection at one port, last to come and first to go, and what it refuses."""

import asyncio
import socket
from collections.abc import Sequence
from typing import Any, Self

import aiohttp
import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from structlog.testing import capture_logs

from adapters.http.patience import ImpatientProtocol
from bot.bootstrap import Connections
from bot.cli.play.ending import until_over
from bot.engine import Engine
from bot.errors import AskadayError
from tests.waiting import PATIENCE, until
from tests.worlds.world import new_world


class Pages:
    """A connection that is nothing but pages: nothing can be sent through it."""

    messenger = None

    def __init__(self, path: str, happened: list[str]) -> None:
        self._path = path
        self._happened = happened
        self.connections: Connections | None = None
        self.asked = asyncio.Event()
        self.answers = asyncio.Event()
        self.answers.set()
        self.routes: Sequence[Route] = ()

    async def open(self, engine: Engine) -> None: ...

    async def start(self, engine: Engine) -> None:
        async def page(request: Request) -> Response:
            self.asked.set()
            await self.answers.wait()
            return PlainTextResponse(f"{self._path} {len(await request.body())} {engine.names.qotd}")

        self._happened.append(f"start {self._path}")
        self.routes = (Route(self._path, page, methods=["GET", "POST"]),)

    async def is_connected(self) -> bool:
        return True

    async def gone(self) -> AskadayError:
        await asyncio.Event().wait()
        return AskadayError()

    async def stop(self) -> None:
        self._happened.append(f"stop {self._path}, {'listening' if self._is_listening() else 'quiet'}")

    def _is_listening(self) -> bool:
        if self.connections is None or self.connections.server is None:
            return False
        with socket.socket() as found:
            return found.connect_ex(("127.0.0.1", self.connections.server.port)) == 0

    async def close(self) -> None:
        self._happened.append(f"close {self._path}")


class Served:
    """Two connections that are nothing but pages, started."""

    def __init__(self) -> None:
        self.happened: list[str] = []
        self.pages = [Pages("/a", self.happened), Pages("/b", self.happened)]
        self.connections = Connections(self.pages, "127.0.0.1", 0)

    async def __aenter__(self) -> Self:
        for one in self.pages:
            one.connections = self.connections
        async with new_world() as world:
            await self.connections.start(world.app)
        return self

    async def __aexit__(self, *_reason: object) -> None:
        await self.connections.stop()
        await self.connections.close()

    @property
    def address(self) -> str:
        assert self.connections.server is not None
        return f"http://127.0.0.1:{self.connections.server.port}"

    async def ask(self, path: str, **more: Any) -> tuple[int, str]:
        async with (
            aiohttp.ClientSession() as browser,
            browser.post(f"{self.address}{path}", **more) as answer,
        ):
            return answer.status, await answer.text()


async def test_connections_without_a_messenger_are_served_at_one_port_beside_a_sign_of_life() -> None:
    async with Served() as served, aiohttp.ClientSession() as browser:
        said = [await served.ask("/a"), await served.ask("/b"), await served.ask("/c")]
        async with browser.get(f"{served.address}/healthz") as health:
            alive = (health.status, await health.text())

    assert said == [(200, "/a 0 qotd"), (200, "/b 0 qotd"), (404, "Not Found")]
    assert alive == (200, "ok")
    assert (served.connections.platforms, served.connections.messengers) == ({}, {})


async def test_what_is_said_is_not_held_back_until_the_first_part_was_acknowledged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, options = ImpatientProtocol.connection_made, list[int]()

    def noted(self: ImpatientProtocol, transport: asyncio.Transport) -> None:
        made(self, transport)
        there = transport.get_extra_info("socket")
        options.append(there.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    monkeypatch.setattr(ImpatientProtocol, "connection_made", noted)
    async with Served() as served:
        await served.ask("/a")

    assert [bool(one) for one in options] == [True]


async def test_it_listens_when_all_have_started_and_is_quiet_before_the_first_one_stops() -> None:
    async with Served() as served:
        started = [*served.happened]

    assert started == ["start /a", "start /b"]
    assert served.happened[2:] == ["stop /a, quiet", "stop /b, quiet", "close /a", "close /b"]


async def test_nothing_listens_where_there_is_no_route() -> None:
    class Silent(Pages):
        async def start(self, engine: Engine) -> None:
            await super().start(engine)
            self.routes = ()

    connections = Connections([Silent("/a", [])], "127.0.0.1", 0)
    async with new_world() as world:
        await connections.start(world.app)
    await connections.stop()

    assert connections.server is None


async def test_server_that_ends_by_itself_is_told_and_ends_what_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> bool:
        raise ZeroDivisionError

    async def never() -> None:
        await asyncio.Event().wait()

    async with Served() as served:
        with capture_logs() as logs:
            running = asyncio.create_task(until_over(never(), [served.connections.lost()], {}, needs_platform=False))
            monkeypatch.setattr(uvicorn.Server, "on_tick", broken)
            with pytest.raises(AskadayError) as lost:
                await asyncio.wait_for(running, PATIENCE)

    assert str(lost.value) == "Nothing is served over HTTP any more. The log says why."
    assert [(one["event"], type(one["exc_info"])) for one in logs] == [
        ("the HTTP server ended by itself", ZeroDivisionError)
    ]


async def test_server_that_was_stopped_is_no_loss() -> None:
    async with Served() as served:
        losing = asyncio.create_task(served.connections.lost())
        with capture_logs() as logs:
            await served.connections.stop()
        await asyncio.sleep(0)
        was_lost = losing.done()
        losing.cancel()

    assert (was_lost, logs) == (False, [])


@pytest.mark.parametrize("path", ["/a", "/healthz"])
async def test_path_that_two_want_is_refused_at_the_start(path: str) -> None:
    connections = Connections([Pages("/a", []), Pages(path, [])], "127.0.0.1", 0)
    async with new_world() as world:
        with pytest.raises(AskadayError) as refused:
            await connections.start(world.app)

    assert str(refused.value) == f"Two connections want to be served at {path}: one of them needs another path."
    assert connections.server is None


async def test_request_that_is_under_way_is_answered_before_the_end() -> None:
    served = Served()
    async with served:
        page = served.pages[0]
        page.answers.clear()
        asking = asyncio.create_task(served.ask("/a"))
        await asyncio.wait_for(page.asked.wait(), PATIENCE)
        stopping = asyncio.create_task(served.connections.stop())
        await until(lambda: not page._is_listening())
        was_over = stopping.done()
        page.answers.set()

        answered = await asyncio.wait_for(asking, PATIENCE)
        await asyncio.wait_for(stopping, PATIENCE)

    assert (answered, was_over) == ((200, "/a 0 qotd"), False)


@pytest.mark.parametrize(
    ("size", "answered"),
    [(1_000_000, (200, "/b 1000000 qotd")), (1_000_001, (413, "refused"))],
)
async def test_no_route_is_told_more_than_a_million_bytes(size: int, answered: tuple[int, str]) -> None:
    async with Served() as served:
        with capture_logs() as logs:
            said = await served.ask("/b", data=b"x" * size)

    assert said == answered
    refused = [(line["log_level"], line["status"], line["reason"], line["sender"]) for line in logs]
    assert refused == ([] if said[0] == 200 else [("warning", 413, "it is too large", "127.0.0.1")])


async def test_port_that_is_taken_is_named_and_nothing_is_left_behind() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        happened: list[str] = []
        connections = Connections([Pages("/a", happened)], "127.0.0.1", port)

        async with new_world() as world:
            with pytest.raises(AskadayError, match=f"at 127.0.0.1, port {port}: Address already in use. ASKADAY_HTTP"):
                await connections.start(world.app)
        await connections.stop()
        await connections.close()

    assert happened == ["start /a", "stop /a, quiet", "close /a"]
