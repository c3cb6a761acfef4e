"""Filling databases faster than the services would, with the store's own schema."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from adapters.storage.sqlite import SqliteStore
from adapters.storage.sqlite.file.connection import SqliteConnection
from adapters.storage.tables.transaction import SqlTransaction
from benchmarks.figures import Progress
from bot.domain.calendar.schedule import Schedule
from bot.domain.series import SeriesSettings
from bot.ports.store import Transaction

WORKSPACE = "slack:T1"
SETTINGS = SeriesSettings(schedule=Schedule(zone="UTC", at=time(9)), packs=("aws",))


@contextmanager
def workplace() -> Iterator[Path]:
    """Give a folder of its own on the disk that the project is on; memory file systems would flatter."""
    Path("build").mkdir(exist_ok=True)
    with TemporaryDirectory(dir="build") as folder:
        yield Path(folder)


def connection_of(transaction: Transaction) -> sqlite3.Connection:
    """Give the connection under a transaction of the SQLite store."""
    return cast("SqlTransaction[SqliteConnection]", transaction).connection


async def filled(path: Path, fill: Callable[[Transaction, int], None], parts: int, done: Progress) -> SqliteStore:
    """Open a new database and fill it part by part."""
    store = SqliteStore.open(path)
    for part in range(parts):
        await store.call(fill, part)
        done((part + 1) / parts)
    return store
