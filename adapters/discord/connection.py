"""Discord put together: what sends, what listens, and what keeps the connection."""

import asyncio
import hashlib
from contextlib import suppress

import discord
import structlog

from adapters.discord.connect.access import DiscordAccess, discord_access, refused_token
from adapters.discord.connect.client import DiscordClient
from adapters.discord.connect.delivery_errors import FAILURES, NO_ANSWER, delivery_error
from adapters.discord.connect.places import Places
from adapters.discord.listen.answers import Answers
from adapters.discord.listen.changes import Changes
from adapters.discord.listen.commands import Commands
from adapters.discord.listen.listener import Room
from adapters.discord.listen.listening import Listeners, ListeningClient
from adapters.discord.listen.presses import Presses
from adapters.discord.listen.setting_up import SettingUp
from adapters.discord.listen.talking import Talking
from adapters.discord.read.members import Actors
from adapters.discord.render.links import CommandLinks
from adapters.discord.send.messenger import DiscordMessenger
from bot.engine import Background, Engine, Reach, Settings, Tasks
from bot.errors import AskadayError
from bot.ports.clock import Clock
from bot.ports.drawing import Drawing
from bot.ports.locks import Lock, Locks, LocksAlone

log = structlog.get_logger()

#: How many times longer the pause becomes at most, while no connection comes about.
_MOST_PAUSES = 40
_BAD_TOKEN, _INTENTS = 4004, 4014
#: Close codes after which the next connection would end the same way:
#: https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
_FINAL = {
    4010: "ASKADAY_DISCORD_SHARDS: Discord knows no such shard. Correct it, and start Askaday again.",
    4012: "Discord does not speak with this version of discord.py any more. Install a newer version of Askaday.",
    4013: "Discord refuses what Askaday wants to hear of (4013). Install a newer version of Askaday.",
    _INTENTS: "Discord refuses what Askaday wants to hear of (4014). Install a newer version of Askaday.",
}


