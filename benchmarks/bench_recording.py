"""Recording answers: 64 callers through the engine, against plain sqlite3 with one commit for each row."""

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.storage.sqlite import SqliteStore
from benchmarks.figures import Figure, Progress, at_least
from benchmarks.filling import SETTINGS, workplace
from bot.domain.answers import Happening, Inbound, Revision
from bot.domain.members import Actor
from bot.domain.rounds import RoundState
from bot.ports.clock import SystemClock
from bot.ports.store import Transaction
from bot.services.rounds.answering import Answering


@dataclass(frozen=True, slots=True)
class Size:
    """How much is recorded."""

    callers: int = 64
    answers_each: int = 100
    reference_rows: int = 3_000
    repetitions: int = 7


_START = datetime(2026, 3, 2, 9, tzinfo=UTC)
_TEXT = "Object storage keeps whole objects under a key; block storage gives a volume that a file system lives on."


async def measure(progress: Progress, size: Size = Size()) -> Figure:
    """Interleave the two on files in the same folder."""
    figures, references = [], []
    with workplace() as folder:
        store = SqliteStore.open(folder / "engine.db")
        plain = folder / "plain.db"
        await SqliteStore.open(plain).close()  # the same tables
        for repetition in range(size.repetitions):
            figures.append(await _through_engine(store, await _open_round(store, repetition), size))
            references.append(_one_commit_each(plain, f"thread-{repetition}", size.reference_rows))
            progress((repetition + 1) / size.repetitions)
        await store.close()
    return at_least(f"recording answers, {size.callers} callers", figures, references, unit="answers/s", ratio=5)


async def _open_round(store: SqliteStore, number: int) -> str:
    """Open a round and give its thread."""
    return await store.call(_add_round, number)


def _add_round(tx: Transaction, number: int) -> str:
    series = tx.series.add("slack:T1", f"series {number}", "C1", SETTINGS, seed=number)
    planned = tx.rounds.add(series.id, "slack:T1", _START.date())
    if planned is None:
        raise LookupError("a new series has no round yet")
    thread = f"thread-{number}"
    tx.rounds.save(replace(planned, state=RoundState.OPEN, channel="C1", card_message=thread, thread=thread))
    return thread


async def _through_engine(store: SqliteStore, thread: str, size: Size) -> float:
    answering = Answering(SystemClock(), counted=frozenset({"slack"}))

    async def caller(revisions: Sequence[Revision]) -> None:
        for revision in revisions:
            actor = Actor("slack:T1", revision.member or "", name=f"Member {revision.member}")
            await store.call(answering.record, Inbound("slack:T1", "C1", thread, revision, actor))

    # Messages carry the time of their post: what people write at the same time lies together, as in the reference.
    revisions = _revisions(size.callers * size.answers_each)
    shares = [revisions[number :: size.callers] for number in range(size.callers)]
    begin = time.perf_counter()
    await asyncio.gather(*map(caller, shares))
    return size.callers * size.answers_each / (time.perf_counter() - begin)


def _one_commit_each(path: Path, thread: str, count: int) -> float:
    rows = [
        (
            "slack:T1",
            "C1",
            thread,
            revision.message,
            str(revision.happening),
            revision.at.isoformat(timespec="microseconds"),
            revision.posted_at.isoformat(timespec="microseconds"),
            revision.member,
            revision.text,
            revision.at.isoformat(timespec="microseconds"),
        )
        for revision in _revisions(count)
    ]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")  # the file is in WAL mode already
        begin = time.perf_counter()
        for row in rows:  # outside a transaction every statement commits by itself
            connection.execute("INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        return count / (time.perf_counter() - begin)


def _revisions(count: int) -> list[Revision]:
    moments = (_START + timedelta(seconds=number) for number in range(count))
    return [
        Revision(f"{at.timestamp():.6f}", Happening.POSTED, at, at, f"U{number % 500}", _TEXT)
        for number, at in enumerate(moments)
    ]
