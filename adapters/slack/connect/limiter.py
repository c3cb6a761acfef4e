"""Slack's pace: one message per second and channel, and the waits that it asks for by method and workspace.

https://docs.slack.dev/apis/web-api/rate-limits
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog

from bot.errors import StoreError
from bot.ports.store import Store, Transaction

log = structlog.get_logger()

#: Seconds between two messages in one channel: https://docs.slack.dev/reference/methods/chat.postMessage
PACE = 1.0
#: From how many channels on those whose turn has passed are forgotten, at least.
_MANY = 1000
#: What posts: its hold is looked at with each turn, so that it holds for all processes.
_POSTING = "chat.postMessage"


class Limiter:
    """Remembers when each channel and method may be used again; workspaces do not slow each other down."""

    def __init__(
        self,
        pace: float = PACE,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        shared: Store | None = None,
    ) -> None:
        """Begin; turns are taken in the shared store where several processes post with the same token."""
        self._pace = pace
        self._shared = shared
        self._monotonic = monotonic
        self._sleep = sleep
        self._free_at: dict[tuple[str, str], float] = {}
        #: So many are kept before those whose turn has passed are looked for.
        self._many = _MANY
        self._held_until: dict[tuple[str, str], float] = {}

    async def turn(self, workspace: str, channel: str) -> None:
        """Wait until a message may be posted in the channel; turns come in the order in which they were asked for."""
        wait = (
            await self._turn_in(self._shared, workspace, channel)
            if self._shared
            else self._own_turn(workspace, channel)
        )
        if wait > 0:
            await self._sleep(wait)

    def _own_turn(self, workspace: str, channel: str) -> float:
        now = self._monotonic()
        self._forget(now)
        mine = max(now, self._free_at.get((workspace, channel), now))
        self._free_at[workspace, channel] = mine + self._pace
        return mine - now

    async def _turn_in(self, shared: Store, workspace: str, channel: str) -> float:
        def take(tx: Transaction) -> tuple[float, float]:
            return tx.limits.turn(f"{workspace} {channel}", self._pace), tx.limits.held(f"{workspace} {_POSTING}")

        try:
            wait, held = await shared.call(take)
        except StoreError as error:
            log.warning("Slack's pace is kept without what other processes post", error=str(error))
            return self._own_turn(workspace, channel)
        if held > 0:
            self._held_until[workspace, _POSTING] = self._monotonic() + held
        return wait

    async def hold(self, workspace: str, method: str, seconds: float) -> None:
        """Take note that Slack wants the method to be left alone for so many seconds, and tell the others."""
        self._held_until[workspace, method] = self._monotonic() + seconds
        if self._shared is None:
            return
        try:
            await self._shared.call(lambda tx: tx.limits.hold(f"{workspace} {method}", seconds))
        except StoreError as error:
            log.warning("other processes are not told what Slack wants to be left alone", error=str(error))

    def wait(self, workspace: str, method: str) -> float:
        """Give how many seconds the method must still be left alone; 0: it may be called."""
        return max(0.0, self._held_until.get((workspace, method), 0.0) - self._monotonic())

    def _forget(self, now: float) -> None:
        if len(self._free_at) > self._many:
            self._free_at = {place: free for place, free in self._free_at.items() if free > now}
            # In a storm most are not free yet; to look through all of them at each turn would be quadratic.
            self._many = max(_MANY, 2 * len(self._free_at))
