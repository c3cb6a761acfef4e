"""One writing process per database file."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from adapters.storage.sqlite.file.errors import storage_errors
from bot.errors import StoreError


@contextmanager
def only_process(path: Path) -> Iterator[None]:
    """Be the only process that writes to the database; others may read it.

    The lock is SQLite's own, on an empty file beside the database: it works on every system, between stores of one
    process too, and is gone with the process however that ends. The file stays, and means nothing by itself.

    Raises:
        StoreError: another store holds the lock.
    """
    lock = _beside(path)
    with storage_errors(path):
        # For its account alone. One that is there is not opened: closing it again would end this process's own lock.
        # What else is in the way SQLite says below.
        with suppress(OSError):
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL, 0o600))
        connection = sqlite3.connect(lock, timeout=0, isolation_level=None, check_same_thread=False)
    with closing(connection):
        with storage_errors(path):
            _take(connection, path)
        yield


def is_held(path: Path) -> bool:
    """Say whether a process writes to the database; looking takes the lock from nobody."""
    try:
        with closing(sqlite3.connect(f"{_beside(path).as_uri()}?mode=ro", uri=True, timeout=0)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode == sqlite3.SQLITE_BUSY
    return False


def _beside(path: Path) -> Path:
    return path.resolve().with_name(f"{path.name}.lock")


def _take(connection: sqlite3.Connection, path: Path) -> None:
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        raise StoreError(
            f"Another Askaday uses the database {path}.",
            hint="Stop it first: one process at a time writes to a database.",
        ) from error
