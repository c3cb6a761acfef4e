"""Waiting for what happens, never for how long it takes."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

#: Seconds after which what a test waits for is taken to be something that will never come. Nothing takes that long,
#: however busy the machine, so a test fails by it only where it would have waited for ever.
PATIENCE = 120.0
#: Seconds between two looks at what tells nobody that it has changed.
_LOOK = 0.005
#: What a module of tests has among its names if it waits for others or has threads of its own.
_SIGNS = frozenset({"PATIENCE", "at_terminal", "until", "until_it_reads", "threading"})
#: read, poll and recvfrom in /proc/PID/syscall, on x86-64 and on 64-bit ARM.
_READING = frozenset({"0", "7", "45", "63", "73", "207"})


def mark_what_waits(items: list[pytest.Item]) -> None:
    """Mark the tests that wait or use threads: on a busy machine these are the first to fail."""
    for item in items:
        if isinstance(item, pytest.Function) and _SIGNS & vars(item.module).keys():
            item.add_marker("waits")


async def until(condition: Callable[[], object]) -> None:
    """Wait until something holds.

    Raises:
        TimeoutError: it never did.
    """
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - conditions are of any kind
            await asyncio.sleep(_LOOK)


def until_it_reads(process: int) -> None:
    """Wait until a process sleeps over what it reads, so that a signal interrupts that.

    Python answers a signal between two of its own steps. One that comes after the last of them and before the system
    has begun to read waits for what is read; a person presses Ctrl-C again.
    Where there is no /proc, or it does not tell, nothing is waited for.

    Raises:
        TimeoutError: it never did.
    """
    given_up = time.monotonic() + PATIENCE
    while (call := _call_of(process)) is not None and call not in _READING:
        if time.monotonic() > given_up:
            raise TimeoutError(call)
        time.sleep(_LOOK)


def _call_of(process: int) -> str | None:
    try:
        return Path(f"/proc/{process}/syscall").read_text().partition(" ")[0]
    except OSError:  # it has ended, the system has no such file, or only root may read it
        return None
