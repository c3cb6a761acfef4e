"""The one server: each connection that is reached over HTTP hands its routes over, and all are served at one port."""

import asyncio
import socket
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.http.patience import ImpatientProtocol
from bot.errors import AskadayError

log = structlog.get_logger()

HEALTH_PATH = "/healthz"
#: Bytes that a request's body may have; what Slack and browsers send is far smaller.
_LARGEST = 1_000_000
_LARGEST_HEADERS = 16_384
_TOO_LARGE = 413
#: Seconds for which a connection may stay open without a request.
_KEEP_ALIVE = 5
#: Seconds for which requests that are under way hold up the end.
_GRACE = 5


class _LimitedBody:
    """Refuses a request that says too much, as soon as it does, in a line of the log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        length = 0

        async def limited() -> Message:
            nonlocal length
            message = await receive()
            length += len(message.get("body", b""))
            if length > _LARGEST:
                sender = scope["client"][0] if scope.get("client") else ""
                log.warning("a request was refused", status=_TOO_LARGE, reason="it is too large", sender=sender)
                raise HTTPException(_TOO_LARGE, "refused")
            return message

        await self._app(scope, limited, send)


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")


class _Server(uvicorn.Server):
    """A server that leaves signals to the program."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


class HttpServer:
    """Serves routes, and a sign of life."""

    def __init__(self, handed_over: Iterable[Sequence[BaseRoute]], host: str, port: int) -> None:
        """Prepare it for the routes of each connection; port 0 takes a free one.

        Raises:
            AskadayError: two want the same path.
        """
        health = Route(HEALTH_PATH, _health, methods=["GET"])
        config = uvicorn.Config(
            Starlette(routes=_all([[health], *handed_over]), middleware=[Middleware(_LimitedBody)]),
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
        self._host = host
        self._server = _Server(config)
        self._running: asyncio.Task[None] | None = None
        self._listening: socket.socket | None = None
        self._is_stopped = False
        self._lost: asyncio.Future[AskadayError] = asyncio.get_running_loop().create_future()
        #: The port that is listened on, once it is.
        self.port = port

    async def start(self) -> None:
        """Listen.

        Raises:
            AskadayError: the port cannot be had.
        """
        self._listening = _listen(self._host, self.port)
        self.port = int(self._listening.getsockname()[1])
        # Who connects before the server is up waits in the socket's queue.
        self._running = asyncio.create_task(self._server.serve([self._listening]))
        self._running.add_done_callback(self._ended)
        log.info("listening for HTTP", host=self._host, port=self.port)

    async def lost(self) -> AskadayError:
        """Wait until nothing is served any more although nobody stopped it, and say so."""
        return await asyncio.shield(self._lost)

    async def stop(self) -> None:
        """Finish what is under way, and stop listening."""
        self._is_stopped = True
        self._server.should_exit = True
        if self._running is not None:
            await asyncio.gather(self._running, return_exceptions=True)
        if self._lost.done() and self._listening is not None:
            # What ended by itself let go of nothing.
            await self._server.shutdown([self._listening])

    def _ended(self, serving: asyncio.Task[None]) -> None:
        if self._is_stopped or serving.cancelled():
            return
        log.error("the HTTP server ended by itself", exc_info=serving.exception())
        self._lost.set_result(AskadayError("Nothing is served over HTTP any more.", hint="The log says why."))


def _all(handed_over: Iterable[Sequence[BaseRoute]]) -> list[BaseRoute]:
    served: list[BaseRoute] = []
    for routes in handed_over:
        taken = {route.path for route in served if isinstance(route, Route)}
        if twice := sorted(taken & {route.path for route in routes if isinstance(route, Route)}):
            raise AskadayError(
                f"Two connections want to be served at {', '.join(twice)}: one of them needs another path."
            )
        served += routes
    return served


def _listen(host: str, port: int) -> socket.socket:
    """Listen at an address. The server's own way ends the whole program where that fails."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family).detach()
        # Of a socket that names its protocol asyncio sends each part at once; else the system holds a body back until
        # the other side has acknowledged its headers, which takes that 40 ms.
        return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, listening)
    except OSError as error:
        hint = "ASKADAY_HTTP_HOST and PORT say where; another program may listen there already."
        # The library says in brackets what it was doing.
        reason = str(error.strerror or error).partition(" (")[0]
        said = f"Nothing can be served at {host}, port {port}: {reason}."
        raise AskadayError(said, hint=hint) from error
