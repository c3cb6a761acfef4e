"""Copies of the database: one a night, and one at the start if a night was missed."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.storage.sqlite.store import SqliteStore
from bot.errors import StoreError
from bot.ports.clock import TravelClock
from bot.services.backing_up import BackingUp, newest_backup
from tests.memory_store import file_store
from tests.worlds.builders import MONDAY

DAY = timedelta(days=1)


def backing_up(folder: Path, now: datetime = MONDAY, kept: int = 2) -> BackingUp:
    return BackingUp(file_store(folder / "askaday.db"), TravelClock(now), folder / "backups", kept)


async def close(work: BackingUp) -> None:
    assert isinstance(work.database, SqliteStore)
    await work.database.close()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "backups").iterdir())


async def test_backup_is_named_after_the_instant_and_can_be_used(tmp_path: Path) -> None:
    work = backing_up(tmp_path)

    made = await work.back_up()

    await close(work)
    assert made == tmp_path / "backups" / "askaday-20261207T080000Z.db"
    restored = SqliteStore.open(made, read_only=True)
    assert await restored.check() == []
    await restored.close()


async def test_backup_keeps_the_newest_and_what_is_none(tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    for name in ("askaday-20200101T030000Z.db", "askaday-20200102T030000Z.db", "askaday-mine-Z.db", "notes.txt"):
        (tmp_path / "backups" / name).write_text("old")
    work = backing_up(tmp_path)

    await work.back_up()

    await close(work)
    assert names(tmp_path) == [
        "askaday-20200102T030000Z.db",
        "askaday-20261207T080000Z.db",
        "askaday-mine-Z.db",
        "notes.txt",
    ]


async def test_failed_backup_deletes_nothing(tmp_path: Path) -> None:
    work = backing_up(tmp_path, kept=1)
    await work.back_up()
    (tmp_path / "askaday.db").unlink()
    assert isinstance(work.clock, TravelClock)
    work.clock.travel(MONDAY + DAY)

    with pytest.raises(StoreError):
        await work.back_up()

    await close(work)
    assert names(tmp_path) == ["askaday-20261207T080000Z.db"]


@pytest.mark.parametrize(
    ("age", "made"),
    [(timedelta(), 0), (DAY, 0), (DAY + timedelta(seconds=1), 1), (timedelta(days=100), 1)],
)
async def test_only_a_missed_night_is_made_good(tmp_path: Path, age: timedelta, made: int) -> None:
    work = backing_up(tmp_path)
    await work.back_up()
    assert isinstance(work.clock, TravelClock)
    work.clock.travel(MONDAY + age)

    await work.make_good()

    await close(work)
    assert len(names(tmp_path)) == 1 + made


async def test_first_backup_is_made_at_once(tmp_path: Path) -> None:
    work = backing_up(tmp_path)
    before = newest_backup(work.folder)

    await work.make_good()

    await close(work)
    assert (before, newest_backup(work.folder)) == (None, MONDAY)
