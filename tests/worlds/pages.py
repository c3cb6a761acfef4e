"""The pages of an Askaday, served at a port of this machine, and browsers that look at them."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from selectolax.lexbor import LexborHTMLParser
from starlette.routing import Mount, Route
from yarl import URL

from adapters.web.connection import WebConnection
from bot.bootstrap import Connections, DrawnWhenNeeded
from bot.domain.card import Text
from bot.domain.members import Actor
from bot.engine import Connection
from tests.worlds.world import World, new_world

ADDRESS = "http://pages.test"
_LINK = re.compile(r"\((\S+)\)")
_TOKEN = re.compile(r'name="token" value="([^"]+)"')


@dataclass
class Shown:
    """What a browser got."""

    status: int
    text: str
    headers: Mapping[str, str]

    @property
    def token(self) -> str:
        """Give what the page's forms send back."""
        found = _TOKEN.search(self.text)
        return found[1] if found else ""

    def form(self, kind: str) -> dict[str, list[str]]:
        """Give what a browser would send of the form with that class, with every value that comes under a name."""
        found: dict[str, list[str]] = {}
        for one in LexborHTMLParser(self.text).css(f"form.{kind} input, form.{kind} option, form.{kind} textarea"):
            asked = one if one.tag != "option" else one.parent
            assert asked is not None
            is_sent = one.attributes.get("type") != "checkbox" or "checked" in one.attributes
            if is_sent and (one.tag != "option" or "selected" in one.attributes):
                said = one.text() if one.tag == "textarea" else one.attributes.get("value")
                found.setdefault(asked.attributes["name"] or "", []).append(said or "")
        return found

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")


@dataclass
class Browser:
    """Asks as a browser does, with cookies; it follows no redirect by itself."""

    port: int
    host: str
    cookies: dict[str, str] = field(default_factory=dict)
    #: For whom a proxy says that it asks.
    sender: str = ""

    async def get(self, path: str, **more: Any) -> Shown:
        return await self.ask("GET", path, **more)

    async def post(self, path: str, form: Mapping[str, str | Sequence[str]] | None = None, **more: Any) -> Shown:
        every = [
            (name, one) for name, said in (form or {}).items() for one in ([said] if isinstance(said, str) else said)
        ]
        return await self.ask("POST", path, data=every, **more)

    async def ask(self, method: str, path: str, **more: Any) -> Shown:
        headers = {"Host": self.host, "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if self.sender:
            headers["X-Forwarded-For"] = self.sender
        headers |= more.pop("headers", {})
        address = URL(f"http://127.0.0.1:{self.port}{path}", encoded=True)
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as asking,
            asking.request(method, address, headers=headers, allow_redirects=False, **more) as answer,
        ):
            for name, cookie in answer.cookies.items():
                self.cookies[name] = cookie.value
            return Shown(answer.status, await answer.text(), dict(answer.headers))


@dataclass
class PagesWorld:
    """An Askaday with pages."""

    world: World
    port: int
    address: str
    #: The table of what is served, as paths with names in braces, and the methods that each takes.
    table: Sequence[tuple[str, frozenset[str]]]

    def browser(self, sender: str = "") -> Browser:
        return Browser(self.port, self.address.partition("//")[2], sender=sender)

    async def link(self, actor: Actor) -> str:
        """Ask for a link in the chat, and give its path."""
        card = await self.world.command(actor, "dashboard")
        texts = [block.markdown for block in card.blocks if isinstance(block, Text)]
        found = _LINK.search(texts[0])
        assert found is not None
        return found[1].removeprefix(self.address)

    async def signed_in(self, actor: Actor, sender: str = "") -> Browser:
        """Give the browser of somebody who has signed in."""
        browser, link = self.browser(sender), await self.link(actor)
        opened = await browser.get(link)
        entered = await browser.post(link, {"token": opened.token})
        assert entered.status == 303
        return browser


def table_of(connection: WebConnection) -> list[tuple[str, frozenset[str]]]:
    """Give all that a connection serves, but for files that everybody may have."""
    mounted = [inner for route in connection.routes if isinstance(route, Mount) for inner in route.routes]
    every = [route for route in (*connection.routes, *mounted) if isinstance(route, Route)]
    return [(route.path, frozenset(route.methods or ()) - {"HEAD"}) for route in every]


@asynccontextmanager
async def pages_world(
    address: str = ADDRESS, platforms: Mapping[str, Connection] | None = None, **chosen: Any
) -> AsyncIterator[PagesWorld]:
    """Serve the pages of a world; what is chosen are settings."""
    async with new_world(web="on", public_url=address, **chosen) as world:
        served = WebConnection(address, DrawnWhenNeeded(), platforms, chosen.get("metrics_token", ""))
        connections = Connections([served], "127.0.0.1", 0)
        await connections.start(world.app)
        assert connections.server is not None
        try:
            yield PagesWorld(world, connections.server.port, address, table_of(served))
        finally:
            await connections.stop()
            await connections.close()
