"""The door of the Web API: faults, token, limits, arguments, scope, then the method itself; all written down."""

import base64
from binascii import Error as Base64Error

from aiohttp import web

from tests.servers.fake_slack import arguments
from tests.servers.fake_slack.arguments import Arguments
from tests.servers.fake_slack.backend import Backend
from tests.servers.fake_slack.call import Call
from tests.servers.fake_slack.errors import RateLimitedError, SlackError
from tests.servers.fake_slack.faults import Fault
from tests.servers.fake_slack.installing import Installing
from tests.servers.fake_slack.methods import METHODS
from tests.servers.fake_slack.records import Json, Token
from tests.servers.fake_slack.transcript import Asked

NO_FAULT = Fault("delay", seconds=0)


class WebApi:
    """Serves `/api/{method}`."""

    def __init__(self, backend: Backend, installing: Installing) -> None:
        self._backend = backend
        self._installing = installing

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, or fail as planned."""
        method = request.match_info["method"]
        fault = self._backend.faults.take(method)
        planned = fault or NO_FAULT
        if planned.kind == "delay" and not planned.takes_effect:
            await self._backend.faults.hold_up_call(planned.seconds)
        args: Json = {}
        team: str | None = None
        try:
            args = await arguments.read(request)
            team = self._team(request, args)
            if planned.kind == "delay" or planned.takes_effect:
                answer = self._run(request, method, args)
            else:
                answer = _refusal(planned)
        except SlackError as error:
            answer = {"ok": False, "error": error.code, **error.fields}
            if isinstance(error, RateLimitedError):
                planned = Fault("limit", seconds=error.retry_after)
        at = self._backend.state.clock.now()
        self._backend.transcript.add(Asked(method, team, args, answer, at, fault.kind if fault else None))
        if planned.kind == "delay" and planned.takes_effect:
            await self._backend.faults.hold_up_call(planned.seconds)
        sent = _sent(request, planned, answer)
        self._tell_scopes(request, args, sent)
        return sent

    def _run(self, request: web.Request, method: str, args: Json) -> Json:
        if method == "oauth.v2.access":
            return self._installing.access(_with_client(request, args))
        if method == "apps.connections.open":
            return self._open_connection(request)
        if method not in METHODS:
            raise SlackError("unknown_method", req_method=method)
        spec = METHODS[method]
        token = self._judged(_bearer(request, args))
        tenant = token.installation.team_id or str(args.get("team_id") or token.installation.enterprise_id)
        self._backend.limits.count(method, f"{token.installation.app.id}/{tenant}", spec.tier)
        call = Call(self._backend, Arguments((name, value) for name, value in args.items() if name != "token"), token)
        if spec.scopes:
            call.needs(*spec.scopes)
        arguments.check(method, call.args)
        return spec.run(call)

    def _open_connection(self, request: web.Request) -> Json:
        value = _bearer(request, {})
        app = next((one for one in self._backend.state.apps.values() if one.app_token == value), None)
        if app is None:
            raise SlackError("not_allowed_token_type" if value in self._backend.state.tokens else "invalid_auth")
        if app.request_url:
            raise SlackError("socket_mode_not_enabled")
        return {"ok": True, "url": self._backend.sockets.new_url(app)}

    def _judged(self, value: str) -> Token:
        if not value:
            raise SlackError("not_authed")
        token = self._backend.state.tokens.get(value)
        if token is None:
            raise SlackError("invalid_auth")
        if token.revoked:
            raise SlackError("token_revoked")
        if not token.installation.active:
            raise SlackError("account_inactive")
        if token.expires_at is not None and self._backend.state.clock.now() >= token.expires_at:
            raise SlackError("token_expired")
        return token

    def _tell_scopes(self, request: web.Request, args: Json, sent: web.StreamResponse) -> None:
        """Say in the header what the token may do."""
        token = self._backend.state.tokens.get(_bearer(request, args))
        if token is not None:
            sent.headers["X-OAuth-Scopes"] = ",".join(sorted(token.installation.scopes))

    def _team(self, request: web.Request, args: Json) -> str | None:
        token = self._backend.state.tokens.get(_bearer(request, args))
        return token.installation.team_id if token else None


def _bearer(request: web.Request, args: Json) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ") or str(args.get("token") or "")


def _with_client(request: web.Request, args: Json) -> Json:
    """Give the arguments with the client's id and secret, which may come as HTTP basic authentication."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Basic":
        return args
    try:
        client_id, _, client_secret = base64.b64decode(value).decode().partition(":")
    except (Base64Error, UnicodeDecodeError) as error:
        raise SlackError("invalid_client_id") from error
    return args | {"client_id": client_id, "client_secret": client_secret}


def _refusal(fault: Fault) -> Json:
    return {"ok": False, "error": {"refuse": fault.error, "limit": "ratelimited"}.get(fault.kind, "not_answered")}


def _sent(request: web.Request, fault: Fault, answer: Json) -> web.StreamResponse:
    if fault.kind == "limit":
        return web.json_response(answer, status=429, headers={"Retry-After": str(int(fault.seconds))})
    if fault.kind == "status":
        return web.Response(status=fault.status, text="upstream connect error", content_type="text/html")
    if fault.kind == "not_json":
        return web.Response(body=fault.body, content_type=fault.content_type)
    if fault.kind == "drop" and request.transport is not None:
        request.transport.abort()
    if fault.kind == "refuse":
        return web.json_response({"ok": False, "error": fault.error})
    return web.json_response(answer)
