"""`askaday run` at a terminal, twice on the same database."""

import subprocess
from pathlib import Path

import pexpect

from tests.cli.askaday import askaday, at_terminal, leave


def start(folder: Path, **settings: str) -> pexpect.spawn:
    return at_terminal(folder, "run", ASKADAY_LOG_LEVEL="error", **settings)


def test_a_series_outlives_the_process(tmp_path: Path) -> None:
    first = start(tmp_path)
    first.expect("Askaday is running")
    first.sendline("/qotd stats")
    first.expect("No series is set up here")
    first.sendline("/qotd setup packs=aws zone=Mars/Olympus closes=soon")
    first.expect("no time zone")
    first.sendline("/qotd setup packs=aws zone=UTC at=09:00 days=daily")
    first.expect("daily is set up")

    first_status = leave(first)
    told = "Askaday stops; `askaday run` goes on where it was." in str(first.before)
    second = start(tmp_path)
    second.expect("Askaday is running")
    second.sendline("/qotd preview 1")
    second.expect("daily: what comes next")

    assert (first_status, told, leave(second)) == (0, True, 0)


def test_a_second_process_on_the_same_database_is_refused(tmp_path: Path) -> None:
    first = start(tmp_path)
    first.expect("Askaday is running")

    second = start(tmp_path)
    second.expect("askaday: ")
    second.expect(pexpect.EOF)
    second.close()

    assert (second.exitstatus, leave(first)) == (1, 0)


def test_number_that_a_crash_left_behind_is_told_nothing_while_somebody_plays(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "1000"]) as innocent:
        (tmp_path / "askaday.db.pid").write_text(str(innocent.pid))
        play = start(tmp_path)
        play.expect("Askaday is running")
        told = askaday(tmp_path, "packs", "reload")
        is_alive = innocent.poll() is None
        innocent.kill()

    assert (told.status, is_alive, leave(play)) == (1, True, 0)
    assert told.err.endswith("One that is played at a terminal is started again.\n")


def test_broken_pack_is_told_and_the_rest_runs(tmp_path: Path) -> None:
    (tmp_path / "packs" / "ours").mkdir(parents=True)
    (tmp_path / "packs" / "ours" / "pack.yaml").write_text("name: ours\n")

    play = start(tmp_path, ASKADAY_PACKS="packs")
    play.expect("left out of the packs")
    play.expect("pack.yaml")
    play.expect("Askaday is running")

    assert leave(play) == 0


def test_broken_pack_is_one_report_where_packs_are_shown(tmp_path: Path) -> None:
    (tmp_path / "packs" / "ours").mkdir(parents=True)
    (tmp_path / "packs" / "ours" / "pack.yaml").write_text("name: ours\n")

    outcome = askaday(tmp_path, "packs", "list", ASKADAY_PACKS="packs")

    assert (outcome.status, outcome.out, (tmp_path / "askaday.db").exists()) == (1, "", False)
    assert {line.removeprefix("askaday: ").split(":")[0] for line in outcome.err.splitlines()} == {
        "6 problems",
        "  packs/ours",
        "  packs/ours/pack.yaml",
    }
