import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from adapters.storage.sqlite import SqliteStore
from adapters.storage.sqlite.schema.steps import STEPS_TABLE, migrations
from adapters.storage.tables.codecs import SETTINGS, json_text
from bot.domain.series import PausedFor
from bot.errors import StoreError
from bot.ports.store import Transaction
from tests.contracts.stored import NOON, add_series
from tests.worlds.builders import WORKSPACE, settings

PRAGMAS = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """Give a database with a series in it, closed."""
    path = tmp_path / "askaday.db"
    store = SqliteStore.open(path)
    await store.call(add_series)
    await store.close()
    return path


def _names(tx: Transaction) -> list[str]:
    return [series.name for series in tx.series.of_workspace(WORKSPACE)]


async def test_missing_folder_is_created(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "new" / "folder" / "askaday.db")
    await store.close()

    assert sorted(p.name for p in (tmp_path / "new" / "folder").iterdir()) == ["askaday.db", "askaday.db.lock"]


async def test_connection_is_durable_and_checks_references(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "askaday.db", busy_timeout=timedelta(seconds=2))

    values = await store.call(lambda tx: [tx.connection.execute(f"PRAGMA {p}").fetchone()[0] for p in PRAGMAS])  # type: ignore[attr-defined]  # SQLite's own
    await store.close()

    assert values == ["wal", 2, 1, 2000]


def test_steps_are_looked_for_where_sqlite_utils_notes_them() -> None:
    assert migrations().migrations_table == STEPS_TABLE


def test_all_tables_are_strict(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict"
        ).fetchall()

    assert sorted(row[0] for row in rows) == ["_sqlite_migrations", "sqlite_schema", "sqlite_sequence"]


async def test_reopened_database_has_what_was_written(path: Path) -> None:
    store = SqliteStore.open(path)

    assert await store.call(_names) == ["daily"]
    await store.close()


async def test_second_store_is_refused_until_the_first_is_closed(path: Path) -> None:
    first = SqliteStore.open(path)

    with pytest.raises(StoreError, match="Another Askaday uses the database"):
        SqliteStore.open(path)
    await first.close()

    await SqliteStore.open(path).close()


async def test_readers_come_in_beside_the_writer_and_cannot_write(path: Path) -> None:
    writer = SqliteStore.open(path)
    reader = SqliteStore.open(path, read_only=True)
    await writer.call(add_series, "weekly")

    assert await reader.call(_names) == ["daily", "weekly"]
    assert await reader.check() == []
    with pytest.raises(StoreError, match="read-only"):
        await reader.call(add_series, "monthly")
    await reader.close()
    await writer.close()


async def test_reader_without_a_writer(path: Path) -> None:
    reader = SqliteStore.open(path, read_only=True)

    assert await reader.call(_names) == ["daily"]
    await reader.close()


def test_reader_of_a_missing_database_creates_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no database at"):
        SqliteStore.open(tmp_path / "askaday.db", read_only=True)

    assert list(tmp_path.iterdir()) == []


def test_reader_of_an_older_database_is_told_to_start_once(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        old.execute("PRAGMA user_version = 1")

    with pytest.raises(StoreError, match="from an older version"):
        SqliteStore.open(tmp_path / "old.db", read_only=True)


@pytest.mark.parametrize("read_only", [True, False])
def test_newer_database_is_refused_untouched(path: Path, *, read_only: bool) -> None:
    with closing(sqlite3.connect(path)) as connection:
        database = Database(connection)
        database.table("_sqlite_migrations").insert(
            {"migration_set": "askaday", "name": "step_of_tomorrow", "applied_at": "2030-01-01"}
        )
    before = path.read_bytes()

    with pytest.raises(StoreError, match="from a newer version of Askaday"):
        SqliteStore.open(path, read_only=read_only)

    assert path.read_bytes() == before


def test_database_of_another_program_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text TEXT)")
    before = path.read_bytes()

    with pytest.raises(StoreError, match="belongs to another program"):
        SqliteStore.open(path)

    assert path.read_bytes() == before


def test_file_that_is_no_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Not a database. " * 100)

    with pytest.raises(StoreError, match="is not a database"):
        SqliteStore.open(path)

    assert path.read_text() == "Not a database. " * 100


def test_folder_in_place_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        SqliteStore.open(tmp_path)


def test_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreError, match=r"file/askaday\.db cannot be used"):
        SqliteStore.open(tmp_path / "file" / "askaday.db")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that nobody can write to, root included")
def test_folder_that_cannot_be_written() -> None:
    with pytest.raises(StoreError, match=r"/proc/self/askaday\.db cannot be opened"):
        SqliteStore.open("/proc/self/askaday.db")


async def test_memory_needs_no_file_and_has_no_backup(tmp_path: Path) -> None:
    store = SqliteStore.open(":memory:")
    await store.call(add_series)

    with pytest.raises(StoreError, match="in memory has no backup"):
        await store.backup(str(tmp_path / "copy.db"))

    assert await store.call(_names) == ["daily"]
    await store.close()


async def test_database_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "first.db"
    with closing(sqlite3.connect(path)) as connection:
        database = Database(connection)
        migrations().apply(database, stop_before="add_inbox_and_disputes")
        daily = {"workspace": WORKSPACE, "name": "daily", "channel": "c", "state": "active", "seed": 1}
        database.table("series").insert({**daily, "settings": json_text(SETTINGS, settings())})
        connection.commit()

    store = SqliteStore.open(path)

    kept = await store.call(lambda tx: tx.inbox.add(WORKSPACE, "Ev1", "{}", NOON))
    assert (kept, await store.call(_names), await store.check()) == (True, ["daily"], [])
    await store.close()


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        ("a manager asked for it", PausedFor.MANAGER),
        ("its channel was archived", PausedFor.UNKNOWN),
        ("Askaday's token was revoked", PausedFor.UNKNOWN),
    ],
)
async def test_series_that_was_paused_before_causes_were_kept_is_woken_by_all_but_a_managers_pause(
    path: Path, reason: str, cause: PausedFor
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("DROP INDEX deliveries_waiting; ALTER TABLE deliveries DROP COLUMN waits_for")
        connection.execute("ALTER TABLE series DROP COLUMN paused_for")
        connection.execute("UPDATE series SET state = 'paused', pause_reason = ?", (reason,))
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'add_causes'")
        connection.commit()

    store = SqliteStore.open(path)

    assert await store.call(lambda tx: [one.paused_for for one in tx.series.all()]) == [cause]
    await store.close()
