"""The connection of Socket Mode: one process, no public address."""

import asyncio
from collections.abc import Callable

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from adapters.slack.connect.delivery_errors import FINAL, code_of
from adapters.slack.connect.web_api import WebApi
from bot.errors import AskadayError, DeliveryError

log = structlog.get_logger()

#: Seconds between two signs of life of a connection.
PING = 10.0
#: How many signs of life a connection is missing when Slack is asked about the token, and again each time later: it may
#: be asked once a minute.
_ASKED_AFTER, _ASKED_AGAIN = 2, 6


class SocketMode:
    """Keeps an app connected."""

    def __init__(self, app: AsyncApp, api: WebApi, on_gone: Callable[[AskadayError], None], ping: float = PING) -> None:
        """Prepare it; `api` bears the app's token, `on_gone` is told why Slack will never connect again."""
        self._handler = AsyncSocketModeHandler(app, api.token, ping_interval=ping)
        self._api = api
        self._on_gone = on_gone
        self._ping = ping
        self._running: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to connect, and try again for as long as that takes."""
        connect = self._handler.client.connect()  # type: ignore[no-untyped-call]  # the SDK's own lack
        self._running = [asyncio.create_task(connect), asyncio.create_task(self._watch())]

    async def is_connected(self) -> bool:
        """Say whether there is a connection."""
        return bool(await self._handler.client.is_connected())

    async def stop(self) -> None:
        """Disconnect."""
        await self._handler.client.close()  # type: ignore[no-untyped-call]  # the SDK's own lack
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        # Closing the client cancels its own tasks without waiting for them.
        await asyncio.sleep(0)

    async def _watch(self) -> None:
        """See to it that a connection that does not come about is tried with a new address.

        The client tries the address it has for ever, although each can be used once and for a short time:
        https://github.com/slackapi/python-slack-sdk/issues/1922
        """
        lost = 0
        while True:
            await asyncio.sleep(self._ping)
            lost = 0 if await self._handler.client.is_connected() else lost + 1
            if lost < _ASKED_AFTER:
                continue
            log.warning("Slack is not connected; trying a new address")
            self._handler.client.wss_uri = None
            if lost % _ASKED_AGAIN == _ASKED_AFTER and (reason := await self._refused()):
                self._on_gone(reason)
                return

    async def _refused(self) -> AskadayError | None:
        """Ask for an address, and say why there will be none any more; None where there is one, or may be later."""
        try:
            said = (await self._api.post_form("apps.connections.open")).body
        except DeliveryError as error:
            return AskadayError(f"SLACK_APP_TOKEN: {error}") if code_of(error) in FINAL else None
        self._handler.client.wss_uri = str(said.get("url") or "") or None
        return None
