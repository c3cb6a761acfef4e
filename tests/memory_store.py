"""Empty stores in memory."""

from contextlib import ExitStack, closing
from datetime import timedelta
from functools import cache

from adapters.storage.sqlite.file.connection import MEMORY, connect, open_database
from adapters.storage.sqlite.store import SqliteStore
from adapters.storage.sqlite.worker import Worker

_NO_WAIT = timedelta(0)


def memory_store() -> SqliteStore:
    """Give a store in memory. Its tables are copied: making them anew takes longer than most tests."""
    connection = connect(MEMORY, read_only=False, busy_timeout=_NO_WAIT)
    connection.deserialize(_empty())
    connection.execute("PRAGMA foreign_keys = ON")  # holds for a connection, not for what is stored
    return SqliteStore(Worker(connection, MEMORY, read_only=False), MEMORY, ExitStack())


@cache
def _empty() -> bytes:
    with closing(open_database(MEMORY, read_only=False, busy_timeout=_NO_WAIT)) as made:
        return made.serialize()
