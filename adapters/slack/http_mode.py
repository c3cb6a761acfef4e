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
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.slack.installing import INSTALL_PATH, REDIRECT_PATH
from bot.errors import AskadayError

log = structlog.get_logger()

EVENTS_PATH = "/slack/events"
HEALTH_PATH = "/healthz"
#: Bytes that a request may have; Slack's own are far smaller.
_LARGEST = 1_000_000
#: Seconds for which requests that are under way hold up the end.
_GRACE = 5


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen; port 0 takes a free one."""

    host: str
    port: int


def web_app(app: AsyncApp, flow: AsyncOAuthFlow | None) -> Starlette:
    """Give the pages: Slack's requests, the installation, and a sign of life."""

    async def events(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", status_code=413)
        # Bolt checks the signature, and refuses what is older than five minutes.
        return to_starlette_response(await app.async_dispatch(to_async_bolt_request(request, body)))

    async def health(_request: Request) -> Response:
        return PlainTextResponse("ok")

    routes = [Route(EVENTS_PATH, events, methods=["POST"]), Route(HEALTH_PATH, health, methods=["GET"])]
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

    def __init__(self, app: AsyncApp, flow: AsyncOAuthFlow | None, address: Address) -> None:
        config = uvicorn.Config(
            web_app(app, flow),
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
