"""Opening a database: what is refused, how a connection is set up, and bringing the schema up to date."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from adapters.storage.replacing import SIDECARS, replacing
from adapters.storage.sqlite.file.errors import storage_errors
from adapters.storage.sqlite.file.pages import refuse_damaged
from adapters.storage.sqlite.schema.steps import STEP_SET, STEPS, STEPS_TABLE, known_steps, migrations
from adapters.storage.tables.connection import Cursor
from adapters.storage.tables.dialect import SQLITE, Dialect
from adapters.storage.tables.recalling import Recalled
from bot.errors import StoreError

#: The path that stands for a database in memory, gone when it is closed.
MEMORY = Path(":memory:")

#: Lets a file give back the room of what was deleted; of one that has tables already it takes a VACUUM to do so.
SHRINKING = "PRAGMA auto_vacuum = INCREMENTAL"

_GONE = "Bring back a backup with `askaday restore FILE`, or delete the file to begin anew."
_OLDEST_SQLITE = (3, 37)  # the first with STRICT tables


class SqliteConnection(sqlite3.Connection):
    """Fulfils `adapters.storage.tables.connection.Connection`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recalled = Recalled()

    def execute(self, statement: str, values: Any = (), /) -> sqlite3.Cursor:
        """Run a statement."""
        self.recalled.note(statement)
        return super().execute(statement, values)

    def executemany(self, statement: str, values: Any, /) -> sqlite3.Cursor:
        """Run a statement once for each of the values."""
        self.recalled.note(statement)
        return super().executemany(statement, values)

    def written(self, cursor: Cursor, _presumed: int, /) -> int:
        """Say how many rows a statement wrote."""
        return cursor.rowcount

    @property
    def dialect(self) -> Dialect:
        """Say which database it is."""
        return SQLITE


def _nothing() -> None:
    """Do nothing."""


def connect(path: Path, *, read_only: bool, busy_timeout: timedelta) -> SqliteConnection:
    """Connect without looking at what the file holds; transactions are opened by hand."""
    mode = "ro" if read_only else "rwc"
    address = str(path) if path == MEMORY else f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(
        address,
        uri=path != MEMORY,
        timeout=busy_timeout.total_seconds(),
        isolation_level=None,
        # The worker's thread takes it over from the thread that opened it.
        check_same_thread=False,
        cached_statements=256,
        factory=SqliteConnection,
    )
    connection.row_factory = sqlite3.Row
    return connection


def new_database(path: Path) -> bool:
    """Make the database where there is none, whole or not at all; False where there is one, whatever it is.

    Raises:
        StoreError: it cannot be made, or what is beside its path says that a database was there; nothing was changed.
    """
    if path.exists():
        return False
    file = path.resolve()
    for suffix in SIDECARS:
        left = Path(f"{path}{suffix}")
        # SQLite would read it into the new database.
        if left.exists() and left.stat().st_size:
            raise StoreError(f"The database {path} is gone, but {left.name} is still there.", hint=_GONE)
    with storage_errors(path), replacing(file) as partial:
        connection = connect(partial, read_only=False, busy_timeout=timedelta(0))
        with closing(connection):
            # What is deleted later can be given back to the disk; it has to be said before the first table.
            connection.execute(SHRINKING)
            _bring_up_to_date(connection, path, read_only=False)
    return True


def open_database(
    path: Path,
    *,
    read_only: bool,
    busy_timeout: timedelta,
    unchecked: bool = False,
    before_upgrade: Callable[[], object] = _nothing,
) -> SqliteConnection:
    """Open a database ready for use.

    Unless `unchecked` it is looked through for damage, for a few seconds at most. `before_upgrade` is called before the
    schema is brought up to date, and not where it is.

    Raises:
        StoreError: it is missing, damaged, no database of this program, from a newer version, or cannot be read or
            written; the file is as it was.
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise StoreError(f"SQLite {sqlite3.sqlite_version} is too old.", hint="Use a Python with SQLite 3.37 or later.")
    with storage_errors(path):
        _refuse_foreign(path, unchecked=unchecked)
        connection = connect(path, read_only=read_only, busy_timeout=busy_timeout)
        try:
            if not read_only:
                _make_durable(connection)
            _bring_up_to_date(connection, path, read_only=read_only, before=before_upgrade)
        except BaseException:
            connection.close()
            raise
    return connection


def _make_durable(connection: sqlite3.Connection) -> None:
    # None of these is SQLite's own default, and all but the first hold for this connection alone.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted is overwritten: some builds of SQLite do it by themselves, others leave it in the file's pages.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -65536")  # 64 MiB


def _bring_up_to_date(
    connection: sqlite3.Connection, path: Path, *, read_only: bool, before: Callable[[], object] = _nothing
) -> None:
    if not pending_steps(connection):
        return
    if read_only:
        raise StoreError(f"The database {path} is from an older version.", hint="Start Askaday once to bring it up.")
    before()
    from sqlite_utils import Database  # noqa: PLC0415 - see `migrations`

    # Plugins that happen to be installed stay out.
    database = Database(connection, recursive_triggers=False, execute_plugins=False)
    with database.atomic():  # all steps or none
        migrations().apply(database)


def _refuse_foreign(path: Path, *, unchecked: bool) -> None:
    """Look at the file through a connection that cannot write."""
    if path == MEMORY:
        return
    if path.is_dir():
        raise StoreError(f"{path} is a folder, not a database.", hint="Name a file.")
    if not path.exists():
        raise StoreError(f"There is no database at {path.absolute()}.", hint="Check the path, or start Askaday once.")
    if path.stat().st_size == 0:
        # A new database is never empty: it takes its place when it is whole.
        raise StoreError(f"The database {path} is an empty file: what was in it is gone.", hint=_GONE)
    with closing(connect(path, read_only=True, busy_timeout=timedelta(seconds=5))) as connection:
        check_origin(connection, path)
        if not unchecked:
            refuse_damaged(connection, path)


def applied_steps(connection: sqlite3.Connection) -> frozenset[str]:
    """Give the names of the schema's steps that a database has been through; none for another program's."""
    if STEPS_TABLE not in _tables(connection):
        return frozenset()
    found = connection.execute(f"SELECT name FROM {STEPS_TABLE} WHERE migration_set = ?", (STEP_SET,))  # noqa: S608 - a name of ours
    return frozenset(name for (name,) in found)


def pending_steps(connection: sqlite3.Connection) -> Sequence[Callable[..., None]]:
    """Give the schema's steps that a database is still to go through, in their order."""
    applied = applied_steps(connection)
    return [step for step in STEPS if step.__name__ not in applied]


def _tables(connection: sqlite3.Connection) -> frozenset[str]:
    return frozenset(name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))


def check_origin(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `StoreError` if the database is another program's or a newer version's."""
    applied = applied_steps(connection)
    if not applied and _tables(connection) - {STEPS_TABLE}:
        raise StoreError(f"The database {path} belongs to another program.", hint="Name another file.")
    if applied - known_steps():
        raise StoreError(
            f"The database {path} is from a newer version of Askaday.",
            hint="Install that version, or restore a backup made by this one; the file was not touched.",
        )
