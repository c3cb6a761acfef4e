"""Slack over HTTP: it posts what happens to a public address, each request signed.

https://docs.slack.dev/apis/events-api/using-http-request-urls
"""

from collections.abc import Awaitable, Callable, Sequence

import structlog
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.slack.connect.installing import INSTALL_PATH, REDIRECT_PATH
from adapters.slack.connect.signed_requests import Refusal, SignedRequests

log = structlog.get_logger()

EVENTS_PATH = "/slack/events"

Guard = Callable[[Exception], Awaitable[BoltResponse]]


class _Events:
    """Hands Slack's requests to Bolt, each once; what is not Slack's, or not as Slack writes it, is refused."""

    def __init__(self, app: AsyncApp, failed: Guard, signed: SignedRequests) -> None:
        self._app = app
        self._failed = failed
        self._signed = signed

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        try:
            body = await request.body()
        except ClientDisconnect:
            return PlainTextResponse("", status_code=400)
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
                said = await self._failed(error)
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


def http_routes(app: AsyncApp, failed: Guard, flow: AsyncOAuthFlow | None, signed: SignedRequests) -> Sequence[Route]:
    """Give what is served for Slack: its requests, and the pages of the installation where there is a flow.

    `failed` is the app's guard: Bolt does not call it for a body that it cannot read itself.
    """
    events = Route(EVENTS_PATH, _Events(app, failed, signed).answer, methods=["POST"])
    return (events, *(_install_routes(flow) if flow else ()))


def _install_routes(flow: AsyncOAuthFlow) -> tuple[Route, Route]:
    async def install(request: Request) -> Response:
        return to_starlette_response(await flow.handle_installation(to_async_bolt_request(request, b"")))

    async def redirect(request: Request) -> Response:
        return to_starlette_response(await flow.handle_callback(to_async_bolt_request(request, b"")))

    return Route(INSTALL_PATH, install, methods=["GET"]), Route(REDIRECT_PATH, redirect, methods=["GET"])
