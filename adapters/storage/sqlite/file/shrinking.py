"""Whether a file becomes smaller when rows are deleted, and writing it anew so that it does."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

from adapters.storage.sqlite.file.connection import SHRINKING, connect
from adapters.storage.sqlite.file.errors import storage_errors
from adapters.storage.sqlite.file.lock import only_process

_TIMEOUT = timedelta(seconds=5)
_INCREMENTAL = 2  # what `PRAGMA auto_vacuum` says of such a file


def shrinks(path: Path) -> bool:
    """Say whether retention gives room back to the disk: a file of an earlier version keeps it for new rows.

    Raises:
        StoreError: the file cannot be read.
    """
    with storage_errors(path), closing(connect(path, read_only=True, busy_timeout=_TIMEOUT)) as connection:
        return bool(connection.execute("PRAGMA auto_vacuum").fetchone()[0] == _INCREMENTAL)


def write_anew(path: Path) -> None:
    """Write the file anew without the room of what was deleted; from then on it shrinks by itself.

    It takes as long as copying it, and twice its room on the disk meanwhile; nobody else may use it.

    Raises:
        StoreError: it is in use, or it failed; the file is as it was.
    """
    with (
        only_process(path),
        storage_errors(path),
        closing(connect(path, read_only=False, busy_timeout=_TIMEOUT)) as connection,
    ):
        connection.execute(SHRINKING)
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
