"""Folders of demos: deleted at their end, and by a later one where there was no end, as when a process is killed."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "askaday-demo-"
#: In seconds: a demo younger than this may not have opened its database yet.
_YOUNG = 3600.0
DATABASE = "askaday.db"


@contextmanager
def passing_folder() -> Iterator[Path]:
    """Give a folder of one's own for as long as it lasts, and delete what demos that were killed have left."""
    _delete_what_was_left(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as folder:
        yield Path(folder)


def _delete_what_was_left(where: Path) -> None:
    from adapters.storage.sqlite.file.lock import is_held  # slow import

    for folder in where.glob(f"{_PREFIX}*"):
        try:
            is_young = time.time() - folder.stat().st_mtime < _YOUNG
        except OSError:  # another demo has just deleted it
            continue
        if not is_young and not is_held(folder / DATABASE):
            shutil.rmtree(folder, ignore_errors=True)  # somebody else's stays
