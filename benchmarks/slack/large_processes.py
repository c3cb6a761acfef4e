"""The storm of 10,000 cards on PostgreSQL: two and four processes, against one. No card may come twice."""

import asyncio
import json
import os
import sys
import time
from collections.abc import Sequence
from typing import Any

from adapters.storage.postgres import PostgresStore
from benchmarks import ROOT
from benchmarks.figures import Figure, Progress, at_least
from benchmarks.filling import workplace
from benchmarks.postgres_server import durable_database
from benchmarks.slack.bench_slack_storm import Size, fake_slack, owe, places_of
from bot.ports.clock import SystemClock

_SIZE = Size(repetitions=3)
#: What the others are compared with.
ONE = 1


async def measure(progress: Progress, size: Size = _SIZE, processes: Sequence[int] = (ONE, 2, 4)) -> Sequence[Figure]:
    """Interleave them, each on a fake of its own."""
    rates: dict[int, list[float]] = {count: [] for count in processes}
    with workplace() as folder, durable_database(folder) as url:
        for repetition in range(size.repetitions):
            for place, count in enumerate(processes, 1):
                rates[count].append(await _rate(url, count, size, f"{repetition}-{count}"))
                progress((repetition + place / len(processes)) / size.repetitions)
    return [
        at_least(f"storm of {size.cards} cards, {count} processes", rates[count], rates[ONE], unit="cards/s", ratio=1)
        for count in processes
        if count != ONE
    ]


async def _rate(url: str, count: int, size: Size, run: str) -> float:
    async with fake_slack(size) as (fake, fakes_process):
        await _owe(url, fake, run)
        senders = await asyncio.gather(*(_sender(url, fake) for _ in range(count)))
        begin = time.perf_counter()
        for sender in senders:
            await _tell(sender, "go")
        for sender in senders:
            await _hear(sender, "done")
        elapsed = time.perf_counter() - begin
        for sender in senders:
            await sender.wait()
        await _tell(fakes_process, "how many?")
        posted = int(await _heard(fakes_process))
    if posted != size.cards:
        raise AssertionError(f"{posted} cards came, of {size.cards}")
    return size.cards / elapsed


async def _owe(url: str, fake: dict[str, Any], run: str) -> None:
    store = PostgresStore.open(url)
    await store.call(owe, places_of(fake), SystemClock(), run)
    await store.close()


async def _sender(url: str, fake: dict[str, Any]) -> asyncio.subprocess.Process:
    sender = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "benchmarks.slack.storm_sender", url),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    told = {"base_url": fake["base_url"], "tokens": [one["token"] for one in fake["places"]]}
    await _tell(sender, json.dumps(told))
    await _hear(sender, "ready")
    return sender


async def _tell(process: asyncio.subprocess.Process, line: str) -> None:
    assert process.stdin is not None  # noqa: S101 - it was asked for
    process.stdin.write(f"{line}\n".encode())
    await process.stdin.drain()


async def _heard(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None  # noqa: S101 - as above
    return (await process.stdout.readline()).decode().strip()


async def _hear(process: asyncio.subprocess.Process, line: str) -> None:
    if (heard := await _heard(process)) != line:
        raise AssertionError(f"A process said {heard!r} instead of {line!r}.")
