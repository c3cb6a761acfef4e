"""Copies of a database: made while it is in use, and brought back while it is not."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.storage.replacing import SIDECARS, replacing
from adapters.storage.sqlite.file.connection import MEMORY, applied_steps, check_origin, connect
from adapters.storage.sqlite.file.errors import BACKUP, DATABASE, UNREADABLE, storage_errors, translated
from adapters.storage.sqlite.file.lock import only_process
from adapters.storage.sqlite.file.pages import broken_pages
from bot.errors import StoreError

_TIMEOUT = timedelta(seconds=5)
#: Pages that are copied at once: a megabyte.
_PAGES = 256
#: What the disk of the copy can refuse: any other error is about what is copied.
_OF_THE_COPY = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}
)


def backup_database(source: Path, target: Path) -> None:
    """Write a consistent copy of a database to a file, in place of what was there; others may write meanwhile.

    Raises:
        StoreError: the copy cannot be made or does not pass SQLite's check; what was at the target is as it was.
    """
    if source == MEMORY:
        raise StoreError("A database in memory has no backup.", hint="Keep the database in a file.")
    own = [Path(f"{source}{suffix}") for suffix in ("", *SIDECARS, ".lock")]
    if any(target.exists() and file.exists() and target.samefile(file) for file in own):
        raise StoreError("The backup would replace the database itself.", hint="Name another file.")
    if target.is_file() and not _is_ours(target):
        raise StoreError(f"{target} exists and is no backup of Askaday.", hint="Name another file, or remove it first.")
    with storage_errors(target, BACKUP), replacing(target) as partial:
        _copy(source, partial, target, BACKUP)


def restore_database(source: Path, target: Path) -> Path | None:
    """Put a backup in the place of a database, and give where the old one was kept, if there was one.

    Raises:
        StoreError: the backup is damaged, another program's or a newer version's, or somebody uses the database; what
            was at the target is as it was.
    """
    if source.is_dir():
        raise StoreError(f"{source} is a folder.", hint="Name the backup file in it.")
    if not source.is_file():
        raise StoreError(f"There is no backup at {source}.", hint="Check the path.")
    if target.exists() and target.samefile(source):
        raise StoreError(f"{source} is the database itself.", hint="Name a backup.")
    with storage_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    with only_process(target), storage_errors(target), replacing(target) as partial:
        _copy(source, partial, target)
        return _put_aside(target)


def _is_ours(path: Path) -> bool:
    """Say whether a file is a database that Askaday has set up, be it from a newer version."""
    try:
        with closing(connect(path, read_only=True, busy_timeout=_TIMEOUT)) as connection:
            return bool(applied_steps(connection))
    except UNREADABLE:
        return False


def _copy(source: Path, copy: Path, target: Path, what: str = DATABASE) -> None:
    """Copy a database as of one instant, into one file without sidecars, and check what came out.

    `target` is where the copy is to be in the end, and `what` it is there.
    """
    of_source = BACKUP if what == DATABASE else DATABASE
    with (
        storage_errors(source, of_source),
        copy.open("r+b") as file,
        closing(connect(source, read_only=True, busy_timeout=_TIMEOUT)) as origin,
        closing(sqlite3.connect(copy, isolation_level=None)) as database,
    ):
        # All of it in one read transaction: without it the copy would begin anew whenever somebody writes.
        origin.execute("BEGIN")
        check_origin(origin, source)
        if not applied_steps(origin):
            raise StoreError(f"{source} is no backup of Askaday.", hint="Name a file that `askaday backup` wrote.")
        with _blaming(target, what):
            # Each piece is on the disk before the next is read: whoever commits meanwhile waits for one, not for all.
            origin.backup(database, pages=_PAGES, progress=lambda *_: os.fsync(file.fileno()))
            database.execute("PRAGMA journal_mode = DELETE")
        if found := broken_pages(database):
            raise StoreError(f"{source} is damaged. {found[0]}", hint="Use another backup.")


@contextmanager
def _blaming(target: Path, what: str) -> Iterator[None]:
    """Say of what the copy's own disk refuses that it is about the copy."""
    try:
        yield
    except OSError as error:
        raise translated(error, target, what) from error
    except sqlite3.Error as error:
        if error.sqlite_errorcode & 0xFF in _OF_THE_COPY:
            raise translated(error, target, what) from error
        raise


def _put_aside(target: Path) -> Path | None:
    """Keep a copy of the old database with its sidecars, and remove the sidecars: they do not fit the new one."""
    with suppress(*UNREADABLE):
        if target.exists():
            with closing(connect(target, read_only=False, busy_timeout=_TIMEOUT)) as old:
                # Bring committed pages from the sidecar into the file; a damaged database is kept as it is.
                old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = target.with_name(f"{target.name}.before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}")
    # The database itself comes last: what bears its name is whole.
    for suffix in (*SIDECARS, ""):
        beside = Path(f"{target}{suffix}")
        if beside.exists():
            with replacing(Path(f"{kept}{suffix}")) as partial:
                shutil.copyfile(beside, partial)
    for suffix in SIDECARS:
        Path(f"{target}{suffix}").unlink(missing_ok=True)
    return kept if kept.exists() else None
