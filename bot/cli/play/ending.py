"""When `askaday run` ends: told to, at the end of what it does, or because it can be of no more use."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any

import structlog

from bot.engine import Connection
from bot.ports.store import Store

log = structlog.get_logger()


async def until_over(
    work: Coroutine[Any, Any, None], store: Store, platforms: Mapping[str, Connection], *, needs_platform: bool
) -> None:
    """Do the work to its end, while the store and the platforms are there.

    With `needs_platform` the last platform that is gone for good ends it, since nobody else can be served; otherwise
    that is logged, and the rest goes on.

    Raises:
        AskadayError: the store is lost, or the last platform is gone.
    """
    working, losing = asyncio.create_task(work), asyncio.create_task(store.lost())
    leaving = {asyncio.create_task(one.gone()): name for name, one in platforms.items()}
    try:
        while not working.done():
            await asyncio.wait({working, losing, *leaving}, return_when=asyncio.FIRST_COMPLETED)
            if losing.done():
                raise losing.result()
            for task in [task for task in leaving if task.done()]:
                name = leaving.pop(task)
                reason = task.result()
                if needs_platform and not leaving:
                    raise reason
                log.error("a platform is gone; Askaday goes on without it", platform=name, reason=str(reason))
        await working
    finally:
        waiting = (working, losing, *leaving)
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
