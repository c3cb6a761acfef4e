"""The server: one free port for the REST API and the gateway."""

from types import TracebackType
from typing import Self

from aiohttp import web

from bot.ports.clock import Clock, SystemClock
from tests.servers.fake_discord.acting import Acting
from tests.servers.fake_discord.arranging import Arranging
from tests.servers.fake_discord.backend import Backend
from tests.servers.fake_discord.door import Door
from tests.servers.fake_discord.faults import Faults
from tests.servers.fake_discord.gateway import Gateway
from tests.servers.fake_discord.looking import Looking
from tests.servers.fake_discord.rules import Rules
from tests.servers.fake_discord.state import State
from tests.servers.fake_discord.talking import Talking
from tests.servers.fake_discord.transcript import Transcript

HOST = "127.0.0.1"


class FakeDiscord(Arranging, Talking, Acting, Looking):
    """A fake Discord; `async with` starts and ends it."""

    def __init__(self, *, clock: Clock | None = None, rules: Rules | None = None, seed: int = 0, port: int = 0) -> None:
        self.rules = rules or Rules()
        self.faults = Faults(seed)
        self.transcript = Transcript()
        self.state = State(clock or SystemClock(), seed)
        self.gateway = Gateway(self.state, self.rules, self.faults)
        self.backend = Backend(self.state, self.rules, self.faults, self.transcript, self.gateway)
        self._port = port

    async def __aenter__(self) -> Self:
        application = web.Application(client_max_size=30 * 1024 * 1024)
        application.router.add_route("*", "/api/v10/{path:.*}", Door(self.backend).serve)
        application.router.add_get("/files/{file_id}", self._file)
        application.router.add_get("/gateway/", self.gateway.serve)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self._port).start()
        self._port = int(self._runner.addresses[0][1])
        self.gateway.address = f"ws://{HOST}:{self._port}/gateway/"
        return self

    async def _file(self, request: web.Request) -> web.Response:
        return web.Response(body=self.state.files[request.match_info["file_id"]])

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.gateway.close()
        await self._runner.cleanup()

    @property
    def address(self) -> str:
        """Where it listens, such as http://127.0.0.1:1234; the API is below `/api/v10`."""
        return f"http://{HOST}:{self._port}"
