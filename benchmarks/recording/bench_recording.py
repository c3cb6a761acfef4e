"""Recording answers: 64 callers through the engine, against plain sqlite3 with one commit for each row."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from adapters.storage.sqlite import SqliteStore
from benchmarks.figures import Figure, Progress, at_least
from benchmarks.filling import workplace
from benchmarks.recording.load import COLUMNS, Size, open_round, rows_of, through_engine

_SIZE = Size()


async def measure(progress: Progress, size: Size = _SIZE) -> Figure:
    """Interleave the two on files in the same folder."""
    figures, references = [], []
    with workplace() as folder:
        store = SqliteStore.open(folder / "engine.db")
        plain = folder / "plain.db"
        await SqliteStore.open(plain).close()  # the same tables
        for repetition in range(size.repetitions):
            figures.append(await through_engine(store, await open_round(store, repetition), size))
            references.append(_one_commit_each(plain, f"thread-{repetition}", size.reference_rows))
            progress((repetition + 1) / size.repetitions)
        await store.close()
    return at_least(f"recording answers, {size.callers} callers", figures, references, unit="answers/s", ratio=5)


def _one_commit_each(path: Path, thread: str, count: int) -> float:
    rows = rows_of(thread, count)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")  # the file is in WAL mode already
        begin = time.perf_counter()
        for row in rows:  # outside a transaction every statement commits by itself
            connection.execute(f"INSERT INTO revisions ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608
        return count / (time.perf_counter() - begin)
