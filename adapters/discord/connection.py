"""Discord put together: what sends, what listens, and what keeps the connection."""

import asyncio
from dataclasses import dataclass, field

import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.actors import Actors
from adapters.discord.client import IDENTIFY_PAUSE, DiscordClient, Shards
from adapters.discord.delivery_errors import FAILURES, NO_ANSWER
from adapters.discord.listeners.answers import Answers
from adapters.discord.listeners.changes import Changes
from adapters.discord.listeners.commands import Commands
from adapters.discord.listeners.presses import Presses
from adapters.discord.listeners.room import Room
from adapters.discord.listeners.setting_up import SettingUp
from adapters.discord.listening import Listeners, ListeningClient
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.places import Places
from bot.commands.context import Services
from bot.commands.desk import Desk
from bot.errors import AskadayError

log = structlog.get_logger()

#: Seconds between two attempts to reach Discord for the first time; each identification counts against 1,000 a day:
#: https://docs.discord.com/developers/events/gateway#identifying
_PAUSE = 15.0


@dataclass(frozen=True, slots=True)
class DiscordAccess:
    """What it takes to talk to Discord."""

    token: str
    #: The emoji that acknowledges an answer; empty: none.
    reaction: str = "👀"
    shards: Shards = field(default_factory=Shards)
    #: Where Discord is, if not at its own address: for tests, such as http://127.0.0.1:8080.
    address: str = ""
    pause: float = _PAUSE
    #: Seconds to wait for more servers at the start.
    patience: float = 2.0
    #: Seconds between two identifications.
    identify_pause: float = IDENTIFY_PAUSE


class DiscordConnection:
    """Discord over its gateway; make it inside a running event loop."""

    def __init__(self, access: DiscordAccess) -> None:
        self._access = access
        self.places = Places()
        self.messenger = DiscordMessenger(self.places)
        self._running: asyncio.Task[None] | None = None
        self._client: DiscordClient | None = None
        self._is_over = False
        if access.address:
            _point_at(access.address)

    @property
    def is_ready(self) -> bool:
        """Say whether all servers are known."""
        return self._client is not None and self._client.is_ready()

    async def start(self, services: Services, desk: Desk) -> None:
        """Listen to what people do; where Discord does not answer yet, it is tried until it does.

        Raises:
            AskadayError: Discord does not take the token.
        """
        listeners = self._listeners(services, desk)
        client = await self._logged_in(listeners)
        self._running = asyncio.create_task(self._serve(listeners, client))

    def _listeners(self, services: Services, desk: Desk) -> Listeners:
        room = Room(desk, services, Actors(services.store, self.places))
        setting_up = SettingUp(room)
        answers = Answers(room, self.places, self._access.reaction)
        commands, presses = Commands(room, setting_up), Presses(room, setting_up)
        return Listeners(services.names, commands, presses, answers, Changes(room))

    async def _logged_in(self, listeners: Listeners) -> DiscordClient | None:
        """Give a client that Discord knows; None where Discord does not answer.

        Raises:
            AskadayError: Discord does not take the token.
        """
        try:
            client = await self._new_client(listeners)
            self._client = client
            await client.login(self._access.token)
        except FAILURES as error:
            log.warning("Discord does not answer yet", error=str(error))
            return None
        self.places.connect(client)
        return client

    async def _new_client(self, listeners: Listeners) -> ListeningClient:
        """Make a client that asks for no more than it is allowed to: asking for more ends the connection."""
        reads = await self._may_read()
        if not reads:
            log.warning("the message content intent is off: answers come through buttons alone")
        access = self._access
        return ListeningClient(
            listeners,
            pause=access.pause,
            message_content=reads,
            shards=access.shards,
            patience=access.patience,
            identify_pause=access.identify_pause,
        )

    async def _may_read(self) -> bool:
        probe = discord.Client(intents=discord.Intents.none())
        try:
            await probe.login(self._access.token)
            flags = (await probe.application_info()).flags
        except discord.LoginFailure as error:
            raise AskadayError("DISCORD_TOKEN: Discord does not accept the token.") from error
        finally:
            await probe.close()
        return flags.gateway_message_content or flags.gateway_message_content_limited

    async def _serve(self, listeners: Listeners, client: DiscordClient | None) -> None:
        """Keep the connection; one that ended, or never began, is made anew after a pause."""
        while True:
            if client is not None:
                await self._run(client)
            await self._let_go()
            if self._is_over:
                return
            await asyncio.sleep(self._access.pause)
            try:
                client = await self._logged_in(listeners)
            except AskadayError as error:
                log.error("Discord is left alone", error=str(error))  # noqa: TRY400 - the sentence says it all
                return

    async def _run(self, client: DiscordClient) -> None:
        """Stay connected; the library takes up a session by itself, but gives up where it cannot begin one."""
        try:
            await client.connect()
        except (discord.DiscordException, *NO_ANSWER) as error:
            log.error("the connection to Discord ended", error=str(error))  # noqa: TRY400 - the library has told more

    async def _let_go(self) -> None:
        if self._client is not None:
            await self._client.close()

    async def stop(self) -> None:
        """Stop listening; messages can still be sent."""
        if self._running is not None and self._client is None:
            self._running.cancel()

    async def close(self) -> None:
        """Let go of Discord."""
        # The library takes no notice of being cancelled while it reconnects: the client is closed first, and the task
        # looks here by itself.
        self._is_over = True
        await self._let_go()
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        await self._let_go()


def _point_at(address: str) -> None:
    """Send discord.py elsewhere; it keeps its addresses at these two classes."""
    Route.BASE = f"{address}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws{address.removeprefix('http')}/gateway/")
