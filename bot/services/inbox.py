"""Inbound events: kept before they are acknowledged, handled after."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.domain.events import Event
from bot.errors import StoreError
from bot.ports.clock import Clock
from bot.ports.store import Store, Transaction

log = structlog.get_logger()

#: How long the worker waits after an attempt that failed, before the next one.
PAUSE = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Inbox:
    """Keeps events."""

    clock: Clock

    def keep(self, tx: Transaction, workspace: str, event_id: str, body: str) -> bool:
        """Keep an event (its body is JSON) that is to be handled; False if it is known."""
        return tx.inbox.add(workspace, event_id, body, self.clock.now())


class InboxWorker:
    """Hands a platform's events to its adapter, one after another, oldest first.

    An event is handled again if the process ends in between: handling it twice must come to the same.
    """

    def __init__(
        self,
        store: Store,
        inbox: Inbox,
        platform: str,
        handle: Callable[[str, str], Awaitable[None]],
        pause: timedelta = PAUSE,
    ) -> None:
        self._store = store
        self._inbox = inbox
        self._platform = platform
        #: Takes the workspace and the body.
        self._handle = handle
        self._pause = pause
        self._woken = asyncio.Event()

    async def keep(self, workspace: str, event_id: str, body: str) -> bool:
        """Keep an event, and wake once it is durable; False if it is known. After this it may be acknowledged.

        Raises:
            StoreError: it could not be kept, and must not be acknowledged.
        """
        is_new = await self._store.call(self._inbox.keep, workspace, event_id, body)
        if is_new:
            self.wake()
        return is_new

    def wake(self) -> None:
        """Look for events that were kept; call it on the event loop, as often as you like."""
        self._woken.set()

    async def run(self) -> None:
        """Handle what an earlier process left, and then whatever is kept, until cancelled."""
        while True:
            self._woken.clear()
            await self.catch_up()
            await self._woken.wait()

    async def catch_up(self) -> None:
        """Handle events until none is left."""
        while True:
            try:
                # One at a time: what was handled last may have deleted the others.
                events = await self._store.call(self._next)
                if not events:
                    return
                await self._attempt(events[0])
            except StoreError:
                log.exception("the inbox cannot be read or written", platform=self._platform)
                await asyncio.sleep(self._pause.total_seconds())

    def _next(self, tx: Transaction) -> list[Event]:
        return list(tx.inbox.pending(self._platform, 1))

    async def _attempt(self, event: Event) -> None:
        [outcome] = await asyncio.gather(self._handle(event.workspace, event.body), return_exceptions=True)
        if outcome is None:
            await self._store.call(lambda tx: tx.inbox.mark_done(event.workspace, event.id))
            return
        if not isinstance(outcome, Exception):
            raise outcome
        is_last = await self._store.call(lambda tx: tx.inbox.mark_failed(event.workspace, event.id, _said(outcome)))
        said = "an event stays unhandled" if is_last else "an event was not handled"
        log.error(said, workspace=event.workspace, event_id=event.id, exc_info=outcome)
        await asyncio.sleep(self._pause.total_seconds())


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
