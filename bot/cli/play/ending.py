"""When `askaday run` ends: told to, at the end of what it does, or because it can be of no more use."""

import asyncio
from collections.abc import Coroutine, Iterable, Mapping
from typing import Any

import structlog

from bot.engine import Connection
from bot.errors import AskadayError

log = structlog.get_logger()


async def unless_told(stop: asyncio.Event, starting: Coroutine[Any, Any, None]) -> bool:
    """Start something; False: it was given up, since the process is told to stop."""
    begun, told = asyncio.create_task(starting), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({begun, told}, return_when=asyncio.FIRST_COMPLETED)
        if begun.done():
            await begun
            return True
        log.info("stopping before it has started")
        return False
    finally:
        for one in (begun, told):
            one.cancel()
        await asyncio.gather(begun, told, return_exceptions=True)


async def until_over(
    work: Coroutine[Any, Any, None],
    losses: Iterable[Coroutine[Any, Any, AskadayError]],
    platforms: Mapping[str, Connection],
    *,
    needs_platform: bool,
) -> None:
    """Do the work to its end, while what it cannot be without and the platforms are there.

    `losses` wait until one such thing is lost, and say how.

    With `needs_platform` the last platform that is gone for good ends it, since nobody else can be served; otherwise
    that is logged, and the rest goes on.

    Raises:
        AskadayError: something is lost, or the last platform is gone.
    """
    working, losing = asyncio.create_task(work), {asyncio.create_task(one) for one in losses}
    leaving = {asyncio.create_task(one.gone()): name for name, one in platforms.items()}
    try:
        while not working.done():
            await asyncio.wait({working, *losing, *leaving}, return_when=asyncio.FIRST_COMPLETED)
            for task in [task for task in losing if task.done()]:
                raise task.result()
            for task in [task for task in leaving if task.done()]:
                name = leaving.pop(task)
                reason = task.result()
                if needs_platform and not leaving:
                    raise reason
                log.error("a platform is gone; Askaday goes on without it", platform=name, reason=str(reason))
        await working
    finally:
        waiting = (working, *losing, *leaving)
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
