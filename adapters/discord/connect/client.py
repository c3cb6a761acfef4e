"""The client: discord.py with what Askaday needs of Discord and no more.

Three things its documented interface cannot do, and only these reach into this client's `http`: a shorter wait when
Discord asks to slow down, an end to the wait of all requests (both below), and an end that leaves no socket and no
thread behind (`connect.sockets`).
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

import aiohttp
import discord

from adapters.discord.connect.sockets import Sockets
from adapters.platform_time import time_heard

#: Seconds that discord.py may wait by itself when Discord asks to slow down: what is owed is tried again later anyway,
#: and a send is given up after a minute.
_LONGEST_WAIT = 5.0
#: Seconds between two identifications: https://docs.discord.com/developers/events/gateway#rate-limiting
IDENTIFY_PAUSE = 5.0
_UNAUTHORIZED = 401


def intents(*, message_content: bool = True) -> discord.Intents:
    """Give what Askaday wants to hear of: servers, messages, also direct ones, and what they say if that is allowed.

    Members are not among it: messages and interactions carry who they are from.
    """
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=message_content)


@dataclass(frozen=True, slots=True)
class Shards:
    """Which share of the servers this process serves; the default is all of them."""

    ids: Sequence[int] | None = None
    count: int | None = None


class _GlobalLimitOver(asyncio.Event):
    """Whether requests need not wait for Discord's limit on all of them together.

    The library sets it again after the wait, but not where the request that met the limit is given up meanwhile: then
    every later one would wait for ever. It waits for no longer than `_LONGEST_WAIT`.
    """

    _letting_go: asyncio.TimerHandle | None = None

    def clear(self) -> None:
        super().clear()
        if self._letting_go is not None:
            self._letting_go.cancel()
        self._letting_go = asyncio.get_running_loop().call_later(_LONGEST_WAIT, self.set)


class DiscordClient(discord.AutoShardedClient):
    """Keeps the connection; what comes over it is for subclasses."""

    def __init__(
        self,
        *,
        message_content: bool = True,
        shards: Shards | None = None,
        patience: float = 2.0,
        identify_pause: float = IDENTIFY_PAUSE,
        connector: aiohttp.BaseConnector | None = None,
        on_unauthorized: Callable[[], None] = lambda: None,
        heard: Callable[[datetime], None] = lambda _: None,
    ) -> None:
        """Make the client.

        `on_unauthorized` is called when Discord refuses a request because of the token, `heard` with the time that each
        answer bears.
        """
        served = shards or Shards()
        self._identify_pause = identify_pause
        super().__init__(
            intents=intents(message_content=message_content),
            # Nobody is ever pinged by what people wrote.
            allowed_mentions=discord.AllowedMentions.none(),
            shard_ids=list(served.ids) if served.ids else None,  # type: ignore[arg-type]  # None is its default
            shard_count=served.count,
            # READY is told so many seconds after the last server arrived.
            guild_ready_timeout=patience,
            # Nothing is read from the cache of messages: it is empty after a restart.
            max_messages=None,
            connector=connector,
            http_trace=_watching(on_unauthorized, heard),
        )
        self._sockets = Sockets(self)
        # The option of this name takes no less than 30 seconds, and half a minute of silence is too long for somebody
        # who pressed a button. The library has no other way to be told: it reads this attribute for each request.
        self.http.max_ratelimit_timeout = _LONGEST_WAIT

    async def setup_hook(self) -> None:
        """Let requests go on after every wait, before there is more than one of them."""
        over = _GlobalLimitOver()
        over.set()
        self.http._global_over = over  # noqa: SLF001 - see above

    async def before_identify_hook(self, _shard_id: int | None, *, initial: bool = False) -> None:
        """Leave time between two identifications."""
        if not initial:
            await asyncio.sleep(self._identify_pause)

    async def pressed(self, interaction: discord.Interaction, name: str, target: str) -> None:
        """Hear what was pressed on a message of Askaday's, and what it is about."""

    async def close(self) -> None:
        """Close the connection and end its threads; again after `connect`, which may have been making one meanwhile."""
        await super().close()
        await self._sockets.end()


def _watching(on_unauthorized: Callable[[], None], heard: Callable[[datetime], None]) -> aiohttp.TraceConfig:
    """Look at the answers to all requests that carry the bot's token; those of interactions carry their own."""

    async def look(_: aiohttp.ClientSession, __: SimpleNamespace, end: aiohttp.TraceRequestEndParams) -> None:
        is_own = not {"interactions", "webhooks"} & set(end.url.parts)
        if end.response.status == _UNAUTHORIZED and is_own:
            on_unauthorized()

    watching = time_heard(heard)
    watching.on_request_end.append(look)
    return watching
