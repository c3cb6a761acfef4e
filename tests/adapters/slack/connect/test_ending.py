"""A process that ends while it connects leaves no connection open: it would show signs of life to a loop that ends."""

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.waiting import until
from tests.worlds.slack import RESTLESS, slack_world


async def test_connection_that_comes_about_while_the_process_ends_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    connect, close = aiohttp.ClientSession.ws_connect, aiohttp.ClientSession.close
    opened, is_ending = list[aiohttp.ClientWebSocketResponse](), asyncio.Event()

    async def slowly(self: aiohttp.ClientSession, *given: Any, **named: Any) -> aiohttp.ClientWebSocketResponse:
        opened.append(await connect(self, *given, **named))
        try:
            await is_ending.wait()
        except asyncio.CancelledError:
            await opened[-1].close()
            raise
        return opened[-1]

    async def late(self: aiohttp.ClientSession) -> None:
        is_ending.set()
        await asyncio.sleep(0)
        await close(self)

    monkeypatch.setattr(aiohttp.ClientSession, "ws_connect", slowly)
    monkeypatch.setattr(aiohttp.ClientSession, "close", late)
    async with slack_world(connect=False, ping=RESTLESS) as world:
        await world.connection.start(world.app)
        await until(lambda: opened)

    assert [one.closed for one in opened] == [True]
