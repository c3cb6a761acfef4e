from pathlib import Path

import pytest

from bot import databases
from bot.cli import database
from bot.errors import StoreError
from tests.cli.askaday import askaday


def test_settings_that_cannot_be_used_are_all_reported_together(tmp_path: Path) -> None:
    outcome = askaday(tmp_path, "doctor", ASKADAY_FLAG_THRESHOLD="many", ASKADAY_LOG_FORMAT="xml")

    lines = outcome.err.splitlines()
    assert (outcome.status, len(lines)) == (2, 3)
    assert [line.split()[0] for line in lines] == ["askaday:", "ASKADAY_FLAG_THRESHOLD:", "ASKADAY_LOG_FORMAT:"]


def test_backup_and_restore_bring_everything_back(played: Path) -> None:
    before = askaday(played, "stats", "all", "--format", "json").out

    saved = askaday(played, "backup", "copy.db")
    (played / "askaday.db").unlink()
    restored = askaday(played, "restore", "copy.db")

    assert (saved.status, restored.status) == (0, 0)
    assert askaday(played, "stats", "all", "--format", "json").out == before


def test_restore_where_no_database_is(played: Path) -> None:
    askaday(played, "backup", "copy.db")
    (played / "askaday.db").unlink()

    outcome = askaday(played, "restore", "copy.db")

    assert (outcome.status, outcome.out) == (0, f"Restored {played}/askaday.db from copy.db.\n")


def test_restore_keeps_the_database_it_replaces(played: Path) -> None:
    askaday(played, "backup", "copy.db")

    outcome = askaday(played, "restore", "copy.db")

    [kept] = played.glob("askaday.db.before-restore-*")
    assert (outcome.status, str(kept) in outcome.out) == (0, True)


def test_restore_refuses_what_is_no_backup(played: Path) -> None:
    (played / "copy.db").write_text("hello")
    before = (played / "askaday.db").read_bytes()

    outcome = askaday(played, "restore", "copy.db")

    assert (outcome.status, (played / "askaday.db").read_bytes() == before) == (1, True)
    assert outcome.err.count("\n") == 1


def test_backup_without_a_database(tmp_path: Path) -> None:
    outcome = askaday(tmp_path, "backup", "copy.db")

    assert (outcome.status, outcome.err.startswith("askaday: "), (tmp_path / "copy.db").exists()) == (1, True, False)


def test_backup_of_a_database_that_askaday_cannot_copy_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # There is one kind of store, and it copies itself: this one is what another kind may be.
    class Elsewhere:
        is_closed = False

        async def close(self) -> None:
            self.is_closed = True

    elsewhere = Elsewhere()
    monkeypatch.setattr(databases, "open_store", lambda *_, **__: elsewhere)

    with pytest.raises(StoreError) as refused:
        database.backup(tmp_path / "copy.db")

    assert str(refused.value) == ("Askaday makes no copies of this database. Use the database's own way of backing up.")
    assert (elsewhere.is_closed, (tmp_path / "copy.db").exists()) == (True, False)


def test_an_unknown_command_is_misuse(tmp_path: Path) -> None:
    outcome = askaday(tmp_path, "bogus")

    assert (outcome.status, "No such command 'bogus'" in outcome.err) == (2, True)
