"""The way in of a service over HTTP, and requests signed as Slack signs them."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp

from adapters.slack.connect.http_mode import EVENTS_PATH
from tests.servers.fake_slack import App
from tests.servers.fake_slack.events.http_events import signed
from tests.worlds.slack_service import Service, serving

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
HANDSHAKE = json.dumps({"type": "url_verification", "challenge": "c1"})


@dataclass
class Door:
    """The way in of a service that runs."""

    service: Service = field(repr=False)
    browser: aiohttp.ClientSession = field(repr=False)

    @property
    def app(self) -> App:
        return self.service.stage.app

    def headers(self, body: str, kind: str = JSON) -> dict[str, str]:
        return signed(self.app.signing_secret, body) | {"Content-Type": kind}

    async def post(self, body: str | bytes, headers: Mapping[str, str]) -> int:
        address = f"{self.service.address}{EVENTS_PATH}"
        async with self.browser.post(address, data=body, headers=headers) as answer:
            await answer.read()
            return answer.status

    async def signed(self, body: str, kind: str = JSON) -> int:
        return await self.post(body, self.headers(body, kind))


@asynccontextmanager
async def open_door() -> AsyncIterator[Door]:
    """Run a service with one workspace, and a browser."""
    # A server ends a connection that nothing came over for a while, perhaps just as the next request goes out.
    each_its_own = aiohttp.TCPConnector(force_close=True)
    async with serving(teams=1) as service, aiohttp.ClientSession(connector=each_its_own) as browser:
        yield Door(service, browser)
