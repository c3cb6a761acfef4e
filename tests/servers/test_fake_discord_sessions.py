"""The fake gateway's rules for sessions and heartbeats, without a library that keeps them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from tests.servers.discord_stage import Listener, staged
from tests.servers.fake_discord import FakeDiscord, Rules
from tests.servers.fake_discord.records import App

INTENTS = 1 << 0 | 1 << 9


@asynccontextmanager
async def connected(
    rules: Rules | None = None,
) -> AsyncIterator[tuple[FakeDiscord, App, aiohttp.ClientWebSocketResponse]]:
    """Connect, and hear the hello."""
    async with FakeDiscord(rules=rules) as server:
        app = server.add_app()
        async with aiohttp.ClientSession() as session, session.ws_connect(server.gateway.address) as socket:
            assert (await socket.receive_json())["op"] == 10
            yield server, app, socket


async def say(socket: aiohttp.ClientWebSocketResponse, op: int, told: Any) -> None:
    await socket.send_json({"op": op, "d": told})


async def identify(socket: aiohttp.ClientWebSocketResponse, app: App, intents: int = INTENTS) -> None:
    await say(socket, 2, {"token": app.token, "intents": intents, "properties": {}})


async def closed(socket: aiohttp.ClientWebSocketResponse) -> int | None:
    """Wait until the other side ends the connection, and give its code."""
    async for _ in socket:
        pass
    return socket.close_code


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"seq": 99}, 9),
        ({"seq": 0}, 9),
        ({"seq": -1}, 9),
        ({"seq": None}, 9),
        ({"session_id": "other"}, 9),
        ({"token": "other"}, 9),
        ({}, 0),
    ],
)
async def test_session_is_resumed_with_what_was_heard_of_it(changes: dict[str, Any], answer: int) -> None:
    async with connected() as (server, app, socket):
        await identify(socket, app)
        ready = (await socket.receive_json())["d"]
        await server.gateway.cut()
        async with aiohttp.ClientSession() as session, session.ws_connect(server.gateway.address) as again:
            await again.receive_json()
            await say(again, 6, {"token": app.token, "session_id": ready["session_id"], "seq": 1, **changes})

            told = await again.receive_json()

    assert (told["op"], told["d"]) == (answer, {} if answer == 0 else False)


@pytest.mark.parametrize("seq", [99, 0])
async def test_client_that_resumes_with_a_wrong_number_begins_anew(seq: int) -> None:
    async with staged() as stage:
        assert stage.client.ws is not None
        stage.client.ws.sequence = seq
        await stage.server.gateway.cut()

        await stage.until(lambda: stage.client.ready == 2)
        assert (stage.server.gateway.resumed, len(stage.server.gateway.identified)) == (0, 2)


async def test_connection_without_heartbeats_is_ended_and_its_session_is_over() -> None:
    async with connected(Rules(heartbeat=0.05, heartbeat_grace=0.05)) as (server, app, socket):
        await identify(socket, app)

        assert (await closed(socket), server.gateway.sessions) == (4009, [])


async def test_connection_with_heartbeats_is_kept() -> None:
    async with connected(Rules(heartbeat=0.05, heartbeat_grace=60)) as (server, app, socket):
        await identify(socket, app)
        await socket.receive_json()
        for _ in range(3):
            await say(socket, 1, 1)
            assert (await socket.receive_json())["op"] == 11

        assert len(server.gateway.sessions) == 1


async def test_client_whose_heartbeats_are_not_answered_connects_again() -> None:
    async with staged(Rules(heartbeat=0.05), listener=Listener(heartbeat_timeout=0.2)) as stage:
        stage.server.gateway.is_deaf = True
        await stage.until(lambda: len(stage.server.gateway.connected) > 1)
        stage.server.gateway.is_deaf = False

        await stage.until(lambda: stage.server.gateway.resumed)


@pytest.mark.parametrize(
    ("sent", "code"),
    [("no JSON", 4002), ('{"d": 1}', 4002), ('{"op": 99, "d": null}', 4001), ('{"op": 3, "d": {}}', 4003)],
)
async def test_what_is_no_message_of_the_gateway_ends_the_connection(sent: str, code: int) -> None:
    async with connected() as (_, _, socket):
        await socket.send_str(sent)

        assert await closed(socket) == code


async def test_second_identification_ends_the_connection() -> None:
    async with connected() as (_, app, socket):
        await identify(socket, app)
        await identify(socket, app)

        assert await closed(socket) == 4005


async def test_intents_that_do_not_exist_end_the_connection() -> None:
    async with connected() as (_, app, socket):
        await identify(socket, app, 1 << 40)

        assert await closed(socket) == 4013
