"""One request to Slack: how it looks on the wire, what time is heard of it, and what becomes of it where it fails."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web

from adapters.slack.connect.delivery_errors import code_of
from adapters.slack.connect.web_api import WebApi
from bot.errors import DeliveryError, Scope
from tests.servers.fake_slack import FakeSlack

HOST = "127.0.0.1"
NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
NINE_SAID = "Mon, 07 Dec 2026 09:00:00 GMT"


@dataclass
class Wire:
    """What arrived, byte for byte, and what is answered to it."""

    status: int = 200
    body: bytes = b'{"ok": true}'
    headers: dict[str, str] = field(default_factory=dict)
    arrived: list[tuple[str, str, str | None, str | None, bytes]] = field(default_factory=list)
    port: int = 0

    async def answer(self, request: web.Request) -> web.Response:
        got = request.headers
        body = await request.read()
        self.arrived.append((request.method, request.path_qs, got.get("Authorization"), got.get("Content-Type"), body))
        return web.Response(status=self.status, body=self.body, headers=self.headers)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    made = Wire()
    application = web.Application()
    application.router.add_route("*", "/{rest:.*}", made.answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    made.port = int(runner.addresses[0][1])
    yield made
    await runner.cleanup()


@asynccontextmanager
async def calling(wire: Wire, heard: list[datetime], total: float | None = None) -> AsyncIterator[WebApi]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=total)) as session:
        yield WebApi(session, f"{wire.address}/api", "xoxb-1", heard.append)


async def test_each_kind_of_call_is_written_as_slack_reads_it(wire: Wire) -> None:
    async with calling(wire, []) as api:
        await api.post("chat.postMessage", {"channel": "C1", "unfurl_links": False, "blocks": [{"text": "ü"}]})
        await api.get("users.info", {"user": "U1", "cursor": "a=&b"})
        await api.post_form("oauth.v2.access", {"code": "ü&"})
        await api.bearing("").post_form("api.test")

    token, form = "Bearer xoxb-1", "application/x-www-form-urlencoded"
    posted = b'{"channel": "C1", "unfurl_links": false, "blocks": [{"text": "\\u00fc"}]}'
    assert wire.arrived == [
        ("POST", "/api/chat.postMessage", token, "application/json; charset=utf-8", posted),
        ("GET", "/api/users.info?user=U1&cursor=a%3D%26b", token, None, b""),
        ("POST", "/api/oauth.v2.access", token, form, b"code=%C3%BC%26"),
        ("POST", "/api/api.test", None, "application/octet-stream", b""),
    ]


async def test_time_is_heard_of_every_answer_also_of_a_refusal(wire: Wire) -> None:
    heard: list[datetime] = []
    wire.headers = {"Date": NINE_SAID}
    async with calling(wire, heard) as api:
        await api.post("chat.postMessage", {})
        await api.get("users.info", {})
        wire.status, wire.body = 503, b"<html>"
        with pytest.raises(DeliveryError):
            await api.post_form("auth.test")
        wire.headers = {"Date": "yesterday"}
        with pytest.raises(DeliveryError):
            await api.post_form("auth.test")

    assert heard == [NINE, NINE, NINE]


@pytest.mark.parametrize(
    ("status", "headers", "body", "expected"),
    [
        (200, {}, b'{"ok": false, "error": "is_archived"}', (True, None, Scope.CHANNEL, "is_archived")),
        (200, {}, b'{"ok": false, "error": "token_revoked"}', (True, None, Scope.WORKSPACE, "token_revoked")),
        (200, {}, b'{"ok": false, "error": "fatal_error"}', (False, None, Scope.CHANNEL, "fatal_error")),
        (200, {}, b'{"ok": false}', (False, None, Scope.CHANNEL, "")),
        (200, {}, b"{}", (False, None, Scope.CHANNEL, "")),
        (200, {}, b"[" * 100_000, (False, None, Scope.CHANNEL, "")),
        (429, {"retry-after": "30"}, b"", (False, 30.0, Scope.CHANNEL, "")),
        (429, {"Retry-After": "soon"}, b"", (False, None, Scope.CHANNEL, "")),
        (503, {"Retry-After": "5"}, b"<html>", (False, 5.0, Scope.CHANNEL, "")),
        (500, {}, b'{"ok": false, "error": "is_archived"}', (False, None, Scope.CHANNEL, "is_archived")),
        (500, {}, b'{"ok": true}', (False, None, Scope.CHANNEL, "")),
        (404, {}, b"no such page", (False, None, Scope.CHANNEL, "")),
    ],
)
async def test_answer_that_is_not_ok_says_whether_it_passes(
    wire: Wire, status: int, headers: dict[str, str], body: bytes, expected: tuple[bool, float | None, Scope, str]
) -> None:
    wire.status, wire.headers, wire.body = status, headers, body
    async with calling(wire, []) as api:
        with pytest.raises(DeliveryError) as caught:
            await api.post("chat.postMessage", {})

    error = caught.value
    assert (error.permanent, error.retry_after, error.scope, code_of(error)) == expected
    assert len(wire.arrived) == 1


async def test_no_answer_in_time_passes_and_is_not_asked_for_again() -> None:
    async with FakeSlack() as slack, aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.05)) as session:
        slack.faults.hold("api.test")
        with pytest.raises(DeliveryError) as caught:
            await WebApi(session, slack.base_url).post_form("api.test")
        slack.faults.let_go()

    assert (str(caught.value), caught.value.permanent) == ("Slack did not answer in time.", False)


async def test_token_that_can_stand_in_no_header_is_no_crash(wire: Wire) -> None:
    async with calling(wire, []) as api:
        with pytest.raises(DeliveryError) as caught:
            await api.bearing("xoxb-1\nxoxb-2").post_form("auth.test")

    assert (caught.value.permanent, wire.arrived) == (False, [])


async def test_requests_go_through_the_proxy(wire: Wire) -> None:
    async with aiohttp.ClientSession() as session:
        api = WebApi(session, "http://slack.invalid/api/", "xoxb-1", proxy=wire.address)
        answers = await asyncio.gather(api.post("chat.postMessage", {}), api.get("users.info", {}))

    assert [one.body for one in answers] == [{"ok": True}, {"ok": True}]
    assert sorted(arrived[:2] for arrived in wire.arrived) == [
        ("GET", "/api/users.info"),
        ("POST", "/api/chat.postMessage"),
    ]
