"""Slack put together: what sends, what listens, and what keeps the connection."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.app import new_app
from adapters.slack.calls import Calls
from adapters.slack.checks import Finding, check_slack
from adapters.slack.history import History
from adapters.slack.limiter import PACE, Limiter
from adapters.slack.listeners.handling import EventHandler
from adapters.slack.listeners.room import Room
from adapters.slack.members import Members
from adapters.slack.messenger import SlackMessenger
from adapters.slack.private_replies import PrivateReplies
from adapters.slack.socket_mode import PING, SocketMode
from adapters.slack.tasks import Tasks
from adapters.slack.workspaces import PLATFORM, TokenWorkspaces
from bot.commands.context import Services
from bot.commands.desk import Desk
from bot.domain.series import Series
from bot.errors import AskadayError, DeliveryError
from bot.services.inbox import InboxWorker

log = structlog.get_logger()

#: Seconds that one request to Slack may take.
_TIMEOUT = 30


@dataclass(frozen=True, slots=True)
class SlackAccess:
    """What it takes to talk to Slack."""

    bot_tokens: Sequence[str]
    app_token: str
    reaction: str = "eyes"
    base_url: str = AsyncWebClient.BASE_URL
    #: Seconds between two messages in one channel, and between two signs of life.
    pace: float = PACE
    ping: float = PING


class SlackConnection:
    """Slack over Socket Mode; make it inside a running event loop."""

    def __init__(self, access: SlackAccess) -> None:
        self._access = access
        # One session for all: without it every call opens a connection of its own.
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT))
        self.workspaces = TokenWorkspaces([self._client(token) for token in access.bot_tokens])
        self.calls = Calls(self.workspaces, Limiter(access.pace))
        self.members = Members(self.calls)
        self.messenger = SlackMessenger(self.calls, History(self.calls), self.members)
        self._tasks = Tasks()
        self._socket: SocketMode | None = None
        self._worker: asyncio.Task[None] | None = None

    async def check(self, series: Sequence[Series]) -> list[Finding]:
        """Find out whether everything is as it has to be, for the series there are."""
        return await check_slack(self.workspaces, self.calls, self._client(None), self._access.app_token, series)

    def _client(self, token: str | None) -> AsyncWebClient:
        # No handler repeats a call: a post whose answer was lost may have gone through.
        return AsyncWebClient(token, base_url=self._access.base_url, session=self._session, retry_handlers=[])

    async def start(self, services: Services, desk: Desk) -> None:
        """Listen to what people do.

        Raises:
            AskadayError: Slack does not take a token.
        """
        try:
            installed = await self.workspaces.all()
        except DeliveryError as error:
            if error.permanent:
                raise AskadayError(f"SLACK_BOT_TOKEN: {error}") from error
            log.warning("Slack does not answer yet", error=str(error))
        else:
            log.info("Slack", workspaces=sorted(installed))
        handler = EventHandler(services, self.calls, self.members, self._access.reaction)
        inbox = InboxWorker(services.store, services.inbox, PLATFORM, handler.handle)
        replies = PrivateReplies(self.calls, self._session)
        room = Room(desk, services, self.calls, self.members, self.messenger, replies, inbox, self._tasks)
        self._worker = asyncio.create_task(inbox.run())
        app = new_app(self.workspaces, self._client(None), room)
        self._socket = SocketMode(app, self._access.app_token, self._access.ping)
        self._socket.start()

    async def idle(self) -> None:
        """Wait until what people asked for is done."""
        await self._tasks.finish()

    async def stop(self) -> None:
        """Stop listening, and finish what is under way; messages can still be sent."""
        if self._socket is not None:
            await self._socket.stop()
        await self.idle()
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.gather(self._worker, return_exceptions=True)

    async def close(self) -> None:
        """Let go of Slack."""
        await self._session.close()
