"""A fake OpenAI-compatible endpoint on a free port: it refuses what a real one refuses, and replies as it is told."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

HOST = "127.0.0.1"
KEY = "sk-of-the-tests"


@dataclass(frozen=True, slots=True)
class Told:
    """What the endpoint is told to do with one call."""

    #: What the model says.
    content: str | None = None
    #: What the endpoint sends instead of a completion.
    body: str | None = None
    status: int = 200
    #: Where it redirects to.
    location: str = ""
    is_silent: bool = False
    is_cut_off: bool = False


def found(*findings: tuple[str, str]) -> Told:
    """Tell it to find this of the key points, in order: a finding and its evidence each."""
    points = [{"point": n, "finding": one, "evidence": words} for n, (one, words) in enumerate(findings, start=1)]
    return Told(json.dumps({"points": points}))


@dataclass
class FakeLlm:
    """The endpoint; `async with` starts and ends it."""

    #: What calls get, in their order; the last for all that follow.
    told: list[Told]
    #: The bodies of the calls that came.
    asked: list[dict[str, Any]] = field(default_factory=list)
    #: The headers of the last of them.
    headers: dict[str, str] = field(default_factory=dict)
    address: str = ""

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_post("/v1/chat/completions", self._complete)
        self._ended = asyncio.Event()
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, 0).start()
        self.address = f"http://{HOST}:{self._runner.addresses[0][1]}/v1"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._ended.set()
        await self._runner.cleanup()

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body = json.loads(await request.text())
        self.asked.append(body)
        self.headers = dict(request.headers)
        refused = _refused(request, body)
        if refused is not None:
            return refused
        told = self.told.pop(0) if len(self.told) > 1 else self.told[0]
        if told.is_silent:
            await self._ended.wait()
        if told.is_cut_off and request.transport is not None:
            request.transport.close()
        if told.location:
            raise web.HTTPTemporaryRedirect(told.location)
        text = told.body if told.body is not None else _completion(told.content)
        return web.Response(text=text, status=told.status, content_type="application/json")


def _completion(content: str | None) -> str:
    message = {"role": "assistant", "content": content, "refusal": None}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return json.dumps({"id": "c", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]})


def _refused(request: web.Request, body: dict[str, Any]) -> web.Response | None:
    if request.headers.get("Authorization") != f"Bearer {KEY}":
        return web.json_response({"error": {"message": "Incorrect API key provided"}}, status=401)
    form = body.get("response_format", {})
    schema = form.get("json_schema", {})
    if form.get("type") != "json_schema" or not schema.get("strict") or not _is_strict(schema["schema"]):
        return web.json_response({"error": {"message": "Invalid schema for response_format"}}, status=400)
    return None


def _is_strict(schema: dict[str, Any]) -> bool:
    """Tell whether a schema has what strict ones need: all properties required, and no others allowed.

    https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
    """
    objects = [schema, *schema.get("$defs", {}).values()]
    return all(
        one["additionalProperties"] is False and set(one["required"]) == set(one["properties"])
        for one in objects
        if one["type"] == "object"
    )
