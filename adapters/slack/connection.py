"""Slack put together: what sends, what listens, and what keeps the connection."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
import structlog
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env
from slack_sdk.web.async_client import AsyncWebClient

from adapters.finding import Finding
from adapters.slack.connect.access import HttpAccess, SlackAccess, slack_access
from adapters.slack.connect.calls import Calls
from adapters.slack.connect.delivery_errors import NOT_RENEWED, code_of
from adapters.slack.connect.installing import InstallationStore, StateStore, install_address, new_flow
from adapters.slack.connect.limiter import Limiter
from adapters.slack.connect.members import Members
from adapters.slack.connect.refused_blocks import RefusedBlocks
from adapters.slack.connect.signed_requests import SignedRequests
from adapters.slack.connect.socket_mode import SocketMode
from adapters.slack.connect.stored_workspaces import StoredWorkspaces, reached_through
from adapters.slack.connect.vault import Vault
from adapters.slack.connect.web_api import WebApi
from adapters.slack.connect.workspaces import PLATFORM, TokenWorkspaces
from adapters.slack.listen.answers import Answers
from adapters.slack.listen.changes import Changes
from adapters.slack.listen.events import EventHandler
from adapters.slack.listen.listener import Room
from adapters.slack.listen.listening import new_app
from adapters.slack.listen.talking import Talking
from adapters.slack.operate.checks import check_slack
from adapters.slack.send.history import History
from adapters.slack.send.messenger import SlackMessenger
from adapters.slack.send.private_replies import PrivateReplies
from adapters.slack.send.showing import Showing
from bot.domain.question import Question
from bot.domain.series import Series
from bot.engine import PATIENCE, Background, Engine, InboxWorker, Reach, Settings, Tasks
from bot.errors import AskadayError, DeliveryError
from bot.ports.clock import Clock
from bot.ports.locks import Locks, LocksAlone
from bot.ports.store import Store, Transaction

if TYPE_CHECKING:
    from starlette.routing import Route

log = structlog.get_logger()

#: slack_sdk puts the whole text of each request together for its log wherever the logger has no level of its own, and
#: nobody reads that (slack_sdk/web/async_internal_utils.py: `logger.level <= logging.DEBUG`).
_SDK_LOG = logging.getLogger("slack_sdk.askaday")
_SDK_LOG.setLevel(logging.INFO)

#: Seconds that one request to Slack may take.
_TIMEOUT = 30
#: Seconds between two questions what the tokens are for, while Slack does not answer; doubled each time.
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0


class SlackConnection:
    """Slack over Socket Mode or HTTP; make it inside a running event loop."""

    def __init__(self, access: SlackAccess, store: Store, clock: Clock, locks: Locks | None = None) -> None:
        """Put it together; the store holds the installations, if workspaces install Askaday themselves.

        `locks` say which process has the connection of Socket Mode; without them no other one wants it.

        Raises:
            AskadayError: the keys for them are missing or none.
        """
        self.reach = Reach("Slack")
        self._access = access
        self._store, self._clock, self._locks = store, clock, locks or LocksAlone()
        # Before anything is opened: a key may be wrong.
        self._vault = Vault(access.http.secret_keys) if access.http and access.http.credentials else None
        # One session for all: without it every call opens a connection of its own.
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT))
        #: Bears no token.
        self._api = WebApi(self._session, access.base_url, heard=clock.heard, proxy=load_http_proxy_from_env())
        clock.ask_by(self._ask_time)
        self.workspaces = self._workspaces()
        # Who is alone keeps the pace by itself: each turn in the store is a write.
        shared = None if isinstance(self._locks, LocksAlone) else store
        self.calls = Calls(self.workspaces, Limiter(access.pace, access.monotonic, shared=shared))
        self.members = Members(self.calls, access.monotonic)
        self._showing = Showing(self.calls, RefusedBlocks(store, clock))
        self.messenger = SlackMessenger(self._showing, History(self.calls, access.monotonic), self.members)
        self._tasks = Tasks()
        self._background = Background()
        self._socket: SocketMode | None = None
        #: What is served for it over HTTP, once it has started; nothing in Socket Mode.
        self.routes: Sequence[Route] = ()
        self._worker: asyncio.Task[None] | None = None
        self._identifying: asyncio.Task[None] | None = None
        #: Whether Slack will take nothing more, and why.
        self._is_gone = asyncio.Event()
        self._reason = AskadayError()

    async def check(
        self, series: Sequence[Series], newest: Mapping[str, datetime], sample: Question | None = None
    ) -> list[Finding]:
        """Find out whether everything is as it has to be, for the series there are.

        `newest` says when the last event of a workspace came in; of a sample question Slack is shown each kind of card.
        """
        app = self._api.bearing(self._access.app_token) if self._access.app_token else None
        at = install_address(self._access.http.public_url) if self._access.http else ""
        return await check_slack(
            self.workspaces, self.calls, app, series=series, newest=newest, sample=sample, install_at=at
        )

    def _workspaces(self) -> TokenWorkspaces | StoredWorkspaces:
        http = self._access.http
        if http is None or http.credentials is None or self._vault is None:
            return TokenWorkspaces([self._api.bearing(token) for token in self._access.bot_tokens])
        return StoredWorkspaces(self._store, self._vault, http.credentials, self._clock, self._api, locks=self._locks)

    def _client(self) -> AsyncWebClient:
        """Give what Bolt calls Slack with; it bears no token."""
        # No handler repeats a call: a post whose answer was lost may have gone through.
        return AsyncWebClient(base_url=self._access.base_url, session=self._session, retry_handlers=[], logger=_SDK_LOG)

    async def open(self, engine: Engine) -> None:
        """Be able to send.

        Raises:
            AskadayError: Slack does not take a token, or a stored one cannot be decrypted.
        """
        if isinstance(self.workspaces, StoredWorkspaces):
            self.workspaces.on_refused(partial(self._tell_refused, engine))
            await self.workspaces.renew_keys()
        else:
            await self._identify(self.workspaces, engine)

    async def start(self, engine: Engine) -> None:
        """Listen to what people do.

        Raises:
            AskadayError: Slack does not take a token, or a stored one cannot be decrypted.
        """
        await self.open(engine)
        room, inbox = self._room(engine)
        self._worker = asyncio.create_task(inbox.run())
        await self._let_in(room)

    async def _identify(self, workspaces: TokenWorkspaces, engine: Engine) -> None:
        """Find out what the tokens are for, and let go on what waited for good ones."""
        try:
            await self._take_up(workspaces, engine)
        except DeliveryError as error:
            if error.permanent:
                raise AskadayError(f"SLACK_BOT_TOKEN: {error}") from error
            self.reach.lost(error)
            self._identifying = asyncio.create_task(self._identify_later(workspaces, engine))

    async def _take_up(self, workspaces: TokenWorkspaces, engine: Engine) -> None:
        installed = sorted(await workspaces.all())
        self.reach.found()
        log.info("Slack", workspaces=installed)
        for workspace in installed:
            await engine.call(engine.services.lifecycle.workspace_back, workspace)

    async def _identify_later(self, workspaces: TokenWorkspaces, engine: Engine) -> None:
        wait = _FIRST_WAIT
        while True:
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT)
            try:
                return await self._take_up(workspaces, engine)
            except DeliveryError as error:
                if error.permanent:
                    return self._leave(AskadayError(f"SLACK_BOT_TOKEN: {error}"))
                self.reach.lost(error)
            except Exception:
                # Else nobody would try it again, and no log would say so.
                log.exception("Askaday failed at finding out what the tokens are for")

    async def _tell_refused(self, engine: Engine, workspace: str, error: DeliveryError, ends_at: datetime) -> None:
        reason = str(error)
        if code_of(error) == NOT_RENEWED and self._access.http is not None:
            reason += f" Ask somebody who may install apps to open {install_address(self._access.http.public_url)}"
        await engine.call(_tell_managers, engine, workspace, reason, ends_at)

    def _room(self, engine: Engine) -> tuple[Room, InboxWorker]:
        replies = PrivateReplies(self._showing, self._session)
        answers = Answers(engine, self.calls, self.members, replies, self._background, self._access.reaction)
        talking = Talking(engine, self.calls, self.members, replies, self._background)
        handler = EventHandler(answers, Changes(engine, self.calls, self.members), talking)
        inbox = InboxWorker(engine.store, engine.services.inbox, PLATFORM, handler.handle)
        return Room(engine, self.calls, self.members, self.messenger, replies, inbox, self._tasks), inbox

    async def _let_in(self, room: Room) -> None:
        http = self._access.http
        if http is None:
            app = new_app(self.workspaces, self._client(), room)
            token = self._api.bearing(self._access.app_token)
            self._socket = SocketMode(app, token, self._leave, self._locks, reach=self.reach, ping=self._access.ping)
            await self._socket.start()
        else:
            from adapters.slack.connect.http_mode import http_routes  # noqa: PLC0415 - 2 MB, and only for HTTP

            app = new_app(self.workspaces, self._client(), room, signing_secret=http.signing_secret)
            self.routes = http_routes(
                app, room.failed, self._flow(http, room.engine), SignedRequests(http.signing_secret, self._store)
            )

    def _flow(self, http: HttpAccess, engine: Engine) -> AsyncOAuthFlow | None:
        if http.credentials is None or not isinstance(self.workspaces, StoredWorkspaces):
            return None
        return new_flow(
            InstallationStore(self.workspaces, engine),
            StateStore(self._store, self._clock),
            http.credentials,
            client=self._client(),
            public_url=http.public_url,
            qotd=engine.names.qotd,
        )

    async def is_connected(self) -> bool:
        """Say whether it is known what the tokens are for, and in Socket Mode whether a process is connected."""
        is_identified = self._identifying is None or self._identifying.done()
        return is_identified and (self._socket is None or await self._socket.is_connected())

    async def gone(self) -> AskadayError:
        """Wait until Slack takes nothing more, whatever is tried, and say why."""
        await self._is_gone.wait()
        return self._reason

    def _leave(self, reason: AskadayError) -> None:
        log.error("Slack is left alone", error=str(reason))
        self._reason = reason
        self._is_gone.set()

    async def _ask_time(self) -> None:
        try:
            await self._api.post_form("api.test")
        except DeliveryError as error:
            log.debug("Slack does not say what time it is", error=str(error))

    async def idle(self) -> None:
        """Wait until what people asked for is done, and what nobody waits for."""
        await self._tasks.finish()
        await self._background.idle(PATIENCE)

    async def stop(self) -> None:
        """Stop listening, and finish what is under way; messages can still be sent."""
        if self._socket is not None:
            await self._socket.stop()
        await self._tasks.finish()
        for task in (self._worker, self._identifying):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        await self._background.finish()
        await self._keep_renewed()

    async def close(self) -> None:
        """Let go of Slack; who only looked at it need not have stopped anything."""
        await self._keep_renewed()
        await self._session.close()

    async def _keep_renewed(self) -> None:
        if isinstance(self.workspaces, StoredWorkspaces):
            await self.workspaces.finish()


def _tell_managers(tx: Transaction, engine: Engine, workspace: str, reason: str, ends_at: datetime) -> None:
    for reached in reached_through(tx, workspace):
        engine.services.lifecycle.token_ends(tx, reached, reason, ends_at)


def slack_connection(settings: Settings, store: Store, clock: Clock, locks: Locks | None = None) -> SlackConnection:
    """Give the connection of the settings, not yet started. Call it in the event loop.

    Raises:
        AskadayError: ASKADAY_SECRET_KEYS holds something that is no key.
    """
    return SlackConnection(slack_access(settings), store, clock, locks)
