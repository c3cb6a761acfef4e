import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from adapters.storage.sqlite.store import SqliteStore
from tests.builders import ADMIN, schedule
from tests.cli.askaday import askaday
from tests.world import new_world


def test_doctor_before_the_first_run(tmp_path: Path) -> None:
    outcome = askaday(tmp_path, "doctor")

    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.splitlines() == [
        "packs      aws 2026.11.0, 60 questions",
        f"database   {tmp_path}/askaday.db does not exist yet; `askaday run` creates it",
        "platforms  console (no other platform is set up)",
        "All is well.",
    ]


def test_doctor_says_the_next_slot_of_each_series(played: Path) -> None:
    outcome = askaday(played, "doctor")

    assert outcome.out.splitlines()[1:3] == [
        "series     daily (console:test): next slot 2026-12-08 09:00 UTC",
        f"database   {played}/askaday.db is sound",
    ]


async def test_doctor_says_why_a_series_asks_nothing(tmp_path: Path) -> None:
    async with new_world(store=SqliteStore.open(tmp_path / "askaday.db")) as world:
        await world.set_up("paused")
        await world.command(ADMIN, "pause")
        await world.set_up("over", schedule=schedule(paused_until=date(9999, 12, 31)))

    outcome = askaday(tmp_path, "doctor")

    assert outcome.out.splitlines()[1:3] == [
        "series     over (console:test): no slot is coming up",
        "series     paused (console:test): paused: a manager asked for it",
    ]


async def test_doctor_without_a_series(tmp_path: Path) -> None:
    await SqliteStore.open(tmp_path / "askaday.db").close()

    outcome = askaday(tmp_path, "doctor")

    assert outcome.out.splitlines()[1] == "series     none is set up yet"


def test_doctor_names_variables_that_are_no_setting(tmp_path: Path) -> None:
    outcome = askaday(tmp_path, "doctor", ASKADAY_FLAG_TRESHOLD="2")

    lines = outcome.out.splitlines()
    assert outcome.status == 0
    assert lines[0] == ("settings   WARNING: ASKADAY_FLAG_TRESHOLD is no setting. Did you mean ASKADAY_FLAG_THRESHOLD?")
    assert lines[-1] == "Nothing has failed; mind the warnings."


def test_doctor_fails_on_sums_that_do_not_add_up(played: Path) -> None:
    with closing(sqlite3.connect(played / "askaday.db", isolation_level=None)) as database:
        database.execute("UPDATE standings SET points = points + 1 WHERE member = 'ana' AND period = 'all'")

    outcome = askaday(played, "doctor")

    assert outcome.status == 1
    assert "database   FAILED: 2 sums of leaderboards are not what the points add up to." in outcome.out.splitlines()


def test_doctor_fails_on_a_broken_database(tmp_path: Path) -> None:
    (tmp_path / "askaday.db").write_bytes(b"this is no database" * 500)

    outcome = askaday(tmp_path, "doctor")

    assert (outcome.status, "database   FAILED: " in outcome.out) == (1, True)


def test_doctor_fails_on_a_broken_pack(tmp_path: Path) -> None:
    (tmp_path / "packs" / "ours").mkdir(parents=True)
    (tmp_path / "packs" / "ours" / "pack.yaml").write_text("name: ours\n")

    outcome = askaday(tmp_path, "doctor", ASKADAY_PACKS="packs")

    assert (outcome.status, "packs      FAILED: " in outcome.out) == (1, True)


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


def test_an_unknown_command_is_misuse(tmp_path: Path) -> None:
    outcome = askaday(tmp_path, "bogus")

    assert (outcome.status, "No such command 'bogus'" in outcome.err) == (2, True)
