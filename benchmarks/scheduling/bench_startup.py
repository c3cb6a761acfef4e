"""Starting: `askaday --help`, against a Python that loads the command line library alone."""

import asyncio
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure, Progress, at_most


@dataclass(frozen=True, slots=True)
class Size:
    """How often each is started."""

    repetitions: int = 9


# Rendering the help takes as long again as loading the library; loading the engine would take ten times as long.
_ASKADAY = (str(Path(sys.executable).with_name("askaday")), "--help")
_BARE = (sys.executable, "-c", "import typer, rich.console, rich.table, rich.panel")


async def measure(progress: Progress, size: Size = Size()) -> Figure:
    """Interleave the two, each in a process of its own."""
    figures, references = [], []
    for repetition in range(size.repetitions):
        figures.append(await _seconds(_ASKADAY))
        references.append(await _seconds(_BARE))
        progress((repetition + 1) / size.repetitions)
    return at_most("askaday --help", figures, references, unit="s", ratio=4)


async def _seconds(command: Sequence[str]) -> float:
    begin = time.perf_counter()
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
    await process.wait()
    return time.perf_counter() - begin
