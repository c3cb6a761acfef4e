"""Whether the files that are open are those at their paths: what is written to a deleted file dies with the process."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bot.errors import StoreError

#: Seconds between two looks at most: what is acknowledged meanwhile may be lost, and not more.
_EVERY = 1.0
_SIDECARS = ("-wal", "-shm")
_LOST = "The database {path} is lost to this process: {file} was deleted, moved or replaced while it was open."
_HINT = (
    "Nothing more is taken in. See to it that the files of the database stay where they are, bring back a backup with "
    "`askaday restore FILE` if it is gone, and start Askaday again."
)


class OpenFiles:
    """A database and the files that SQLite keeps beside it as long as it is open."""

    def __init__(self, path: Path, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._monotonic = monotonic
        # A link is followed by SQLite, too, and its sidecars lie beside the file that it leads to.
        self._file = path.resolve()
        self._known = {suffix: _identity(self._beside(suffix)) for suffix in ("", *_SIDECARS)}
        self._looked = monotonic()

    def missing(self) -> StoreError | None:
        """Look at most once a second, and say what is no longer there."""
        now = self._monotonic()
        if now - self._looked < _EVERY:
            return None
        self._looked = now
        for suffix, known in self._known.items():
            if known is not None and _identity(self._beside(suffix)) != known:
                self._put_aside()
                return StoreError(_LOST.format(path=self._path, file=f"{self._path}{suffix}"), hint=_HINT)
        return None

    def _put_aside(self) -> None:
        """Take what is beside another file at the path away from it: SQLite would read it into that file."""
        if _identity(self._file) in (None, self._known[""]):
            return
        for suffix in _SIDECARS:
            if _identity(self._beside(suffix)) == self._known[suffix] is not None:
                with suppress(OSError):
                    self._beside(suffix).rename(self._beside(f".lost{suffix}"))

    def _beside(self, suffix: str) -> Path:
        return Path(f"{self._file}{suffix}")


def _identity(file: Path) -> tuple[int, int] | None:
    """Tell a file from any other that was, or will be, at its path; None where there is none or it cannot be seen."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
