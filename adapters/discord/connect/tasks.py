"""Work that is under way at the end. discord.py runs what people ask for in tasks of its own and waits for none."""

import asyncio

#: Seconds for which work that is under way holds up the end.
PATIENCE = 10.0


class Tasks:
    """Remembers the tasks in which the library runs handlers, until they are done."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[object]] = set()

    def join(self) -> None:
        """Let the end wait for the task this is called in."""
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def finish(self, patience: float = PATIENCE) -> None:
        """Wait until everything is done, but no longer than so many seconds; what is left is given up."""
        if self._running:
            await asyncio.wait(self._running, timeout=patience)
        for task in self._running:
            task.cancel()
