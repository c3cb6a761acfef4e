"""Whether the pages of a database's file are whole, looked at without writing."""

import sqlite3
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from adapters.storage.sqlite.file.errors import damaged

#: For how long a database is looked through before it is used; what that leaves out, `askaday doctor` and every backup
#: look at.
_AT_OPENING = timedelta(seconds=3)
#: Instructions of SQLite between two looks at the clock: a fraction of a millisecond.
_STEP = 10_000

#: One damaged page is reported for every row it held.
_MOST_SAID = 5


def refuse_damaged(connection: sqlite3.Connection, path: Path, within: timedelta = _AT_OPENING) -> None:
    """Look through the file's pages, for as long as that may take.

    Raises:
        StoreError: it is damaged.
    """
    end = time.monotonic() + within.total_seconds()
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEP)
    try:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        return
    finally:
        connection.set_progress_handler(None, 0)
    if found is None or found[0] != "ok":
        raise damaged(path)


def broken_pages(connection: sqlite3.Connection) -> Sequence[str]:
    """Give what SQLite itself finds wrong with the file."""
    rows = connection.execute(f"PRAGMA integrity_check({_MOST_SAID})").fetchall()
    return [f"The file is damaged: {' '.join(row[0].split())}." for row in rows if row[0] != "ok"]
