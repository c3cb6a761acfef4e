"""Connections over HTTP that bring no request: they end, and Slack is answered beside them."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from adapters.http import patience
from tests.waiting import PATIENCE
from tests.worlds.slack_door import HANDSHAKE, Door, open_door


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with open_door() as opened:
        yield opened


def _connect(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setblocking(False)
    return connection


#: What a slow connection has said when it says no more.
BEGINNINGS = {
    "nothing": b"",
    "half a line": b"POST /slack/ev",
    "half of the headers": b"POST /slack/events HTTP/1.1\r\nHost: a\r\nX-A: b\r\n",
    "no body": b"POST /slack/events HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{",
}


@pytest.mark.repeats
@pytest.mark.parametrize("case", BEGINNINGS)
async def test_request_of_slack_is_answered_beside_four_hundred_slow_connections(door: Door, case: str) -> None:
    port = door.service.world.port
    slow = [_connect(port) for _ in range(400)]
    for connection in slow:
        connection.send(BEGINNINGS[case])

    status = await door.signed(HANDSHAKE)
    ended = 0
    loop = asyncio.get_running_loop()
    for connection in slow[: 400 - patience.MOST]:
        ended += await _is_ended(loop, connection)

    assert (status, ended) == (200, 400 - patience.MOST)
    for connection in slow:
        connection.close()


async def _is_ended(loop: asyncio.AbstractEventLoop, connection: socket.socket) -> bool:
    try:
        return await loop.sock_recv(connection, 100) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("case", BEGINNINGS)
async def test_connection_on_which_no_request_gets_complete_is_ended(
    door: Door, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "LONGEST", 0.2)
    loop = asyncio.get_running_loop()
    connection = _connect(door.service.world.port)
    connection.send(BEGINNINGS[case])

    ended = await asyncio.wait_for(_is_ended(loop, connection), PATIENCE)
    connection.close()

    assert ended


async def test_connection_that_keeps_dripping_is_ended(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "LONGEST", 0.3)
    reader, writer = await asyncio.open_connection("127.0.0.1", door.service.world.port)
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
    first = await reader.readuntil(b"\r\n\r\nok")

    async def drip() -> None:
        while True:
            writer.write(b"X")
            await asyncio.sleep(0.02)

    dripping = asyncio.create_task(drip())
    [rest] = await asyncio.wait_for(asyncio.gather(reader.read(), return_exceptions=True), PATIENCE)
    dripping.cancel()

    assert first.startswith(b"HTTP/1.1 200")
    assert rest == b"" or isinstance(rest, ConnectionResetError)
    writer.close()


async def test_headers_without_end_are_refused(door: Door) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", door.service.world.port)
    writer.write(b"GET /healthz HTTP/1.1\r\n" + b"X-A: " + b"b" * 100_000)

    answer = await asyncio.wait_for(reader.readline(), PATIENCE)

    assert answer == b"HTTP/1.1 400 Bad Request\r\n"
    writer.close()
