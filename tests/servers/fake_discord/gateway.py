"""The gateway: sessions over WebSockets, with heartbeats, resumption and the intents each session asked for."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import WSMsgType, web

from tests.servers.fake_discord.faults import Faults
from tests.servers.fake_discord.records import App, Json
from tests.servers.fake_discord.rules import Rules
from tests.servers.fake_discord.shapes import guild_create_json, user_json
from tests.servers.fake_discord.state import State

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 0, 1 << 9, 1 << 12, 1 << 15
PRIVILEGED = 1 << 1 | 1 << 8 | MESSAGE_CONTENT
#: Close codes (docs.discord.com/developers/topics/opcodes-and-status-codes#gateway).
UNKNOWN_OPCODE, NOT_JSON, NOT_AUTHENTICATED, BAD_TOKEN, ALREADY_IDENTIFIED = 4001, 4002, 4003, 4004, 4005
TIMED_OUT, BAD_SHARD, BAD_INTENTS, DISALLOWED_INTENTS = 4009, 4010, 4013, 4014
#: Bits that mean something as intents (docs.discord.com/developers/events/gateway#list-of-intents).
INTENTS = (1 << 26) - 1
#: What clients send that the fake takes no further notice of: presence, voice, members, sounds.
_LEFT_ALONE = frozenset({3, 4, 8, 31})


@dataclass
class Session:
    """One bot connection (one shard), which outlives its socket."""

    id: str
    app: App
    intents: int
    shard: tuple[int, int]
    socket: web.WebSocketResponse | None = None
    #: All that was dispatched: what a resumption replays.
    sent: list[Json] = field(default_factory=list)
    lost_at: float | None = None
    #: An event, with its name, that waits for the one after it.
    held: tuple[str, Json] | None = None

    def has_sent(self, number: object) -> bool:
        """Whether an event of that number was dispatched; nobody can have heard of a later one."""
        return isinstance(number, int) and 0 < number <= len(self.sent)

    @property
    def reads_content(self) -> bool:
        """Whether it gets what people write."""
        return bool(self.intents & MESSAGE_CONTENT)

    def serves(self, guild_id: str | None) -> bool:
        """Whether a guild is of this shard; direct messages are of the first."""
        number, count = self.shard
        return number == 0 if guild_id is None else (int(guild_id) >> 22) % count == number


class Gateway:
    """All sessions."""

    def __init__(self, state: State, rules: Rules, faults: Faults) -> None:
        self._state, self._rules, self._faults = state, rules, faults
        self.sessions: list[Session] = []
        self._sockets: set[web.WebSocketResponse] = set()
        #: The address bots are sent to; set when the server listens.
        self.address = ""
        #: (shard, count) of every IDENTIFY, in order.
        self.identified: list[tuple[int, int]] = []
        #: When each connection began, by the clock.
        self.connected: list[datetime] = []
        #: How many sessions were resumed.
        self.resumed = 0
        #: Whether connections are refused now.
        self.is_down = False
        #: Shards that may connect and are then left without an answer, and what they asked for so far.
        self.silent: set[int] = set()
        self._unanswered: list[tuple[int, web.WebSocketResponse, Json]] = []
        #: Whether heartbeats are left without an answer, as by a connection that has died without a word.
        self.is_deaf = False

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        if self.is_down:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.add(socket)
        self.connected.append(self._state.now())
        await self._send(socket, HELLO, {"heartbeat_interval": int(self._rules.heartbeat * 1000)})
        beaten = asyncio.Event()
        watching = asyncio.create_task(self._watch(socket, beaten))
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._receive(socket, message.data, beaten)
        finally:
            watching.cancel()
            self._sockets.discard(socket)
            self._lose(socket)
        return socket

    def _lose(self, socket: web.WebSocketResponse) -> None:
        for session in self.sessions:
            if session.socket is socket:
                session.socket, session.lost_at = None, self._state.now().timestamp()

    async def _watch(self, socket: web.WebSocketResponse, beaten: asyncio.Event) -> None:
        """End a connection whose heart does not beat; its session is over."""
        with suppress(TimeoutError):
            while True:
                await asyncio.wait_for(beaten.wait(), self._rules.heartbeat + self._rules.heartbeat_grace)
                beaten.clear()
        self.sessions = [one for one in self.sessions if one.socket is not socket]
        await socket.close(code=TIMED_OUT, message=b"Session timed out.")

    async def _receive(self, socket: web.WebSocketResponse, data: str, beaten: asyncio.Event) -> None:
        try:
            payload = json.loads(data)
            op = payload["op"]
        except (ValueError, KeyError, TypeError):
            await socket.close(code=NOT_JSON, message=b"Error while decoding payload.")
            return
        is_known = any(one.socket is socket for one in self.sessions)
        match op:
            case 1:
                beaten.set()
                if not self.is_deaf:
                    await self._send(socket, ACK, None)
            case 2 | 6 if is_known:
                await socket.close(code=ALREADY_IDENTIFIED, message=b"Already authenticated.")
            case 2 | 6 if (shard := self._shard_of(payload["d"])) in self.silent:
                self._unanswered.append((shard, socket, payload["d"]))
            case 2:
                await self._identify(socket, payload["d"])
            case 6:
                await self._resume(socket, payload["d"])
            case _ if op not in _LEFT_ALONE:
                await socket.close(code=UNKNOWN_OPCODE, message=b"Unknown opcode.")
            case _ if not is_known:
                await socket.close(code=NOT_AUTHENTICATED, message=b"Not authenticated.")

    def _shard_of(self, asked: Json) -> int:
        told = next((one.shard for one in self.sessions if one.id == asked.get("session_id")), asked.get("shard"))
        return int((told or (0, 1))[0])

    async def speak(self, shard: int) -> None:
        """Answer a shard that was left without an answer."""
        self.silent.discard(shard)
        waiting, self._unanswered = self._unanswered, []
        for number, socket, asked in waiting:
            if number != shard:
                self._unanswered.append((number, socket, asked))
            elif not socket.closed:
                await (self._resume if "session_id" in asked else self._identify)(socket, asked)

    @property
    def unanswered(self) -> int:
        """How many connections wait for an answer."""
        return len(self._unanswered)

    async def _identify(self, socket: web.WebSocketResponse, asked: Json) -> None:
        app = next((one for one in self._state.apps.values() if one.token == asked["token"]), None)
        number, count = asked.get("shard") or (0, 1)
        if app is None:
            await socket.close(code=BAD_TOKEN, message=b"Authentication failed.")
        elif not 0 <= asked["intents"] <= INTENTS:
            await socket.close(code=BAD_INTENTS, message=b"Invalid intent(s).")
        elif asked["intents"] & PRIVILEGED & ~app.privileged:
            await socket.close(code=DISALLOWED_INTENTS, message=b"Disallowed intent(s).")
        elif not 0 <= number < count:
            await socket.close(code=BAD_SHARD, message=b"Invalid shard.")
        else:
            self.identified.append((number, count))
            session = Session(self._state.new_id(), app, asked["intents"], (number, count), socket)
            self.sessions.append(session)
            await self._welcome(session)

    async def _welcome(self, session: Session) -> None:
        app = session.app
        guilds = [guild for guild in self._state.guilds.values() if guild.id in app.guilds and session.serves(guild.id)]
        ready = {
            "v": 10,
            "user": user_json(app.user),
            "guilds": [{"id": guild.id, "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.address,
            "shard": list(session.shard),
            "application": {"id": app.id, "flags": 0},
            "private_channels": [],
        }
        await self._dispatch(session, "READY", ready)
        for guild in guilds:
            await self._dispatch(session, "GUILD_CREATE", guild_create_json(guild, app.user))

    async def _resume(self, socket: web.WebSocketResponse, asked: Json) -> None:
        session = next((one for one in self.sessions if one.id == asked["session_id"]), None)
        now = self._state.now().timestamp()
        is_over = session is None or (session.lost_at or now) < now - self._rules.resume_window
        if session is None or is_over or asked["token"] != session.app.token or not session.has_sent(asked["seq"]):
            self.sessions = [one for one in self.sessions if one is not session]
            await self._send(socket, INVALID_SESSION, payload=False)
            return
        replayed = asked["seq"]
        # What is new meanwhile goes behind what is replayed: a client keeps the number of the last event alone.
        while missed := session.sent[replayed:]:
            for payload in missed:
                await socket.send_json(payload)
            replayed = missed[-1]["s"]
        session.socket, session.lost_at = socket, None
        self.resumed += 1
        await self._dispatch(session, "RESUMED", {})

    def publish(self, event: str, data: Json, *, guild_id: str | None, app: App, blank: Json | None = None) -> None:
        """Dispatch an event to the sessions of an app that it concerns.

        Args:
            event: its name, such as MESSAGE_CREATE.
            data: what it says.
            guild_id: where it happened; None for a direct message.
            app: whose sessions hear of it.
            blank: what sessions without the message-content intent are told instead.
        """
        for session in [one for one in self.sessions if one.app is app and one.serves(guild_id)]:
            wanted = _intent(event, guild_id)
            if wanted and not session.intents & wanted:
                continue
            told = data if session.reads_content or blank is None else blank
            self._enqueue(session, event, told)

    def _enqueue(self, session: Session, event: str, data: Json) -> None:
        held, session.held = session.held, None
        if held is None and self._faults.swaps():
            # If nothing else comes, it goes out a moment later.
            session.held = held = event, data
            asyncio.get_running_loop().call_later(0.02, self._let_go, session, held)
            return
        self._pass_on(session, event, data)
        if held is not None:
            self._pass_on(session, *held)

    def _let_go(self, session: Session, held: tuple[str, Json]) -> None:
        if session.held is held:
            session.held = None
            self._pass_on(session, *held)

    def _pass_on(self, session: Session, event: str, data: Json) -> None:
        # Numbered in the order in which it leaves, or a resumption would not replay what was held back.
        payload: Json = {"op": DISPATCH, "t": event, "s": len(session.sent) + 1, "d": data}
        session.sent.append(payload)
        for _ in range(2 if self._faults.repeats() else 1):
            self._write(session, payload)

    def _write(self, session: Session, payload: Json) -> None:
        if session.socket is not None and not session.socket.closed:
            task = asyncio.ensure_future(session.socket.send_json(payload))
            task.add_done_callback(_heed)

    async def _dispatch(self, session: Session, event: str, data: Json) -> None:
        payload: Json = {"op": DISPATCH, "t": event, "s": len(session.sent) + 1, "d": data}
        session.sent.append(payload)
        if session.socket is not None:
            await session.socket.send_json(payload)

    async def _send(self, socket: web.WebSocketResponse, op: int, payload: Any) -> None:
        await socket.send_json({"op": op, "d": payload, "s": None, "t": None})

    async def ask_to_reconnect(self) -> None:
        """Ask all to reconnect, as Discord does when a server goes for maintenance."""
        for socket in list(self._sockets):
            await self._send(socket, RECONNECT, None)

    async def cut(self, code: int = 1006) -> None:
        """Cut all connections; 1006 without a closing handshake."""
        for socket in list(self._sockets):
            transport = socket._req.transport if socket._req else None
            if code == 1006 and transport is not None:
                transport.abort()
            else:
                await socket.close(code=code)

    def forget_sessions(self) -> None:
        """Forget all sessions: whoever resumes must identify anew, and what happened meanwhile is lost."""
        for session in self.sessions:
            session.id = "forgotten"

    async def close(self) -> None:
        """End all connections."""
        for socket in list(self._sockets):
            await socket.close(code=1001)


def _intent(event: str, guild_id: str | None) -> int:
    if event.startswith("MESSAGE_"):
        return DIRECT_MESSAGES if guild_id is None else GUILD_MESSAGES
    if event.startswith(("CHANNEL_", "THREAD_", "GUILD_")):
        return GUILDS
    return 0


def _heed(task: "asyncio.Future[None]") -> None:
    # The connection ended while the event was on its way: a resumption replays it.
    if not task.cancelled():
        task.exception()
