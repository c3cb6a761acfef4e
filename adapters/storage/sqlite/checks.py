"""Looking for damage, without writing."""

import sqlite3
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

from adapters.storage.sqlite.file.errors import UNREADABLE, damaged
from adapters.storage.sqlite.tables.sums import differing
from bot.ports.store import Transaction

if TYPE_CHECKING:
    from adapters.storage.sqlite.transaction import SqliteTransaction

#: For how long a database is looked through before it is used; what that leaves out, `askaday doctor` and every backup
#: look at.
_AT_OPENING = timedelta(seconds=3)
#: Instructions of SQLite between two looks at the clock: a fraction of a millisecond.
_STEP = 10_000

#: One damaged page is reported for every row it held.
_MOST_SAID = 5
_RESTORE = "Bring back a backup with `askaday restore FILE`."
_REBUILD = "Stop Askaday; `askaday doctor --rebuild` adds them up anew."


def damage(transaction: Transaction) -> Sequence[str]:
    """Give what is wrong with the file, its references and its derived sums, and what to do about each."""
    connection = cast("SqliteTransaction", transaction).connection
    try:
        beyond_repair = [*broken_pages(connection), *_broken_references(connection)]
        return [*(f"{found} {_RESTORE}" for found in beyond_repair), *_wrong_sums(connection)]
    except UNREADABLE as error:
        # Damage where the checks themselves read.
        return [f"The database cannot be read: {error}. {_RESTORE}"]


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


def _broken_references(connection: sqlite3.Connection) -> Sequence[str]:
    rows = connection.execute("PRAGMA foreign_key_check").fetchall()
    return [f"A row of {row[0]} refers to a row of {row[2]} that is not there." for row in rows]


def _wrong_sums(connection: sqlite3.Connection) -> Sequence[str]:
    count = differing(connection)
    return [f"{count} sums of leaderboards are not what the points add up to. {_REBUILD}"] if count else []
