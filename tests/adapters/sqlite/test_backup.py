import asyncio
import errno
import math
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from adapters.storage.sqlite import SqliteStore, restore_database
from adapters.storage.sqlite.file import backup
from adapters.storage.sqlite.file.backup import backup_database
from bot.errors import StoreError
from bot.ports.store import Transaction
from tests.adapters.sqlite.stream import write_pair
from tests.contracts.stored import add_series
from tests.packs.small_disk import largest_file
from tests.worlds.builders import CHANNEL, WORKSPACE


def _names(tx: Transaction) -> list[str]:
    return [series.name for series in tx.series.of_workspace(WORKSPACE)]


async def _written(path: Path, *names: str) -> Path:
    store = SqliteStore.open(path)
    for name in names:
        await store.call(add_series, name)
    await store.close()
    return path


async def _read(path: Path) -> list[str]:
    store = SqliteStore.open(path, read_only=True)
    names = await store.call(_names)
    await store.close()
    return names


def _fill(texts: dict[Path, str]) -> None:
    for path, text in texts.items():
        path.write_text(text)


def _damage(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xa5" * 20 * 4096)


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_backup_is_one_file_with_all_that_was_committed(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "askaday.db")
    await store.call(add_series)
    (tmp_path / "copies").mkdir()
    await store.backup(str(tmp_path / "copies" / "copy.db"))
    await store.call(add_series, "weekly")

    await store.backup(str(tmp_path / "copies" / "copy.db"))
    await store.close()

    assert _files(tmp_path / "copies") == ["copy.db"]
    assert await _read(tmp_path / "copies" / "copy.db") == ["daily", "weekly"]


async def test_backup_replaces_nothing_but_a_backup(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "askaday.db")
    await store.call(add_series)
    _fill({tmp_path / "notes.txt": "mine", tmp_path / "empty": ""})

    refused = []
    for name in ("notes.txt", "empty", "askaday.db-wal", "askaday.db-shm", "askaday.db.lock", "askaday.db"):
        with pytest.raises(StoreError) as raised:
            await store.backup(str(tmp_path / name))
        refused.append(raised.value.message.replace(f"{tmp_path}/", ""))

    await store.close()
    own = "The backup would replace the database itself."
    assert refused == [f"{name} exists and is no backup of Askaday." for name in ("notes.txt", "empty")] + [own] * 4
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert await _read(tmp_path / "askaday.db") == ["daily"]


async def test_backup_while_calls_go_on_is_of_one_instant(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "askaday.db")
    target = tmp_path / "copy.db"

    calls = [store.call(write_pair, number) for number in range(300)]
    await asyncio.gather(*calls, store.backup(str(target)))
    await store.close()
    copy = SqliteStore.open(target, read_only=True)
    left, right = await copy.call(
        lambda tx: [tx.answers.revisions(WORKSPACE, CHANNEL, side) for side in ("left", "right")]
    )

    assert left == right
    assert await copy.check() == []
    await copy.close()


async def test_backup_is_copied_in_pieces_that_do_not_begin_anew_when_somebody_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = await _written(tmp_path / "askaday.db", "daily"), tmp_path / "copy.db"
    pieces, fsync = [], os.fsync
    monkeypatch.setattr(backup, "_PAGES", 1)

    with closing(sqlite3.connect(source)) as somebody:

        def write(file: int) -> None:
            pieces.append(file)
            # A copy that begins anew each time would never end.
            if len(pieces) < 1000:
                with somebody:
                    somebody.execute("UPDATE series SET name = ?", (f"after {len(pieces)}",))
            fsync(file)

        monkeypatch.setattr(os, "fsync", write)
        backup_database(source, target)
    monkeypatch.undo()

    with closing(sqlite3.connect(target)) as copy:
        (pages,) = copy.execute("PRAGMA page_count").fetchone()
    # Behind the pieces the whole file, and the folder it is in.
    assert len(pieces) == pages + 2
    assert await _read(target) == ["daily"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
async def test_piece_that_the_copy_s_disk_refuses_is_about_the_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    source, target = await _written(tmp_path / "askaday.db", "daily"), tmp_path / "copy.db"

    def refuse(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StoreError) as raised:
        backup_database(source, target)

    assert raised.value.message == f"{target} cannot be used: {os.strerror(code)}."
    assert [name for name in _files(tmp_path) if "copy" in name] == []


async def test_backup_from_another_process_s_reader(tmp_path: Path) -> None:
    writer = SqliteStore.open(tmp_path / "askaday.db")
    await writer.call(add_series)
    reader = SqliteStore.open(tmp_path / "askaday.db", read_only=True)

    await reader.backup(str(tmp_path / "copy.db"))
    await reader.close()
    await writer.close()

    assert await _read(tmp_path / "copy.db") == ["daily"]


@pytest.mark.parametrize(
    ("target", "reason"),
    [("askaday.db", "replace the database itself"), (".", "is a folder"), ("missing/copy.db", "cannot be used")],
)
async def test_backup_that_cannot_be_made_leaves_nothing(tmp_path: Path, target: str, reason: str) -> None:
    store = SqliteStore.open(tmp_path / "askaday.db")
    before = _files(tmp_path)

    with pytest.raises(StoreError, match=reason):
        await store.backup(str(tmp_path / target))

    assert _files(tmp_path) == before
    await store.close()


async def test_restore_brings_the_backup_back_and_keeps_the_old(tmp_path: Path) -> None:
    backup = await _written(tmp_path / "backup.db", "kept")
    target = await _written(tmp_path / "askaday.db", "old")

    aside = restore_database(backup, target)

    again = restore_database(backup, target)

    assert aside is not None
    assert again is not None
    assert aside.name.startswith("askaday.db.before-restore-2")
    assert [await _read(path) for path in (target, aside, again)] == [["kept"], ["old"], ["kept"]]


async def test_restore_that_ends_while_it_keeps_the_old_leaves_none_that_looks_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = await _written(tmp_path / "backup.db", "kept")
    target = await _written(tmp_path / "askaday.db", "old")

    def half(source: Path, copy: Path) -> None:
        Path(copy).write_bytes(source.read_bytes()[:5000])
        # As at a kill, nobody tidies up.
        monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)
        raise KeyboardInterrupt

    monkeypatch.setattr(shutil, "copyfile", half)
    monkeypatch.setattr(shutil, "copy2", half)
    with pytest.raises(KeyboardInterrupt):
        restore_database(backup, target)
    monkeypatch.undo()

    assert [name for name in _files(tmp_path) if name.startswith("askaday.db.before-restore")] == []
    assert await _read(target) == ["old"]


async def test_restore_refuses_the_database_itself_a_folder_and_an_empty_file(tmp_path: Path) -> None:
    target = await _written(tmp_path / "askaday.db", "old")
    _fill({tmp_path / "empty": ""})

    refused = []
    for source in (target, tmp_path, tmp_path / "empty"):
        with pytest.raises(StoreError) as raised:
            restore_database(source, target)
        refused.append(raised.value.message.replace(f"{tmp_path}", "."))

    assert refused == ["./askaday.db is the database itself.", ". is a folder.", "./empty is no backup of Askaday."]
    assert await _read(target) == ["old"]


async def test_restore_of_what_is_no_backup_says_what_it_is_and_what_to_do(tmp_path: Path) -> None:
    target = await _written(tmp_path / "askaday.db", "old")
    whole = await asyncio.to_thread(target.read_bytes)
    _fill({tmp_path / "notes": "x" * 5000, tmp_path / "short": "abc"})
    await asyncio.to_thread((tmp_path / "torn").write_bytes, whole[: len(whole) // 2])

    told = []
    for source in ("notes", "short", "torn"):
        with pytest.raises(StoreError) as raised:
            restore_database(tmp_path / source, target)
        told.append(str(raised.value).replace(f"{tmp_path}/", ""))

    wanted = "Name a file that `askaday backup` or the nightly backup wrote."
    assert told == [
        f"notes is no database, and so no backup of Askaday. {wanted}",
        f"short is no database, and so no backup of Askaday. {wanted}",
        "The backup torn is damaged. Use another backup.",
    ]
    assert await _read(target) == ["old"]


async def test_restore_where_there_was_nothing(tmp_path: Path) -> None:
    backup = await _written(tmp_path / "backup.db", "kept")
    target = tmp_path / "new" / "askaday.db"

    assert restore_database(backup, target) is None
    assert await _read(target) == ["kept"]


async def test_restore_where_only_the_log_of_a_database_is_left(tmp_path: Path) -> None:
    backup = await _written(tmp_path / "backup.db", "kept")
    target = tmp_path / "askaday.db"
    store = SqliteStore.open(target)
    await store.call(add_series, "old")
    left = await asyncio.to_thread(Path(f"{target}-wal").read_bytes)
    await store.close()
    target.unlink()
    await asyncio.to_thread(Path(f"{target}-wal").write_bytes, left)

    with pytest.raises(StoreError, match=r"askaday\.db is gone, but askaday\.db-wal is still there"):
        SqliteStore.open(target)
    restore_database(backup, target)

    assert await _read(target) == ["kept"]


async def test_backup_onto_a_full_disk_names_the_backup_and_leaves_nothing(tmp_path: Path) -> None:
    path = await _written(tmp_path / "askaday.db", "kept")
    (tmp_path / "backups").mkdir()
    target = tmp_path / "backups" / "copy.db"

    with pytest.raises(StoreError) as raised, largest_file(16 * 4096):
        backup_database(path, target)

    # SQLite is told that the file is too large, as if the disk failed: a tmpfs says that it is full.
    assert str(raised.value) in (
        f"The disk failed under the backup {target}. Check the disk, then try again.",
        f"There is no room left for the backup {target}. Free disk space, then try again.",
    )
    assert list((tmp_path / "backups").iterdir()) == []
    assert await _read(path) == ["kept"]


async def test_restore_onto_a_full_disk_names_the_database_and_leaves_it(tmp_path: Path) -> None:
    backup = await _written(tmp_path / "backup.db", "kept")
    target = await _written(tmp_path / "askaday.db", "old")

    with pytest.raises(StoreError, match=r"the database .*/askaday\.db\."), largest_file(16 * 4096):
        restore_database(backup, target)

    assert await _read(target) == ["old"]
    assert [name for name in _files(tmp_path) if name.startswith((".", "askaday.db.before"))] == []


async def test_restore_over_a_damaged_database_keeps_it(tmp_path: Path) -> None:
    backup = await _written(tmp_path / "backup.db", "kept")
    target = tmp_path / "askaday.db"
    _fill({target: "damaged", Path(f"{target}-wal"): "rest"})

    aside = restore_database(backup, target)

    assert aside is not None
    assert aside.read_text() == "damaged"
    assert await _read(target) == ["kept"]


async def test_restore_is_refused_while_the_database_is_used(tmp_path: Path) -> None:
    backup = await _written(tmp_path / "backup.db", "kept")
    store = SqliteStore.open(tmp_path / "askaday.db")

    with pytest.raises(StoreError, match="Another Askaday uses the database"):
        restore_database(backup, tmp_path / "askaday.db")

    await store.close()
    assert await _read(tmp_path / "askaday.db") == []


async def test_unusable_backups_leave_the_database_as_it_was(tmp_path: Path) -> None:
    target = await _written(tmp_path / "askaday.db", "old")
    (tmp_path / "text").write_text("Not a database. " * 100)
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE notes (text TEXT)")
    _damage(await _written(tmp_path / "damaged.db", *(f"series {n}" for n in range(60))))

    reasons = []
    for name in ("missing", "text", "other.db", "damaged.db"):
        with pytest.raises(StoreError) as raised:
            restore_database(tmp_path / name, target)
        reasons.append(raised.value.message.replace(f"{tmp_path}/", "").split(". ")[0].rstrip("."))

    assert reasons == [
        "There is no backup at missing",
        "text is no database, and so no backup of Askaday",
        "The database other.db belongs to another program",
        "The backup damaged.db is damaged",
    ]
    assert await _read(target) == ["old"]
    assert not [name for name in _files(tmp_path) if ".partial" in name or ".before-restore" in name]


async def test_backup_removes_what_a_process_that_died_over_one_has_left(tmp_path: Path) -> None:
    source = await _written(tmp_path / "askaday.db", "daily")
    folder = tmp_path / "backups"
    folder.mkdir()
    left = ".askaday-20261207T030000Z.db.a_b2c3d4.partial"
    others = (".askaday-20261207T030000Z.db.under_ay.partial", ".film.mkv.a_b2c3d4.partial")
    for name in (left, f"{left}-journal", *others):
        (folder / name).touch()
    for name in (left, f"{left}-journal", others[1]):
        os.utime(folder / name, (1, 1))

    backup_database(source, folder / "askaday-20261209T030000Z.db")

    assert _files(folder) == sorted([*others, "askaday-20261209T030000Z.db"])


async def test_each_megabyte_is_on_the_disk_before_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = await _written(tmp_path / "askaday.db", "daily"), tmp_path / "copy.db"
    with closing(sqlite3.connect(source)) as somebody, somebody:
        somebody.execute("UPDATE series SET name = ?", ("x" * 5_000_000,))
    synced: list[int] = []
    fsync = os.fsync

    def noted(file: int) -> None:
        synced.append(file)
        fsync(file)

    monkeypatch.setattr(os, "fsync", noted)
    backup_database(source, target)

    # Once for each megabyte, and for the whole file and its folder.
    assert len(synced) == math.ceil(target.stat().st_size / 2**20) + 2
