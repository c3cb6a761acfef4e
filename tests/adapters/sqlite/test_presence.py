"""Files that vanish under a running Askaday: nothing more is taken in, and the reason is told."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from adapters.storage.sqlite import SqliteStore
from bot.errors import StoreError
from bot.ports.store import Transaction
from tests.contracts.stored import add_series
from tests.waiting import PATIENCE
from tests.worlds.builders import WORKSPACE


class Ticks:
    """A monotonic clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def _names(tx: Transaction) -> list[str]:
    return [series.name for series in tx.series.of_workspace(WORKSPACE)]


def _delete(path: Path) -> None:
    path.unlink()


def _delete_log(path: Path) -> None:
    Path(f"{path}-wal").unlink()


def _delete_index(path: Path) -> None:
    Path(f"{path}-shm").unlink()


def _delete_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def _move(path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))


def _replace(path: Path) -> None:
    with closing(sqlite3.connect(path.with_name("other.db"))) as other:
        other.execute("CREATE TABLE notes (text TEXT)")
    path.with_name("other.db").replace(path)


def _empty(path: Path) -> None:
    path.with_name("empty").touch()
    path.with_name("empty").replace(path)


def _modes(folder: Path) -> dict[str, str]:
    return {file.name: oct(file.stat().st_mode & 0o777) for file in folder.iterdir()}


@pytest.mark.parametrize(
    ("take_away", "gone"),
    [
        (_delete, ""),
        (_delete_log, "-wal"),
        (_delete_index, "-shm"),
        (_delete_folder, ""),
        (_move, ""),
        (_replace, ""),
        (_empty, ""),
    ],
)
async def test_nothing_is_acknowledged_once_the_file_is_not_the_one_at_its_path(
    tmp_path: Path, take_away: Callable[[Path], None], gone: str
) -> None:
    ticks = Ticks()
    path = tmp_path / "data" / "askaday.db"
    store = SqliteStore.open(path, monotonic=ticks)
    await store.call(add_series)

    take_away(path)
    ticks.now += 1
    refused = await asyncio.gather(*(store.call(add_series, f"late{n}") for n in range(200)), return_exceptions=True)

    reason = await asyncio.wait_for(store.lost(), PATIENCE)
    lost = f"The database {path} is lost to this process"
    assert {str(error) for error in refused} == {str(reason)}
    assert [type(error) for error in refused] == [StoreError] * 200
    assert reason.message == f"{lost}: {path}{gone} was deleted, moved or replaced while it was open."
    with pytest.raises(StoreError, match="is lost to this process"):
        await store.call(_names)
    await store.close()


async def test_files_are_looked_at_once_a_second_at_most(tmp_path: Path) -> None:
    ticks = Ticks()
    store = SqliteStore.open(tmp_path / "askaday.db", monotonic=ticks)
    await store.call(add_series, "one")
    (tmp_path / "askaday.db").unlink()

    ticks.now += 0.9
    await store.call(add_series, "two")
    ticks.now += 0.1

    with pytest.raises(StoreError, match="is lost to this process"):
        await store.call(add_series, "three")
    await store.close()


async def test_another_file_at_the_path_is_left_alone_by_the_process_that_lost_it(tmp_path: Path) -> None:
    ticks = Ticks()
    path = tmp_path / "askaday.db"
    backup = SqliteStore.open(tmp_path / "backup.db")
    await backup.call(add_series, "kept")
    await backup.close()
    store = SqliteStore.open(path, monotonic=ticks)
    await store.call(add_series, "old")
    (tmp_path / "backup.db").replace(path)
    ticks.now += 1

    with pytest.raises(StoreError):
        await store.call(add_series, "late")
    await store.close()

    again = SqliteStore.open(path)
    assert (await again.call(_names), await again.check()) == (["kept"], [])
    await again.close()


async def test_what_was_acknowledged_is_there_although_the_log_beside_it_was_deleted(tmp_path: Path) -> None:
    ticks = Ticks()
    path = tmp_path / "askaday.db"
    store = SqliteStore.open(path, monotonic=ticks)
    await store.call(add_series, "said")
    _delete_log(path)
    ticks.now += 1

    with pytest.raises(StoreError):
        await store.call(add_series, "late")
    await store.close()

    again = SqliteStore.open(path)
    assert (await again.call(_names), await again.check()) == (["said"], [])
    await again.close()


@pytest.mark.parametrize("read_only", [False, True])
def test_file_without_a_byte_is_damage_and_stays(tmp_path: Path, *, read_only: bool) -> None:
    path = tmp_path / "askaday.db"
    path.touch()

    with pytest.raises(StoreError) as raised:
        SqliteStore.open(path, read_only=read_only)

    assert str(raised.value) == (
        f"The database {path} is an empty file: what was in it is gone. "
        "Bring back a backup with `askaday restore FILE`, or delete the file to begin anew."
    )
    assert path.stat().st_size == 0


async def test_store_says_whether_its_database_was_made_new(tmp_path: Path) -> None:
    first = SqliteStore.open(tmp_path / "askaday.db")
    await first.close()
    second = SqliteStore.open(tmp_path / "askaday.db")
    await second.close()

    assert (first.is_new, second.is_new) == (True, False)


async def test_files_of_a_new_database_are_for_its_account_alone(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "askaday.db")
    await store.call(add_series)

    modes = await asyncio.to_thread(_modes, tmp_path)
    await store.close()

    assert {"askaday.db", "askaday.db-wal", "askaday.db-shm", "askaday.db.lock"} - modes.keys() == set()
    assert set(modes.values()) == {"0o600"}


def test_database_that_cannot_be_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)

    with pytest.raises(StoreError, match="No space left on device"):
        SqliteStore.open(tmp_path / "askaday.db")

    assert [file.name for file in tmp_path.iterdir()] == ["askaday.db.lock"]
