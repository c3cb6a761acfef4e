"""Before a database is brought up to date: what will be done to it, and a copy of how it was."""

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.storage.sqlite.file.backup import backup_database
from adapters.storage.sqlite.file.connection import check_origin, connect, pending_steps
from adapters.storage.sqlite.file.errors import storage_errors
from bot.errors import StoreError

_TIMEOUT = timedelta(seconds=5)


def coming_steps(path: Path) -> Sequence[str]:
    """Say what this version will do to a database, a sentence a step; nothing of one that is up to date.

    Raises:
        StoreError: it is missing, damaged, another program's or a newer version's.
    """
    if not path.is_file():
        raise StoreError(
            f"There is no database at {path.absolute()}.", hint="Check ASKADAY_DATABASE; a new one needs no upgrade."
        )
    with storage_errors(path), closing(connect(path, read_only=True, busy_timeout=_TIMEOUT)) as connection:
        check_origin(connection, path)
        return [_about(step.__doc__ or step.__name__) for step in pending_steps(connection)]


def kept_before_upgrade(path: Path) -> Path:
    """Copy a database that is about to be brought up to date, and give where the copy is, beside it.

    Raises:
        StoreError: it cannot be copied, which keeps it from being changed.
    """
    target = path.with_name(f"{path.name}.before-upgrade-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}")
    backup_database(path, target)
    return target


def _about(docstring: str) -> str:
    return " ".join(docstring.split())
