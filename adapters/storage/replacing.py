"""Files that are there whole or not at all, and are for Askaday's own account alone."""

import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.errors import StoreError

#: What SQLite keeps beside a database that is open, or was when its process ended.
SIDECARS = ("-wal", "-shm", "-journal")
#: Seconds after which a file that was begun and that nobody has written to since is of a process that died over it.
_LEFT = 24 * 3600.0


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a file to fill that takes the target's place at the end, in one step, or vanishes with all beside it."""
    if target.is_dir():
        raise StoreError(f"{target} is a folder.", hint="Name a file.")
    _remove_left(target)
    # Made with the rights 0600.
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent)
    os.close(handle)
    partial = Path(name)
    try:
        yield partial
        _flush(partial)
        partial.replace(target)
        _flush(target.parent)
    finally:
        for suffix in ("", *SIDECARS):
            Path(f"{partial}{suffix}").unlink(missing_ok=True)


def _remove_left(target: Path) -> None:
    """Remove what processes have left that were ended while they filled such a file: each is as large as the database.

    Backups differ in the instants that their names bear.
    """
    like_it = re.sub(r"\d+", r"\\d+", re.escape(target.name))
    left = re.compile(rf"\.{like_it}\.\w{{8}}\.partial(-\w+)?")
    for file in target.parent.glob(".*.partial*"):
        # Whoever else may write to the folder may have removed it meanwhile, or hold it: the next time, then.
        with suppress(OSError):
            if left.fullmatch(file.name) and time.time() - file.stat().st_mtime > _LEFT:
                file.unlink()


def _flush(path: Path) -> None:
    """Wait until a file, or on systems that can a folder's list of files, is on the disk."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
