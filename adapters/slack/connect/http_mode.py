"""Slack over HTTP: it posts what happens to a public address, each request signed.

https://docs.slack.dev/apis/events-api/using-http-request-urls
"""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
import uvicorn
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.slack.connect.failed_requests import failed
from adapters.slack.connect.installing import INSTALL_PATH, REDIRECT_PATH
from adapters.slack.connect.patience import ImpatientProtocol
from adapters.slack.connect.signed_requests import Refusal, SignedRequests
from bot.errors import AskadayError

log = structlog.get_logger()

EVENTS_PATH = "/slack/events"
HEALTH_PATH = "/healthz"
#: Bytes that a request may have; Slack's own are far smaller.
_LARGEST = 1_000_000
_LARGEST_HEADERS = 16_384
#: Seconds for which a connection may stay open without a request.
_KEEP_ALIVE = 5
#: Seconds for which requests that are under way hold up the end.
_GRACE = 5


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen; port 0 takes a free one."""

    host: str
    port: int


class _Events:
    """Hands Slack's requests to Bolt, each once; what is not Slack's, or not as Slack writes it, is refused."""

    def __init__(self, app: AsyncApp, signed: SignedRequests) -> None:
        self._app = app
        self._signed = signed

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        try:
            body = await _body(request)
        except ClientDisconnect:
            return PlainTextResponse("", status_code=400)
        if body is None:
            return _refused(request, Refusal(413, "it is too large"))
        refusal = self._signed.refusal(request.headers, body)
        if refusal is not None:
            return _refused(request, refusal)
        try:
            asked = to_async_bolt_request(request, body)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            return _refused(request, Refusal(400, f"it cannot be read ({type(error).__name__})"))
        return await self._once(request, asked)

    async def _once(self, request: Request, asked: AsyncBoltRequest) -> Response:
        answers: list[Response] = []

        async def work() -> int:
            try:
                said = await self._app.async_dispatch(asked)
            except Exception as error:  # noqa: BLE001 - Bolt reads the body once more before it asks what to do
                said = await failed(error)
            answers.append(to_starlette_response(said))
            return int(said.status)

        repeated = await self._signed.once(request.headers, work)
        if repeated is not None:
            log.info("a request came again, and is not worked on again", status=repeated)
            return PlainTextResponse("", status_code=repeated)
        return answers[0]


def _refused(request: Request, refusal: Refusal) -> Response:
    """Refuse a request, in a word to whoever sent it and in a line of the log."""
    sender = request.client.host if request.client else ""
    log.warning("a request was refused", status=refusal.status, reason=refusal.reason, sender=sender)
    return PlainTextResponse("refused", status_code=refusal.status)


def web_app(app: AsyncApp, flow: AsyncOAuthFlow | None, signed: SignedRequests) -> Starlette:
    """Give the pages: Slack's requests, the installation, and a sign of life."""

    async def health(_request: Request) -> Response:
        return PlainTextResponse("ok")

    events = _Events(app, signed)
    routes = [
        Route(EVENTS_PATH, events.answer, methods=["POST"]),
        Route(HEALTH_PATH, health, methods=["GET"]),
    ]
    return Starlette(routes=[*routes, *(_install_routes(flow) if flow else ())])


async def _body(request: Request) -> bytes | None:
    """Read what a request says; None: it says too much."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            return None
    return bytes(body)


def _install_routes(flow: AsyncOAuthFlow) -> tuple[Route, Route]:
    async def install(request: Request) -> Response:
        return to_starlette_response(await flow.handle_installation(to_async_bolt_request(request, b"")))

    async def redirect(request: Request) -> Response:
        return to_starlette_response(await flow.handle_callback(to_async_bolt_request(request, b"")))

    return Route(INSTALL_PATH, install, methods=["GET"]), Route(REDIRECT_PATH, redirect, methods=["GET"])


class _Server(uvicorn.Server):
    """A server that leaves signals to the program."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


class HttpMode:
    """Serves the pages."""

    def __init__(self, app: AsyncApp, flow: AsyncOAuthFlow | None, address: Address, secret: str) -> None:
        config = uvicorn.Config(
            web_app(app, flow, SignedRequests(secret)),
            http=ImpatientProtocol,
            ws="none",
            h11_max_incomplete_event_size=_LARGEST_HEADERS,
            timeout_keep_alive=_KEEP_ALIVE,
            log_config=None,
            log_level="warning",
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=_GRACE,
        )
        self._address = address
        self._server = _Server(config)
        self._running: asyncio.Task[None] | None = None
        #: The port that is listened on.
        self.port = address.port

    async def start(self) -> None:
        """Listen.

        Raises:
            AskadayError: the port cannot be had.
        """
        listening = _listen(self._address)
        self.port = int(listening.getsockname()[1])
        # Who connects before the server is up waits in the socket's queue.
        self._running = asyncio.create_task(self._server.serve([listening]))
        log.info("Slack over HTTP", host=self._address.host, port=self.port)

    async def stop(self) -> None:
        """Finish what is under way, and stop listening."""
        self._server.should_exit = True
        if self._running is not None:
            await asyncio.gather(self._running, return_exceptions=True)


def _listen(address: Address) -> socket.socket:
    """Listen at an address. The server's own way ends the whole program where that fails."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return socket.create_server((address.host, address.port), family=family)
    except OSError as error:
        hint = "ASKADAY_HTTP_HOST and PORT say where; another program may listen there already."
        # The library says in brackets what it was doing.
        reason = str(error.strerror or error).partition(" (")[0]
        said = f"Nothing can be served at {address.host}, port {address.port}: {reason}."
        raise AskadayError(said, hint=hint) from error
