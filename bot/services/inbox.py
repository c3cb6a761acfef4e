"""Inbound events: kept before they are acknowledged, handled after: in order within a thread, threads side by side.

Whichever process keeps an event, one at a time handles those of its thread: it claims each for a lease, which it renews
while it lives. What a process that died had claimed the others find when they look.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Concatenate, ParamSpec, TypeVar

import structlog

from bot.domain.events import Event
from bot.errors import StoreError
from bot.ports.clock import Clock
from bot.ports.store import Store, Transaction

log = structlog.get_logger()

P = ParamSpec("P")
T = TypeVar("T")

#: Whose events are handled in the order in which they came: a workspace and a thread, or "" for those without one.
Thread = tuple[str, str]

#: How long a thread waits before an event is tried again that failed, or could not be decided yet.
PAUSE = timedelta(seconds=1)
#: For how long an event is claimed, and how often claims are renewed and it is looked what others have left.
LEASE, LOOK = timedelta(minutes=1), timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Inbox:
    """Keeps events."""

    clock: Clock

    def keep(self, tx: Transaction, workspace: str, event_id: str, body: str, thread: str = "") -> bool:
        """Keep an event (its body is JSON) that is to be handled; False if it is known."""
        return tx.inbox.add(workspace, event_id, body, self.clock.now(), thread)


class InboxWorker:
    """Hands a platform's events to its adapter: those of a thread oldest first, threads side by side.

    An event is handled again if the process ends in between: handling it twice must come to the same.
    """

    def __init__(
        self,
        store: Store,
        inbox: Inbox,
        platform: str,
        handle: Callable[[str, str], Awaitable[bool]],
        pause: timedelta = PAUSE,
        *,
        look: timedelta = LOOK,
    ) -> None:
        self._store = store
        self._inbox = inbox
        self._platform = platform
        #: Takes the workspace and the body; False: it cannot be decided yet what it is about, and has to wait.
        self._handle = handle
        self._pause = pause
        self._look = look
        #: Who handles the events of a thread now.
        self._running: dict[Thread, asyncio.Task[None]] = {}
        #: Threads of which an event was kept since they were looked at.
        self._more: set[Thread] = set()
        #: Broken off by what ends a thread's task and is no failure of an event.
        self._ended: asyncio.Future[None] | None = None

    async def keep(self, workspace: str, event_id: str, body: str, thread: str = "") -> bool:
        """Keep an event, and handle it once it is durable; False if it is known. After this it may be acknowledged.

        Raises:
            StoreError: it could not be kept, and must not be acknowledged.
        """
        is_new = await self._store.call(self._inbox.keep, workspace, event_id, body, thread)
        if is_new and self._ended is not None:
            self._begin((workspace, thread))
        return is_new

    async def run(self) -> None:
        """Handle what other processes left, and whatever is kept, until cancelled."""
        self._ended = ended = asyncio.get_running_loop().create_future()
        try:
            while not ended.done():
                await self._insist(_renew, self._platform)
                await self._take_up()
                await asyncio.wait([ended], timeout=self._look.total_seconds())
            ended.result()
        finally:
            self._ended = None
            running = list(self._running.values())
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            self._running.clear()

    async def catch_up(self) -> None:
        """Handle events until none is left."""
        await self._take_up()
        while self._running:
            await asyncio.wait(self._running.values())

    async def _take_up(self) -> None:
        for thread in await self._insist(lambda tx: tx.inbox.threads(self._platform)):
            self._begin(thread)

    def _begin(self, thread: Thread) -> asyncio.Task[None]:
        """Have a thread's events handled, by whoever does so already if there is somebody."""
        self._more.add(thread)
        if thread not in self._running:
            task = asyncio.create_task(self._work_off(thread))
            self._running[thread] = task
            task.add_done_callback(self._over)
        return self._running[thread]

    def _over(self, task: asyncio.Task[None]) -> None:
        if self._ended is None or self._ended.done():
            return
        if task.cancelled():
            self._ended.cancel()
        elif error := task.exception():
            self._ended.set_exception(error)

    async def _work_off(self, thread: Thread) -> None:
        try:
            while thread in self._more:
                self._more.discard(thread)
                # One at a time: what was handled last may have deleted the others.
                event = await self._insist(_next, thread)
                while event is not None:
                    event = await self._attempt(thread, event)
        finally:
            # Here and not when the task is over: what is kept in between would find nobody to handle it.
            self._running.pop(thread, None)

    async def _attempt(self, thread: Thread, event: Event) -> Event | None:
        """Try to handle an event, and give the next one; the same one where it has to be tried again."""
        try:
            is_decided = await self._handle(event.workspace, event.body)
        except Exception as error:
            is_last = await self._insist(_failed, event, _said(error))
            said = "an event stays unhandled" if is_last else "an event was not handled"
            log.exception(said, workspace=event.workspace, event_id=event.id)
            await self._rest()
            return await self._insist(_next, thread)
        if not is_decided:
            # Its thread waits with it, however long: what it waits for is another process's, and tells nobody.
            await self._rest()
            return await self._insist(_next, thread)
        return await self._insist(_done, thread, event)

    async def _insist(self, work: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask the store until it answers."""
        while True:
            try:
                return await self._store.call(work, *args, **kwargs)
            except StoreError:
                log.exception("the inbox cannot be read or written", platform=self._platform)
                await self._rest()

    async def _rest(self) -> None:
        await asyncio.sleep(self._pause.total_seconds())


def _next(tx: Transaction, thread: Thread) -> Event | None:
    return tx.inbox.claim_next(*thread, LEASE)


def _renew(tx: Transaction, platform: str) -> None:
    tx.inbox.renew(platform, LEASE)


def _done(tx: Transaction, thread: Thread, event: Event) -> Event | None:
    """Record that an event was handled, and give the next one; both in one transaction."""
    tx.inbox.mark_done(event.workspace, event.id)
    return tx.inbox.claim_next(*thread, LEASE)


def _failed(tx: Transaction, event: Event, error: str) -> bool:
    return tx.inbox.mark_failed(event.workspace, event.id, error)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
