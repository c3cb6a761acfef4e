"""`askaday upgrade`, and what is kept of a database before it is changed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from adapters.storage.sqlite.schema.steps import known_steps
from adapters.storage.sqlite.store import SqliteStore
from bot.errors import StoreError
from tests.cli.askaday import Outcome, askaday
from tests.upgrading.scene import database_of_then


def steps_of(file: Path) -> frozenset[str]:
    with closing(sqlite3.connect(file)) as database:
        return frozenset(name for (name,) in database.execute("SELECT name FROM _sqlite_migrations"))


def copies(folder: Path) -> list[Path]:
    return sorted(folder.glob("askaday.db.before-upgrade-*"))


def test_what_an_upgrade_will_do_is_said_and_not_done(tmp_path: Path) -> None:
    file = database_of_then(tmp_path)
    before = file.read_bytes()

    outcome = askaday(tmp_path, "upgrade", "--check")

    first, *steps = outcome.out.splitlines()
    coming = len(known_steps() - steps_of(file))
    assert (outcome.status, outcome.err, file.read_bytes() == before) == (0, "", True)
    assert first.endswith(f"changes the database {file} in {coming} steps:")
    assert [line.split(".")[0].strip() for line in steps[:-1]] == [str(number) for number in range(1, coming + 1)]
    assert steps[-1].startswith("Before that it is copied beside itself (")
    assert copies(tmp_path) == []


@pytest.mark.parametrize("how", ["upgrade", "open"])
async def test_a_database_is_copied_before_it_is_changed(tmp_path: Path, how: str) -> None:
    file = database_of_then(tmp_path)
    steps_before = steps_of(file)

    if how == "upgrade":
        outcome = askaday(tmp_path, "upgrade")
        [kept] = copies(tmp_path)
        assert outcome.out.splitlines()[-1] == f"Done. How the database was is kept in {kept}."
    else:
        store = SqliteStore.open(file)
        await store.close()
        [kept] = copies(tmp_path)
        assert store.kept == kept

    assert (steps_of(kept), steps_of(file)) == (steps_before, known_steps())
    assert kept.stat().st_mode & 0o777 == 0o600


async def test_a_database_that_is_up_to_date_is_not_copied(tmp_path: Path) -> None:
    for _ in range(2):
        store = SqliteStore.open(tmp_path / "askaday.db")
        await store.close()

    outcome = askaday(tmp_path, "upgrade", "--check")

    said = f"The database {tmp_path}/askaday.db is up to date; nothing has to be done.\n"
    assert (outcome, copies(tmp_path)) == (Outcome(0, said, ""), [])


def test_without_a_copy_nothing_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = database_of_then(tmp_path)
    before = steps_of(file)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("adapters.storage.sqlite.file.upgrading.backup_database", refuse)

    with pytest.raises(StoreError, match="No space left on device"):
        SqliteStore.open(file)

    assert steps_of(file) == before


def test_an_upgrade_of_no_database(tmp_path: Path) -> None:
    said = (
        f"askaday: There is no database at {tmp_path}/askaday.db. Check ASKADAY_DATABASE; a new one needs no upgrade.\n"
    )

    assert askaday(tmp_path, "upgrade", "--check") == Outcome(1, "", said)


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    file = database_of_then(tmp_path)
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("UPDATE _sqlite_migrations SET name = 'from_the_future' WHERE name = 'create_tables'")

    outcome = askaday(tmp_path, "upgrade")

    assert (outcome.status, outcome.out, copies(tmp_path)) == (1, "", [])
    assert outcome.err.startswith(f"askaday: The database {file} is from a newer version of Askaday.")