class DiscordConnection:
    """Discord over its gateway; make it inside a running event loop."""

    def __init__(
        self, access: DiscordAccess, clock: Clock, drawing: Drawing | None = None, locks: Locks | None = None
    ) -> None:
        """Put it together; `locks` say which process has a shard, and without them no other one wants it."""
        self.reach = Reach("Discord")
        self._clock = clock
        self._locks = locks or LocksAlone()
        self._stands_by = False
        #: Set while a client is to be let go for a new one.
        self._looked_at = asyncio.Event()
        clock.ask_by(self._ask_time)
        self._access = access
        self.places = Places()
        self._links = CommandLinks()
        self.messenger = DiscordMessenger(self.places, self._links, drawing)
        self._running: asyncio.Task[None] | None = None
        self._client: DiscordClient | None = None
        self._closing: asyncio.Task[None] | None = None
        self._is_over = False
        self._background = Background()
        self._tasks = Tasks()
        #: What nobody waits for at the end: the next process reads it back.
        self._waiting = Tasks()
        #: Whether Discord will take nothing more, and why.
        self._is_gone = asyncio.Event()
        self._reason = AskadayError()
        #: Discord ended a connection because of the message content intent, whatever its flags say.
        self._is_content_refused = False

    @property
    def is_ready(self) -> bool:
        """Say whether all servers are known."""
        return self._client is not None and self._client.is_ready()

    async def open(self, engine: Engine) -> None:  # noqa: ARG002 - the port's
        """Be able to send; where Discord does not answer yet, it is tried until it does.

        Raises:
            AskadayError: Discord does not take the token.
        """
        self._running = asyncio.create_task(self._stay_reached(is_reached=await self._reached()))

    async def _reached(self) -> bool:
        """Log in without a connection to the gateway; False: Discord does not answer."""
        client = DiscordClient(
            message_content=False,
            connector=self._access.connector(),
            on_unauthorized=self._looked_at.set,
            heard=self._clock.heard,
        )
        self._client = client
        try:
            await client.login(self._access.token)
        except discord.LoginFailure as error:
            raise refused_token() from error
        except FAILURES as error:
            self.reach.lost(delivery_error(error))
            await client.close()
            return False
        self.reach.found()
        self.places.connect(client)
        return True

    async def _stay_reached(self, *, is_reached: bool) -> None:
        """Log in anew where Discord did not answer, or refused a request for its token."""
        pause = self._access.pause
        try:
            while True:
                if is_reached:
                    await self._looked_at.wait()
                    pause = self._access.pause
                await asyncio.sleep(pause)
                pause = min(pause * 2, self._access.pause * _MOST_PAUSES)
                await self._let_go()
                is_reached = await self._reached()
        except AskadayError as error:
            self._leave(error)

    async def start(self, engine: Engine) -> None:
        """Listen to what people do; where Discord does not answer yet, it is tried until it does.

        Raises:
            AskadayError: Discord does not take the token.
        """
        listeners = self._listeners(engine)
        client = await self._logged_in(listeners)
        self._running = asyncio.create_task(self._serve(listeners, client))

    def _listeners(self, engine: Engine) -> Listeners:
        room = Room(engine, Actors(engine, self.places), self._tasks, self._links)
        setting_up = SettingUp(room)
        answers = Answers(
            room, self.places, self.messenger, self._background, waiting=self._waiting, reaction=self._access.reaction
        )
        presses = Presses(room, setting_up)
        commands = Commands(room, setting_up, presses)
        return Listeners(room, commands, presses, answers, Changes(room), Talking(room, self._background))

    async def _logged_in(self, listeners: Listeners) -> ListeningClient | None:
        """Give a client that Discord knows; None where Discord does not answer.

        Raises:
            AskadayError: Discord does not take the token.
        """
        try:
            client = await self._new_client(listeners)
            self._client = client
            await client.login(self._access.token)
        except FAILURES as error:
            self.reach.lost(delivery_error(error))
            return None
        self.places.connect(client)
        return client

    async def _new_client(self, listeners: Listeners) -> ListeningClient:
        """Make a client that asks for no more than it is allowed to: asking for more ends the connection."""
        reads = await self._may_read() and not self._is_content_refused
        if not reads:
            log.warning("the message content intent is off: answers come through buttons alone")
        access = self._access
        return ListeningClient(
            listeners,
            pause=access.pause,
            reach=self.reach,
            message_content=reads,
            shards=access.shards,
            patience=access.patience,
            identify_pause=access.identify_pause,
            connector=access.connector(),
            on_unauthorized=self._look_at_token,
            heard=self._clock.heard,
        )

    def _look_at_token(self) -> None:
        """Begin anew after a request was refused for its token: logging in tells whether that is good no more."""
        self._looked_at.set()
        if self._client is not None and self._closing is None:
            self._closing = asyncio.create_task(self._close_answered(self._client))

    async def _close_answered(self, client: DiscordClient) -> None:
        """Close a client once what somebody waits for is answered: interactions need no token, but its session."""
        await self._tasks.settled()
        await client.close()

    async def _ask_time(self) -> None:
        client = self._client
        if client is None or client.is_closed() or client.user is None:
            return
        try:
            await client.application_info()
        except FAILURES as error:
            log.debug("Discord does not say what time it is", error=str(error))

    async def _may_read(self) -> bool:
        probe = self._access.asking()
        try:
            await probe.login(self._access.token)
            flags = (await probe.application_info()).flags
        except discord.LoginFailure as error:
            raise refused_token() from error
        finally:
            await probe.close()
        return flags.gateway_message_content or flags.gateway_message_content_limited

    async def _serve(self, listeners: Listeners, client: ListeningClient | None) -> None:
        """Keep the connection; one that ended, or never began, is made anew after a pause, unless that cannot help."""
        pause = self._access.pause
        try:
            while True:
                was_ready = client is not None and await self._run(client)
                await self._let_go()
                if self._is_over:
                    return
                # Each identification counts against a day's limit.
                pause = self._access.pause if was_ready else min(pause * 2, self._access.pause * _MOST_PAUSES)
                await asyncio.sleep(pause)
                client = await self._logged_in(listeners)
        except AskadayError as error:
            self._leave(error)
        finally:
            await self._let_go()

    def _leave(self, reason: AskadayError) -> None:
        log.error("Discord is left alone", error=str(reason))
        self._reason = reason
        self._is_gone.set()

    async def _run(self, client: ListeningClient) -> bool:
        """Stay connected for as long as no other process has these shards, and say whether that ever was so.

        A client that waits for its turn sends all the same.
        """
        lock = await self._acquired()
        if lock is None:
            return False
        losing = asyncio.create_task(self._let_go_when_lost(lock, client))
        try:
            return await self._stay_connected(client)
        finally:
            losing.cancel()
            await asyncio.gather(losing, return_exceptions=True)
            await client.close()
            await lock.release()

    async def _acquired(self) -> Lock | None:
        """Wait for the turn of this process; None: the client has to be let go before."""
        served, count = self._access.shards.ids, self._access.shards.count
        # Whoever has the token learns from this nothing of it.
        bot = f"discord {hashlib.sha256(self._access.token.encode()).hexdigest()}"
        shards = [f"{bot} {one}/{count}" for one in served or ()]
        acquiring = asyncio.create_task(
            self._locks.acquire(*(shards or [bot]), shared=bot if shards else "", on_wait=self._stand_by)
        )
        looking = asyncio.create_task(self._looked_at.wait())
        lock: Lock | None = None
        try:
            await asyncio.wait({acquiring, looking}, return_when=asyncio.FIRST_COMPLETED)
            lock = acquiring.result() if acquiring.done() else None
        finally:
            self._stands_by = False
            for task in (acquiring, looking):
                task.cancel()
            [acquired, _] = await asyncio.gather(acquiring, looking, return_exceptions=True)
            if lock is None and not isinstance(acquired, BaseException):
                await acquired.release()
        return lock

    def _stand_by(self) -> None:
        log.info("another process is connected to Discord; this one stands by", shards=self._access.shards.ids)
        self._stands_by = True
        # Who is connected says so by itself.
        self.reach.found()

    async def _let_go_when_lost(self, lock: Lock, client: ListeningClient) -> None:
        await lock.lost()
        log.warning("the lock of Discord's connection was lost, and the connection with it")
        await client.close()

    async def _stay_connected(self, client: ListeningClient) -> bool:
        """Stay connected, and say whether that ever was so.

        The library takes up a session by itself, but gives up where it cannot begin one.

        Raises:
            AskadayError: Discord will refuse the next connection, too; of a token, logging in tells.
        """
        try:
            await client.connect()
        except discord.PrivilegedIntentsRequired as error:
            if self._is_content_refused:
                raise AskadayError(_FINAL[_INTENTS]) from error
            log.error("Discord allows no message content")  # noqa: TRY400 - that is all there is to it
            self._is_content_refused = True
        except (discord.DiscordException, *NO_ANSWER) as error:
            code = error.code if isinstance(error, discord.ConnectionClosed) else None
            if code in _FINAL:
                raise AskadayError(_FINAL[code]) from error
            log.error("the connection to Discord ended", error=str(error))  # noqa: TRY400 - the library has told more
            if code == _BAD_TOKEN:
                with suppress(*FAILURES):
                    await self._may_read()
        return client.was_ready

    async def _let_go(self) -> None:
        self._looked_at.clear()
        if self._closing is not None:
            await self._closing
            self._closing = None
        if self._client is not None:
            await self._client.close()

    async def is_connected(self) -> bool:
        """Say whether all servers are known, or another process is connected."""
        return self._stands_by or self.is_ready

    async def gone(self) -> AskadayError:
        """Wait until Discord takes nothing more, whatever is tried, and say why."""
        await self._is_gone.wait()
        return self._reason

    async def stop(self) -> None:
        """Finish what is under way; messages can still be sent."""
        if self._running is not None and self._client is None:
            self._running.cancel()
        await self._tasks.finish()

    async def close(self) -> None:
        """Let go of Discord."""
        # The library takes no notice of being cancelled while it reconnects: the client is closed first, and the task
        # looks here by itself.
        self._is_over = True
        # What was asked for since it was stopped.
        await self._tasks.finish()
        await self._background.finish()
        await self._waiting.finish(patience=0)
        await self._let_go()
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        await self._let_go()


def discord_connection(
    settings: Settings, clock: Clock, drawing: Drawing | None = None, locks: Locks | None = None
) -> DiscordConnection:
    """Give the connection of the settings, not yet started. Call it in the event loop."""
    return DiscordConnection(discord_access(settings), clock, drawing, locks)
