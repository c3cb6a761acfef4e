"""Work that somebody asked for and that goes on after its platform was acknowledged: the end waits for it.

asyncio itself keeps no task, and the libraries of Slack and Discord wait for none of theirs.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger()

#: Seconds for which work that is under way holds up the end.
PATIENCE = 10.0


class Tasks:
    """Remembers tasks until they are done."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Do some work in a task of its own; what fails in it goes to the log."""
        task = asyncio.create_task(work)
        task.add_done_callback(_look_at)
        self._keep(task)

    def join(self) -> None:
        """Let the end wait for the task this is called in."""
        task = asyncio.current_task()
        if task is not None:
            self._keep(task)

    async def settled(self, patience: float = PATIENCE) -> None:
        """Wait until everything that is under way now is done, but no longer than so many seconds."""
        if self._running:
            await asyncio.wait({*self._running}, timeout=patience)

    async def finish(self, patience: float = PATIENCE) -> None:
        """Wait until everything is done, but no longer than so many seconds; what is left is given up."""
        await self.settled(patience)
        for task in self._running:
            task.cancel()

    def _keep(self, task: asyncio.Task[Any]) -> None:
        self._running.add(task)
        task.add_done_callback(self._running.discard)


def _look_at(task: asyncio.Task[Any]) -> None:
    error = None if task.cancelled() else task.exception()
    if error is not None:
        log.error("work that was asked for failed", exc_info=error)
