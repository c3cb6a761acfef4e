"""Files that are there whole or not at all, and are for Askaday's own account alone."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StoreError

#: What SQLite keeps beside a database that is open, or was when its process ended.
SIDECARS = ("-wal", "-shm", "-journal")


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a file to fill that takes the target's place at the end, in one step, or vanishes with all beside it."""
    if target.is_dir():
        raise StoreError(f"{target} is a folder.", hint="Name a file.")
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


def _flush(path: Path) -> None:
    """Wait until a file, or on systems that can a folder's list of files, is on the disk."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
