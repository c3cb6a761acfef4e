"""Filling databases faster than the services would, with the store's own schema."""

import sqlite3
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import cast

from adapters.storage.sqlite import SqliteStore
from adapters.storage.sqlite.transaction import SqliteTransaction
from bot.domain.schedule import Schedule
from bot.domain.series import SeriesSettings
from bot.ports.store import Transaction

WORKSPACE = "slack:T1"
SETTINGS = SeriesSettings(schedule=Schedule(zone="UTC", at=time(9)), packs=("aws",))


def connection_of(transaction: Transaction) -> sqlite3.Connection:
    """Give the connection under a transaction of the SQLite store."""
    return cast("SqliteTransaction", transaction).connection


async def filled(
    path: Path, fill: Callable[[Transaction, int], None], parts: int, done: Callable[[], None]
) -> SqliteStore:
    """Open a new database and fill it part by part."""
    store = SqliteStore.open(path)
    for part in range(parts):
        await store.call(fill, part)
        done()
    return store
