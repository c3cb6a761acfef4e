"""Calls that wait share a transaction and its commit: what every store does with them but for its own database."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue

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


def next_batch(waiting: SimpleQueue[Call | None]) -> tuple[list[Call], bool]:
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


def release(batch: Sequence[Call], listeners: Sequence[Callable[[], None]]) -> None:
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
