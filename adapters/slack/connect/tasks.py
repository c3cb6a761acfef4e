"""Work that goes on after Slack was acknowledged; it is kept until it is done, since asyncio itself does not."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger()

#: Seconds for which work that is under way holds up the end.
PATIENCE = 10.0


class Tasks:
    """Owns tasks; what fails in them is logged, never lost."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Start some work."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._done)
        return task

    async def finish(self, patience: float = PATIENCE) -> None:
        """Wait until everything is done, but no longer than so many seconds; what is left is given up."""
        if self._running:
            await asyncio.wait(self._running, timeout=patience)
        for task in self._running:
            task.cancel()

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("work for Slack failed", exc_info=error)
