"""Empty stores, in memory and in files."""

from contextlib import ExitStack
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.storage.sqlite.file.connection import MEMORY, connect, new_database
from adapters.storage.sqlite.store import SqliteStore
from adapters.storage.sqlite.worker import Worker

_NO_WAIT = timedelta(0)


def memory_store() -> SqliteStore:
    """Give a store in memory. Its tables are copied: making them anew takes longer than most tests."""
    connection = connect(MEMORY, read_only=False, busy_timeout=_NO_WAIT)
    connection.deserialize(_empty())
    connection.execute("PRAGMA foreign_keys = ON")  # holds for a connection, not for what is stored
    return SqliteStore(Worker(connection, MEMORY, read_only=False), MEMORY, ExitStack())


def file_store(path: Path) -> SqliteStore:
    """Open the store in a file; where there is none its tables are copied, as those of a store in memory are."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(_empty())
    return SqliteStore.open(path)


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder, "empty.db")
        new_database(file)
        return file.read_bytes()
