"""Copies of the database, one a night."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bot.ports.clock import Clock
from bot.ports.copies import Copies
from bot.ports.locks import Locks, LocksAlone

log = structlog.get_logger()

#: A newest backup that is older than this was missed.
EVERY = timedelta(days=1)
#: So far from a copy no other one is made: several processes may have the same folder, and the same night.
_SAME_NIGHT = timedelta(hours=1)
#: Names sort as the instants (UTC) in them; what kind of copy it is says the ending.
_NAME = "askaday-%Y%m%dT%H%M%SZ"
_ENDINGS = frozenset({".db", ".dump"})


@dataclass(frozen=True, slots=True)
class BackingUp:
    """Writes copies of the database to a folder, which is created."""

    database: Copies
    clock: Clock
    folder: Path
    #: How many of the newest are kept.
    kept: int
    #: Let one process at a time copy.
    locks: Locks = field(default_factory=LocksAlone)

    async def back_up(self) -> Path:
        """Write a copy named after the instant, delete all but the newest ones, and give the new one's path.

        If another process has made one this night, that is the one.

        Raises:
            StoreError: the copy cannot be made; nothing was deleted.
        """
        now = self.clock.now()
        lock = await self.locks.acquire("backup")
        try:
            of_this_night = await asyncio.to_thread(self._made_about, now)
            return of_this_night or await self._copy(now)
        finally:
            await lock.release()

    def _made_about(self, now: datetime) -> Path | None:
        made = (path for made_at, path in _backups(self.folder) if abs(now - made_at) < _SAME_NIGHT)
        return next(made, None)

    async def _copy(self, now: datetime) -> Path:
        await asyncio.to_thread(self.folder.mkdir, parents=True, exist_ok=True)
        target = self.folder / f"{now.strftime(_NAME)}{self.database.ending}"
        await self.database.backup(str(target))
        await asyncio.to_thread(self._delete_old)
        log.info("backup", file=str(target))
        return target

    async def make_good(self) -> Path | None:
        """Back up now if the newest copy is older than a day, or if there is none."""
        newest = await asyncio.to_thread(newest_backup, self.folder)
        if newest is not None and self.clock.now() - newest <= EVERY:
            return None
        return await self.back_up()

    def _delete_old(self) -> None:
        for _, old in _backups(self.folder)[: -self.kept]:
            old.unlink()


def newest_backup(folder: Path) -> datetime | None:
    """Say when the newest copy in the folder was made, aware UTC; None where there is none."""
    backups = _backups(folder)
    return backups[-1][0] if backups else None


def _backups(folder: Path) -> Sequence[tuple[datetime, Path]]:
    """Give the copies, oldest first; what else lies in the folder is none of our business."""
    return sorted((made_at, path) for path in folder.glob("askaday-*Z.*") if (made_at := _made_at(path)))


def _made_at(path: Path) -> datetime | None:
    if path.suffix not in _ENDINGS:
        return None
    try:
        return datetime.strptime(path.stem, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None
