"""The server: one free port for the Web API, WebSockets, response URLs, uploads and the consent page."""

from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from aiohttp import web

from bot.ports.clock import Clock, SystemClock
from tests.servers.fake_slack.answers import ResponseUrls
from tests.servers.fake_slack.api import WebApi
from tests.servers.fake_slack.arranging import Arranging
from tests.servers.fake_slack.backend import Backend
from tests.servers.fake_slack.events.delivery import Delivered, Delivery
from tests.servers.fake_slack.events.http_events import HttpEvents
from tests.servers.fake_slack.events.socket_mode import SocketMode
from tests.servers.fake_slack.events.triggers import Triggers
from tests.servers.fake_slack.faults import Faults
from tests.servers.fake_slack.installing import Installing
from tests.servers.fake_slack.modals import Modals
from tests.servers.fake_slack.people.acting import Acting
from tests.servers.fake_slack.people.looking import Looking
from tests.servers.fake_slack.people.talking import Talking
from tests.servers.fake_slack.rate_limits import RateLimits
from tests.servers.fake_slack.records import App
from tests.servers.fake_slack.rules import Rules
from tests.servers.fake_slack.state import State
from tests.servers.fake_slack.transcript import Transcript

HOST = "127.0.0.1"


class FakeSlack(Arranging, Talking, Acting, Looking):
    """A fake Slack; `async with` starts and ends it."""

    def __init__(self, *, clock: Clock | None = None, rules: Rules | None = None, seed: int = 0, port: int = 0) -> None:
        self.rules = rules or Rules()
        self.faults = Faults(seed)
        self.transcript = Transcript()
        self.state = State(clock or SystemClock(), seed)
        self.sockets = SocketMode(self.state, self.rules)
        self.installing = Installing(self.state)
        self._port = port
        #: What was uploaded, by the file's id.
        self.uploaded: dict[str, bytes] = {}

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_route("*", "/api/{method}", self._call)
        application.router.add_post("/hooks/{kind}/{team}/{number}/{secret}", self._answer)
        application.router.add_post("/upload/{file_id}", self._upload)
        application.router.add_get("/files-pri/{file_id}", self._file)
        application.router.add_get("/link/", self.sockets.serve)
        application.router.add_get("/oauth/v2/authorize", self._consent)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self._port).start()
        self._port = int(self._runner.addresses[0][1])
        self.sockets.address = f"ws://{HOST}:{self._port}"
        self._http = HttpEvents(self.rules)
        delivery = Delivery(self.state, self.rules, self.faults, self.sockets, self._http)
        self.backend = Backend(
            self.state,
            self.rules,
            self.faults,
            self.transcript,
            RateLimits(self.rules),
            Triggers(self.state, self.rules),
            Modals(self.state),
            self.sockets,
            delivery,
            f"http://{HOST}:{self._port}",
        )
        self._api = WebApi(self.backend, self.installing)
        self._urls = ResponseUrls(self.backend)
        #: The app of every workspace that is not given another.
        self.app = self.add_app()
        return self

    async def _file(self, request: web.Request) -> web.Response:
        """Hand a file over to an app with the scope, and lead everybody else to where people log in."""
        value, file_id = request.headers.get("Authorization", "").removeprefix("Bearer "), request.match_info["file_id"]
        token = self.state.tokens.get(value)
        team = token.installation.team_id if token and "files:read" in token.installation.scopes else None
        content = self.state.workspaces[team].contents.get(file_id) if team else None
        if content is None:
            return web.Response(status=302, headers={"Location": "https://slack.com/login"})
        return web.Response(body=content)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.backend.delivery.close()
        await self.sockets.close()
        await self._http.close()
        await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        """What `AsyncWebClient` takes as its `base_url`."""
        return f"{self.backend.address}/api/"

    @property
    def authorize_url(self) -> str:
        """The consent page: it agrees at once and sends the browser back."""
        return f"{self.backend.address}/oauth/v2/authorize"

    @property
    def deliveries(self) -> list[Delivered]:
        """All events and interactions with the attempts to deliver them."""
        return self.backend.delivery.log

    async def settled(self) -> None:
        """Wait until every event is acknowledged or given up."""
        await self.backend.delivery.settled()

    async def verify_request_url(self, app: App) -> bool:
        """Do what Slack does when a request URL is saved, and say whether the app passed."""
        return await self._http.verify(app)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        return await self._api.serve(request)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        return await self._urls.serve(request)

    async def _consent(self, request: web.Request) -> web.StreamResponse:
        """Agree for the first person of the workspace (or organization) named by `team`, or of the only one."""
        app = next(one for one in self.state.apps.values() if one.client_id == request.query["client_id"])
        workspaces = self.state.workspaces
        wanted = request.query.get("team") or next(iter(workspaces))
        if wanted in self.state.enterprises:
            code = self.installing.approve_org(app, wanted, "USLACKBOT")
        else:
            asked = [one for one in request.query.get("scope", "").split(",") if one]
            code = self.approve(app, workspaces[wanted], min(workspaces[wanted].users, default="USLACKBOT"), asked)
        answer = {"code": code, "state": request.query.get("state", "")}
        raise web.HTTPFound(f"{request.query['redirect_uri']}?{urlencode(answer)}")

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        content = await request.read()
        self.uploaded[request.match_info["file_id"]] = content
        return web.Response(text=f"OK - {len(content)}", content_type="text/plain")
