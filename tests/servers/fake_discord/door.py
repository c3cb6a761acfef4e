"""The door of the REST API: faults, token, limits, Discord's document, then the route itself; all written down."""

import asyncio
import json
from typing import Any

from aiohttp import web

from tests.servers.fake_discord import specs
from tests.servers.fake_discord.backend import Backend
from tests.servers.fake_discord.call import Call
from tests.servers.fake_discord.faults import Fault
from tests.servers.fake_discord.limits import RateLimits
from tests.servers.fake_discord.records import App
from tests.servers.fake_discord.refusals import RefusedError
from tests.servers.fake_discord.routes import Found, find
from tests.servers.fake_discord.transcript import Asked

#: What Discord's edge adds; without `Via` discord.py takes a 429 for a ban.
EDGE = {"Via": "1.1 google"}
NO_FAULT = Fault("delay", seconds=0)


class Door:
    """Serves `/api/v10/…`."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._limits = RateLimits(backend.rules)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request, or fail as planned."""
        path = "/" + request.match_info["path"]
        found = find(request.method, path)
        name = found.name if found else f"{request.method} {path}"
        fault = self._backend.faults.take(name, path)
        planned = fault or NO_FAULT
        if planned.kind == "delay":
            await asyncio.sleep(planned.seconds)
        held = fault if fault and fault.kind == "hold" else None
        if held:
            planned = NO_FAULT
        if held and not held.takes_effect:
            await self._backend.faults.held()
        body, files = await _body(request)
        self._backend.transcript.files |= files
        verdict = self._limits.count(name, path.split("/")[2] if path.count("/") > 1 else "")
        if verdict.retry_after is not None:
            planned = Fault("global limit" if verdict.is_global else "limit", seconds=verdict.retry_after)
        status, answer, wait = 500, None, None
        if planned.kind == "delay" or planned.takes_effect:
            status, answer, wait = self._run(request, found, path, body)
        if wait is not None and planned.kind == "delay":
            planned = Fault("limit", seconds=wait)
        self._backend.transcript.add(Asked(name, path, body, status, answer, fault.kind if fault else None))
        if held and held.takes_effect:
            await self._backend.faults.held()
        return _sent(request, planned, status, answer, verdict.headers)

    def _run(self, request: web.Request, found: Found | None, path: str, body: Any) -> tuple[int, Any, float | None]:
        if found is None:
            return *RefusedError(404, 0, "404: Not Found").answer, None
        try:
            if self._backend.rules.validate:
                self._hold(specs.request_problems(request.method, path, body))
            call = Call(self._backend, self._app(request, found), found.path, dict(request.query), body)
            status, answer = found.run(call)
        except RefusedError as error:
            return *error.answer, error.retry_after
        problems = specs.response_problems(request.method, path, status, answer) if self._backend.rules.validate else []
        if problems:
            # The fake itself is wrong.
            self._backend.transcript.violations.append(f"answer to {request.method} {path}: {problems[0]}")
        return status, answer, None

    def _hold(self, problems: list[str]) -> None:
        if problems:
            self._backend.transcript.violations.append(problems[0])
            raise RefusedError(400, 50035, f"Invalid Form Body: {problems[0]}")

    def _app(self, request: web.Request, found: Found) -> App:
        apps = self._backend.state.apps
        if not found.needs_token:
            app_id = found.path.get("webhook_id")
            interaction = self._backend.state.interactions.get(found.path.get("interaction_id", ""))
            app = apps.get(app_id or "") or (interaction.app if interaction else None)
        else:
            said = request.headers.get("Authorization", "")
            app = next((one for one in apps.values() if said == f"Bot {one.token}"), None)
        if app is None:
            raise (
                RefusedError(401, 0, "401: Unauthorized")
                if found.needs_token
                else RefusedError(404, 10062, "Unknown interaction")
            )
        return app


async def _body(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    """Read JSON, or the JSON part of a form with files, and these by name."""
    if request.content_type == "multipart/form-data":
        form = await request.post()
        files = {one.filename: one.file.read() for one in form.values() if isinstance(one, web.FileField)}
        body = json.loads(str(form["payload_json"])) if "payload_json" in form else {}
        # Only what was uploaded is attached, whatever the JSON says of it.
        named = [one for one in body.get("attachments") or [] if one.get("filename") in files]
        return body | ({"attachments": named} if files else {}), files
    text = await request.text()
    return (json.loads(text) if text else None), {}


def _sent(
    request: web.Request, planned: Fault, status: int, answer: Any, headers: dict[str, str]
) -> web.StreamResponse:
    if planned.kind == "drop":
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    if planned.kind == "status" and planned.code:
        status, answer = planned.status, {"code": planned.code, "message": "Refused as planned"}
    elif planned.kind == "status":
        return web.Response(status=planned.status, text="upstream connect error", headers=EDGE)
    if planned.kind == "ban":
        # Discord's edge answers by itself.
        told = {"Retry-After": f"{planned.seconds:.0f}"}
        return web.Response(status=429, text="error code: 1015", content_type="text/plain", headers=told)
    if planned.kind in {"limit", "global limit"}:
        status, is_global = 429, planned.kind == "global limit"
        answer = {"message": "You are being rate limited.", "retry_after": planned.seconds, "global": is_global}
        headers = headers | {"Retry-After": str(planned.seconds)}
        headers |= (
            {"X-RateLimit-Scope": "global", "X-RateLimit-Global": "true"}
            if is_global
            else {"X-RateLimit-Scope": "user"}
        )
    if answer is None:
        return web.Response(status=status, headers=EDGE | headers)
    # Exactly this content type: discord.py takes everything else for text.
    body = json.dumps(answer).encode()
    return web.Response(status=status, body=body, headers=EDGE | headers | {"Content-Type": "application/json"})
