"""Making good what no connection told of: after every new session the threads of open questions are read back."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.domain.rounds import Round

log = structlog.get_logger()

#: How many servers are read back at the same time: Discord takes fifty requests a second from a bot.
#: https://docs.discord.com/developers/topics/rate-limits#global-rate-limit
AT_ONCE = 8
#: Seconds before reading back is tried again for the first time; doubled each time.
_FIRST_PAUSE = 1.0

#: Reads a thread back; False: that has to be tried again.
ReadBack = Callable[[Round], Awaitable[bool]]


class CatchingUp:
    """Reads back side by side for servers, so that one that is slow or fails holds up no other."""

    def __init__(
        self,
        open_rounds: Callable[[], Awaitable[Sequence[Round]]],
        read_back: ReadBack,
        *,
        pause: float,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Make it; `pause` are the most seconds before reading back is tried again."""
        self._open_rounds, self._read_back = open_rounds, read_back
        self._pause = pause
        self._sleep = sleep
        self._places = asyncio.Semaphore(AT_ONCE)
        self._running: asyncio.Task[None] | None = None
        self._is_over = False

    async def begin(self) -> None:
        """Read everything back until that worked; what an earlier session began is given up for it."""
        servers: dict[str, list[Round]] = defaultdict(list)
        for played in await self._open_rounds():
            servers[played.workspace].append(played)
        if self._running is not None:
            self._running.cancel()
        if not self._is_over:
            self._running = asyncio.create_task(self._run(list(servers.values())))

    async def end(self) -> None:
        """Give up what is under way, for good."""
        self._is_over = True
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    async def _run(self, servers: Sequence[list[Round]]) -> None:
        async with asyncio.TaskGroup() as group:
            for unread in servers:
                group.create_task(self._catch_up(unread))

    async def _catch_up(self, unread: list[Round]) -> None:
        """Read the threads of one server; it has a place of its own only while one of them is read."""
        pause = min(_FIRST_PAUSE, self._pause)
        while unread := [played for played in unread if not await self._is_read(played)]:
            await self._sleep(pause)
            pause = min(pause * 2, self._pause)

    async def _is_read(self, played: Round) -> bool:
        async with self._places:
            try:
                return await self._read_back(played)
            except Exception:
                # The close reads it once more; until then the other threads go on.
                log.exception("a thread could not be read back", workspace=played.workspace, thread=played.thread)
                return True
