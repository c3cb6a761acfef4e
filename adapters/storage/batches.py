"""Calls that wait share a transaction and its commit: what every store does with them but for its own database."""

import asyncio
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread

from bot.errors import StoreError

#: Calls that share one commit at most: bounds how long the first of them waits for its answer.
BATCH = 256


class Call:
    """Work that somebody waits for."""

    __slots__ = ("args", "error", "future", "kwargs", "loop", "result", "work")

    def __init__(
        self,
        work: Callable[..., object],
        args: tuple[object, ...],
        kwargs: Mapping[str, object],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self.work = work
        self.args = args
        self.kwargs = kwargs
        self.loop = loop
        self.future: asyncio.Future[object] = loop.create_future()
        self.result: object = None
        self.error: BaseException | None = None

    def fail(self, error: StoreError) -> None:
        """Let the caller know that nothing was kept; an error of the call's own says more."""
        if self.error is None:
            self.error = StoreError(error.message, hint=error.hint)
            self.error.__cause__ = error


class BatchWorker(ABC):
    """The one thread that writes: what waits while a transaction runs is the next transaction."""

    def __init__(self) -> None:
        #: Why nothing more can be written, once that is so.
        self.lost: Future[StoreError] = Future()
        self._calls: SimpleQueue[Call | None] = SimpleQueue()
        self._listeners: list[Callable[[], None]] = []
        self._thread = Thread(target=self._run, name="askaday-store", daemon=True)

    def start(self) -> None:
        """Begin to serve; calls may have been submitted before."""
        self._thread.start()

    def submit(self, call: Call) -> None:
        """Take a call; its future gets the answer once it is durable."""
        self._calls.put(call)

    def listen(self, listener: Callable[[], None]) -> None:
        """Call the listener on the event loop of a caller after a commit that wrote a due instant."""
        self._listeners.append(listener)

    async def stop(self, patience: float | None = None) -> None:
        """Finish what was submitted and close the connection; what takes longer than so many seconds is left."""
        self._calls.put(None)
        await asyncio.to_thread(self._thread.join, patience)

    def _run(self) -> None:
        more = True
        while more:
            batch, more = _next_batch(self._calls)
            if batch:
                self._serve(batch)
        self._close()

    def _serve(self, batch: Sequence[Call]) -> None:
        due = False
        try:
            due = self._commit(batch)
        except StoreError as error:
            for call in batch:
                call.fail(error)
            self._recover()
        _release(batch, self._listeners if due else ())

    @abstractmethod
    def _commit(self, batch: Sequence[Call]) -> bool:
        """Run the calls, keep what they did, and say whether one of them wrote a due instant.

        Raises:
            StoreError: nothing of it was kept.
        """

    @abstractmethod
    def _recover(self) -> None:
        """End what a failed commit left, before those who wait for it are told."""

    @abstractmethod
    def _close(self) -> None:
        """Close the connection."""


def _next_batch(waiting: SimpleQueue[Call | None]) -> tuple[list[Call], bool]:
    """Wait for a call, and take all that wait behind it; False: there will be no more."""
    batch: list[Call] = []
    call = waiting.get()
    with suppress(Empty):
        while call is not None:
            batch.append(call)
            if len(batch) == BATCH:
                return batch, True
            call = waiting.get_nowait()
    return batch, call is not None


def _release(batch: Sequence[Call], listeners: Sequence[Callable[[], None]]) -> None:
    """Hand the answers to the event loops that wait for them."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Call]] = defaultdict(list)
    for call in batch:
        by_loop[call.loop].append(call)
    for loop, calls in by_loop.items():
        with suppress(RuntimeError):  # the loop was closed: nobody waits any more
            loop.call_soon_threadsafe(_answer, calls)
    with suppress(RuntimeError):
        for listener in listeners:
            batch[0].loop.call_soon_threadsafe(listener)


def _answer(calls: Sequence[Call]) -> None:
    for call in calls:
        if call.future.done():  # the caller was cancelled meanwhile
            continue
        if call.error is None:
            call.future.set_result(call.result)
        elif isinstance(call.error, StopIteration):  # futures refuse it: it would end the caller's own iteration
            call.future.set_exception(RuntimeError("The work raised StopIteration."))
        else:
            call.future.set_exception(call.error)
