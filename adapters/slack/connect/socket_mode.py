"""The connection of Socket Mode: one process at a time, no public address."""

import asyncio
import hashlib
import logging
from collections.abc import Callable

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from adapters.slack.connect.delivery_errors import FINAL, code_of
from adapters.slack.connect.web_api import WebApi
from bot.engine import Reach
from bot.errors import AskadayError, DeliveryError
from bot.ports.locks import Lock, Locks

log = structlog.get_logger()

#: Seconds between two signs of life of a connection.
PING = 10.0
#: How many signs of life a connection is missing when Slack is asked about the token, and again each time later: it may
#: be asked once a minute.
_ASKED_AFTER, _ASKED_AGAIN = 2, 6
#: Bolt's own is named after the app, and nobody could tell from that whose lost connection it tells of.
_SDK_LOG = logging.getLogger("slack_sdk.socket_mode.askaday")
# It logs at DEBUG what people write.
_SDK_LOG.setLevel(logging.ERROR)


class SocketMode:
    """Keeps an app connected, if no other process does: then it stands by, and takes over when that one is gone."""

    def __init__(
        self,
        app: AsyncApp,
        api: WebApi,
        on_gone: Callable[[AskadayError], None],
        locks: Locks,
        *,
        reach: Reach,
        ping: float = PING,
    ) -> None:
        """Prepare it; `api` bears the app's token, `on_gone` is told why Slack will never connect again."""
        self._reach = reach
        self._app = app
        self._api = api
        self._on_gone = on_gone
        self._locks = locks
        self._ping = ping
        self._client: SocketModeClient | None = None
        self._stands_by = False
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to connect, and try again for as long as that takes."""
        self._running = asyncio.create_task(self._run())

    async def is_connected(self) -> bool:
        """Say whether there is a connection, or another process has it."""
        return self._stands_by or (self._client is not None and bool(await self._client.is_connected()))

    async def stop(self) -> None:
        """Disconnect."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    async def _run(self) -> None:
        # Whoever has the token learns from this nothing of it.
        name = f"slack {hashlib.sha256(self._api.token.encode()).hexdigest()}"
        while True:
            lock = await self._locks.acquire(name, on_wait=self._stand_by)
            self._stands_by = False
            try:
                await self._stay_connected(lock)
            finally:
                await lock.release()
            log.warning("the lock of Slack's connection was lost, and the connection with it")

    def _stand_by(self) -> None:
        log.info("another process is connected to Slack; this one stands by")
        self._stands_by = True

    async def _stay_connected(self, lock: Lock) -> None:
        """Be connected until the lock is lost."""
        client = AsyncSocketModeHandler(self._app, self._api.token, _SDK_LOG, ping_interval=self._ping).client
        self._client = client
        connect = client.connect()  # type: ignore[no-untyped-call]  # the SDK's own lack
        running = [asyncio.create_task(connect), asyncio.create_task(self._watch(client))]
        try:
            await lock.lost()
        finally:
            # A connection that came about after the client was closed would stay open, and show signs of life for ever.
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            await _close(client)

    async def _watch(self, client: SocketModeClient) -> None:
        """See to it that a connection that does not come about is tried with a new address.

        The client tries the address it has for ever, although each can be used once and for a short time:
        https://github.com/slackapi/python-slack-sdk/issues/1922
        """
        lost = 0
        while True:
            await asyncio.sleep(self._ping)
            lost = 0 if await client.is_connected() else lost + 1
            if not lost:
                self._reach.found()
            if lost < _ASKED_AFTER:
                continue
            log.warning("Slack is not connected; trying a new address")
            client.wss_uri = None
            if lost % _ASKED_AGAIN == _ASKED_AFTER and (reason := await self._refused(client)):
                self._on_gone(reason)
                return

    async def _refused(self, client: SocketModeClient) -> AskadayError | None:
        """Ask for an address, and say why there will be none any more; None where there is one, or may be later."""
        try:
            said = (await self._api.post_form("apps.connections.open")).body
        except DeliveryError as error:
            self._reach.lost(error)
            return refused_app_token(error)
        client.wss_uri = str(said.get("url") or "") or None
        return None


def refused_app_token(error: DeliveryError) -> AskadayError | None:
    """Say that Slack does not take the app's token, whose place is another one than a bot's; None: it may, later."""
    code = code_of(error)
    if code not in FINAL:
        return None
    hint = 'Under "Basic Information", App-Level Tokens, generate one with connections:write, and set it.'
    return AskadayError(f"SLACK_APP_TOKEN: Slack does not accept it ({code}).", hint=hint)


async def _close(client: SocketModeClient) -> None:
    own = (client.message_processor, client.current_session_monitor, client.message_receiver)
    await client.close()  # type: ignore[no-untyped-call]  # the SDK's own lack
    # Closing the client cancels its own tasks without waiting for them.
    await asyncio.gather(*(task for task in own if task is not None), return_exceptions=True)
    if client.current_session is not None:
        await client.current_session.close()
