"""The door of the pages: which host they are asked of, how often in vain, and what browsers are told with each."""

from collections.abc import Callable
from urllib.parse import urlsplit

import structlog
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.web.guard.attempts import WINDOW, Attempts

log = structlog.get_logger()

#: How many refusals within a minute one address may collect, and how many one workspace from all addresses together.
MOST_OF_ADDRESS, MOST_OF_WORKSPACE = 20, 200
MISDIRECTED, TOO_MANY = 421, 429
#: What is counted: who is not signed in, forms without their token, what is not there for them, links that are spent.
_COUNTED = frozenset({401, 403, 404, 410})
_COUNTED_PATHS = ("/w/", "/sign-")
_PORTS = {"http": 80, "https": 443}
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_HSTS = "max-age=31536000"


class Door:
    """Lets requests in to the pages, and puts the headers on what comes out."""

    def __init__(self, app: Starlette, address: str, attempts: Attempts, said: Callable[[int], Response]) -> None:
        """Stand before the pages at a public address; `said` gives the page for a status."""
        self._app = app
        self._host = _authority(address)
        self._is_secure = address.startswith("https:")
        self._attempts = attempts
        self._said = said

    @property
    def routes(self) -> list[BaseRoute]:
        """Give the table of what is behind it."""
        return self._app.routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or say why not."""
        sender = scope["client"][0] if scope.get("client") else ""
        is_counted = scope["path"].startswith(_COUNTED_PATHS)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add_headers(message)
                if is_counted and message["status"] in _COUNTED:
                    await self._attempts.count(sender)
                    # Paths may be links, which are secrets.
                    log.warning("a request was refused", status=int(message["status"]), sender=sender)
            await send(message)

        let_in = await self._let_in(scope, sender, is_counted=is_counted)
        await let_in(scope, receive, answer)

    async def _let_in(self, scope: Scope, sender: str, *, is_counted: bool) -> ASGIApp:
        if Headers(scope=scope).get("host", "").casefold() not in self._host:
            log.warning("a request was refused", status=MISDIRECTED, reason="it names another host", sender=sender)
            return self._said(MISDIRECTED)
        if is_counted and await self._attempts.are_too_many(sender):
            return self._said(TOO_MANY)
        return self._app

    def _add_headers(self, message: Message) -> None:
        headers = MutableHeaders(raw=message["headers"])
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        headers.setdefault("Cache-Control", "no-store")
        if message["status"] == TOO_MANY:
            headers["Retry-After"] = str(WINDOW)
        if self._is_secure:
            headers["Strict-Transport-Security"] = _HSTS


def _authority(address: str) -> frozenset[str]:
    """Give how a Host header names an address: with its port, and without where it is the scheme's own."""
    parts = urlsplit(address.casefold())
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else str(parts.hostname)
    own = _PORTS[parts.scheme]
    port = parts.port or own
    return frozenset({f"{host}:{port}", host} if port == own else {f"{host}:{port}"})
