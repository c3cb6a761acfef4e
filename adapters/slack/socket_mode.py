"""The connection of Socket Mode: one process, no public address."""

import asyncio

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

log = structlog.get_logger()

#: Seconds between two signs of life of a connection.
PING = 10.0


class SocketMode:
    """Keeps an app connected."""

    def __init__(self, app: AsyncApp, app_token: str, ping: float = PING) -> None:
        self._handler = AsyncSocketModeHandler(app, app_token, ping_interval=ping)
        self._ping = ping
        self._running: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to connect, and try again for as long as that takes."""
        connect = self._handler.client.connect()  # type: ignore[no-untyped-call]  # the SDK's own lack
        self._running = [asyncio.create_task(connect), asyncio.create_task(self._watch())]

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
        is_lost = False
        while True:
            await asyncio.sleep(self._ping)
            was_lost, is_lost = is_lost, not await self._handler.client.is_connected()
            if is_lost and was_lost:
                log.warning("Slack is not connected; trying a new address")
                self._handler.client.wss_uri = None
