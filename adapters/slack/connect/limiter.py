"""Slack's pace: one message per second and channel, and the waits that it asks for by method and workspace.

https://docs.slack.dev/apis/web-api/rate-limits
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

#: Seconds between two messages in one channel: https://docs.slack.dev/reference/methods/chat.postMessage
PACE = 1.0
#: From how many channels on those whose turn has passed are forgotten.
_MANY = 1000


class Limiter:
    """Remembers when each channel and method may be used again; workspaces do not slow each other down."""

    def __init__(
        self,
        pace: float = PACE,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._pace = pace
        self._monotonic = monotonic
        self._sleep = sleep
        self._free_at: dict[tuple[str, str], float] = {}
        self._held_until: dict[tuple[str, str], float] = {}

    async def turn(self, workspace: str, channel: str) -> None:
        """Wait until a message may be posted in the channel; turns come in the order in which they were asked for."""
        now = self._monotonic()
        self._forget(now)
        mine = max(now, self._free_at.get((workspace, channel), now))
        self._free_at[workspace, channel] = mine + self._pace
        if mine > now:
            await self._sleep(mine - now)

    def hold(self, workspace: str, method: str, seconds: float) -> None:
        """Take note that Slack wants the method to be left alone for so many seconds."""
        self._held_until[workspace, method] = self._monotonic() + seconds

    def wait(self, workspace: str, method: str) -> float:
        """Give how many seconds the method must still be left alone; 0: it may be called."""
        return max(0.0, self._held_until.get((workspace, method), 0.0) - self._monotonic())

    def _forget(self, now: float) -> None:
        if len(self._free_at) > _MANY:
            self._free_at = {place: free for place, free in self._free_at.items() if free > now}
