"""Work that nobody waits for, such as a reaction: bounded in number, side by side for workspaces, gone at the end."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from bot.errors import DeliveryError

log = structlog.get_logger()

#: How much is done at the same time, in all and for one workspace: a workspace whose platform hangs slows no other.
AT_ONCE = 32
AT_ONCE_EACH = 4
#: How much of one workspace may wait; what is more is left out.
MOST_WAITING = 500
#: Seconds that one piece of work may take, and for which all of it holds up the end.
LONGEST = 30.0
PATIENCE = 5.0

Work = Callable[[], Awaitable[object]]


@dataclass(slots=True)
class _Line:
    """What waits for one workspace, and who works it off."""

    waiting: deque[Work] = field(default_factory=deque)
    workers: set[asyncio.Task[None]] = field(default_factory=set)
    #: How much was left out since the line was last short enough.
    left_out: int = 0


class Background:
    """Does work in turn: what fails is logged, what a platform wants later is done later."""

    def __init__(
        self, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep, most_waiting: int = MOST_WAITING
    ) -> None:
        self._sleep = sleep
        self._most_waiting = most_waiting
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._lines: dict[str, _Line] = {}
        self._is_over = False

    def start(self, workspace: str, work: Work) -> None:
        """Do some work soon, or leave it out where too much waits already. It may be called more than once.

        After the end nothing is begun any more.
        """
        if self._is_over:
            return
        line = self._lines.setdefault(workspace, _Line())
        if len(line.waiting) >= self._most_waiting:
            if not line.left_out:
                log.warning("too much waits: reactions are left out", workspace=workspace)
            line.left_out += 1
            return
        line.left_out = 0
        line.waiting.append(work)
        if len(line.workers) < AT_ONCE_EACH:
            line.workers.add(asyncio.create_task(self._serve(workspace, line)))

    async def idle(self, patience: float) -> None:
        """Wait until nothing is left to do, but no longer than so many seconds."""
        if workers := self._workers():
            await asyncio.wait(workers, timeout=patience)

    async def finish(self, patience: float = PATIENCE) -> None:
        """Wait like `idle`; what is left then is given up, and nothing is begun any more."""
        await self.idle(patience)
        self._is_over = True
        workers = self._workers()
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    def _workers(self) -> list[asyncio.Task[None]]:
        return [worker for line in self._lines.values() for worker in line.workers]

    async def _serve(self, workspace: str, line: _Line) -> None:
        try:
            await self._work_off(workspace, line)
        finally:
            # Here and not when the task is over: what is started in between would find nobody to do it.
            line.workers -= {worker for worker in line.workers if worker is asyncio.current_task()}
            if not line.workers and self._lines.get(workspace) is line:
                del self._lines[workspace]

    async def _work_off(self, workspace: str, line: _Line) -> None:
        while line.waiting:
            work = line.waiting.popleft()
            async with self._slots:
                wait = await _attempt(workspace, work)
            if wait is not None:
                # The place is free meanwhile; only this workspace waits.
                line.waiting.appendleft(work)
                await self._sleep(wait)


async def _attempt(workspace: str, work: Work) -> float | None:
    """Do some work; give the seconds after which the platform wants to be asked again, if it says so."""
    try:
        async with asyncio.timeout(LONGEST):
            await work()
    except DeliveryError as error:
        if error.retry_after is not None:
            return error.retry_after
        log.info("left out", workspace=workspace, error=str(error))
    except TimeoutError:
        log.info("left out: the platform did not answer in time", workspace=workspace)
    except Exception:
        log.exception("work in the background failed", workspace=workspace)
    return None
