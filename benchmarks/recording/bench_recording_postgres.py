"""Recording answers on PostgreSQL: 64 callers, against psycopg on 64 connections with one commit for each row."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Any

import psycopg

from adapters.storage.postgres import PostgresStore
from benchmarks.figures import Figure, Progress, at_least
from benchmarks.filling import workplace
from benchmarks.postgres_server import durable_database
from benchmarks.recording.load import COLUMNS, Size, open_round, rows_of, through_engine

_SIZE = Size(reference_rows=6_400, repetitions=5)
_INSERT = f"INSERT INTO revisions ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"  # noqa: S608


async def measure(progress: Progress, size: Size = _SIZE) -> Figure:
    """Interleave the two on one server and one database."""
    figures, references = [], []
    with workplace() as folder, durable_database(folder) as url:
        store = PostgresStore.open(url)
        for repetition in range(size.repetitions):
            figures.append(await through_engine(store, await open_round(store, repetition), size))
            references.append(await _one_commit_each(url, f"plain-{repetition}", size))
            progress((repetition + 1) / size.repetitions)
        await store.close()
    title = f"recording answers on PostgreSQL, {size.callers} callers"
    return at_least(title, figures, references, unit="answers/s", ratio=0.8)


async def _one_commit_each(url: str, thread: str, size: Size) -> float:
    rows = rows_of(thread, size.reference_rows)
    async with AsyncExitStack() as held:
        connections: list[psycopg.AsyncConnection[Any]] = [
            await held.enter_async_context(await psycopg.AsyncConnection.connect(url, autocommit=True))
            for _ in range(size.callers)
        ]
        begin = time.perf_counter()
        shares = (rows[number :: size.callers] for number in range(size.callers))
        await asyncio.gather(*(_insert(*one) for one in zip(connections, shares, strict=True)))
        return size.reference_rows / (time.perf_counter() - begin)


async def _insert(connection: psycopg.AsyncConnection[Any], rows: Sequence[tuple[str | None, ...]]) -> None:
    for row in rows:
        await connection.execute(_INSERT, row)
