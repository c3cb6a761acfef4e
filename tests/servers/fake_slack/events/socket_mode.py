"""Socket Mode: WebSocket connections of apps, envelopes, acknowledgements, refreshes."""

import asyncio
import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import uuid4

from aiohttp import WSMsgType, web

from tests.servers.fake_slack.events.transport import Attempt, Kind, Retry
from tests.servers.fake_slack.records import App, Json
from tests.servers.fake_slack.rules import Rules
from tests.servers.fake_slack.state import State

#: Slack allows an app ten connections at a time.
MOST_CONNECTIONS = 10
#: An acknowledgement of these may carry a payload; of interactions only a submitted view's.
RESPONDING = frozenset({"slash_commands", "view_submission", "block_suggestion"})


@dataclass
class Connection:
    """One open WebSocket of an app."""

    app_id: str
    socket: web.WebSocketResponse
    wire: asyncio.Transport | None
    #: Envelope id → what waits for its acknowledgement; None says that the connection was lost.
    pending: dict[str, asyncio.Future[Json | None]] = field(default_factory=dict)


class SocketMode:
    """All connections; it is the transport of apps without a request URL."""

    def __init__(self, state: State, rules: Rules) -> None:
        self._state = state
        self._rules = rules
        self._tickets: dict[str, str] = {}
        self._arrived = asyncio.Condition()
        self.connections: list[Connection] = []
        #: How many connections there were in all.
        self.served = 0
        #: Those that are open and hear nothing.
        self._silent: list[Connection] = []
        #: Set by the server once its port is known.
        self.address = ""

    def new_url(self, app: App) -> str:
        """Hand out a WebSocket address that can be used once."""
        ticket = self._state.new_secret()
        self._tickets[ticket] = app.id
        return f"{self.address}/link/?ticket={ticket}&app_id={app.id}"

    async def wait_connected(self, app: App, count: int = 1) -> None:
        """Wait until an app holds so many connections."""
        async with self._arrived:
            await self._arrived.wait_for(lambda: len(self.of(app)) >= count)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Keep one connection from `hello` to its end."""
        app_id = self._tickets.pop(request.query.get("ticket", ""), None)
        if app_id is None:
            return web.Response(status=401, text="the ticket is unknown or was used")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(app_id, socket, request.transport)
        if sum(one.app_id == app_id for one in self.connections) >= MOST_CONNECTIONS:
            await self._send(connection, self._disconnect(app_id, "too_many_websockets"))
            await socket.close()
            return socket
        self.connections.append(connection)
        self.served += 1
        await self._send(connection, self._hello(app_id))
        async with self._arrived:
            self._arrived.notify_all()
        await self._listen(connection)
        return socket

    async def send(self, app: App, kind: Kind, payload: Json, retry: Retry) -> Attempt:
        """Put one envelope on a random connection and wait for its acknowledgement.

        An event waits for a connection as long as for an acknowledgement; a command or interaction fails without one.
        """
        begun = time.monotonic()
        if kind == "events_api":
            with suppress(TimeoutError):
                await asyncio.wait_for(self.wait_connected(app), self._rules.ack_seconds)
        open_now = self.of(app)
        if not open_now:
            return Attempt(acknowledged=False, failure="no_connection", elapsed=time.monotonic() - begun)
        connection = self._state.random.choice(open_now)
        envelope = _envelope(kind, payload, retry)
        answer = asyncio.get_running_loop().create_future()
        connection.pending[envelope["envelope_id"]] = answer
        await self._send(connection, envelope)
        try:
            response = await asyncio.wait_for(answer, self._rules.ack_seconds)
        except TimeoutError:
            return Attempt(acknowledged=False, failure="timeout", elapsed=time.monotonic() - begun)
        finally:
            connection.pending.pop(envelope["envelope_id"], None)
        elapsed = time.monotonic() - begun
        if response is None:
            return Attempt(acknowledged=False, failure="connection_failed", elapsed=elapsed)
        return Attempt(acknowledged=True, response=response.get("payload"), elapsed=elapsed)

    async def disconnect(self, app: App, reason: str = "refresh_requested") -> int:
        """Tell an app to reconnect: warning, refresh_requested or link_disabled; its connections stay open.

        Gives, as do the following, how many connections that met.
        """
        met = self.of(app)
        for connection in met:
            await self._send(connection, self._disconnect(app.id, reason))
        return len(met)

    async def cut(self, app: App) -> int:
        """End all connections of an app without a word."""
        met = self.of(app)
        for connection in met:
            self._forget(connection)
            _abort(connection)
        return len(met)

    async def hang_up(self, app: App) -> int:
        """End all connections of an app as WebSocket has it: with a closing frame."""
        met = self.of(app)
        for connection in met:
            self._forget(connection)
            await connection.socket.close()
        return len(met)

    async def fall_silent(self, app: App) -> int:
        """Leave all connections of an app open and hear nothing from them any more: no ping, no acknowledgement."""
        met = self.of(app)
        for connection in met:
            self._forget(connection)
            self._silent.append(connection)
            if connection.wire is not None:
                connection.wire.pause_reading()
        return len(met)

    async def close(self) -> None:
        """Close every connection."""
        for connection in self._silent:
            _abort(connection)
        for connection in list(self.connections):
            self._forget(connection)
            await connection.socket.close()

    def of(self, app: App) -> list[Connection]:
        """Give the connections of an app that are open."""
        return [one for one in self.connections if one.app_id == app.id and not one.socket.closed]

    async def _listen(self, connection: Connection) -> None:
        try:
            async for frame in connection.socket:
                if frame.type == WSMsgType.TEXT:
                    self._take(connection, frame.data)
        finally:
            self._forget(connection)

    def _take(self, connection: Connection, text: str) -> None:
        ack = json.loads(text)
        waiting = connection.pending.get(ack.get("envelope_id"))
        if waiting is not None and not waiting.done():
            waiting.set_result(ack)

    def _forget(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
        for waiting in connection.pending.values():
            if not waiting.done():
                waiting.set_result(None)

    async def _send(self, connection: Connection, message: Json) -> None:
        # A socket that is just going away loses what is sent, as over the real network.
        with suppress(ConnectionError):
            await connection.socket.send_str(json.dumps(message))

    def _hello(self, app_id: str) -> Json:
        return {
            "type": "hello",
            "num_connections": sum(one.app_id == app_id for one in self.connections),
            "debug_info": {
                "host": "applink-fake",
                "build_number": 1,
                "approximate_connection_time": self._rules.connection_seconds,
            },
            "connection_info": {"app_id": app_id},
        }

    def _disconnect(self, app_id: str, reason: str) -> Json:
        return {
            "type": "disconnect",
            "reason": reason,
            "num_connections": sum(one.app_id == app_id for one in self.connections),
            "debug_info": {"host": "applink-fake"},
            "connection_info": {"app_id": app_id},
        }


def _abort(connection: Connection) -> None:
    if connection.wire is not None:
        connection.wire.abort()


def _envelope(kind: Kind, payload: Json, retry: Retry) -> Json:
    envelope: Json = {
        "envelope_id": str(uuid4()),
        "payload": payload,
        "type": kind,
        "accepts_response_payload": kind in RESPONDING or payload.get("type") in RESPONDING,
    }
    if kind == "events_api":
        envelope |= {"retry_attempt": retry.number, "retry_reason": retry.reason}
    return envelope
