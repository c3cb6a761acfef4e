"""Standard output that is full, closed, or read by nobody any more."""

import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.cli.askaday import ASKADAY, askaday, clean_environment
from tests.waiting import PATIENCE

FULL = Path("/dev/full")
COMMANDS = [["--help"], ["packs", "list"], ["doctor"], ["demo", "--no-model"]]


def _redirected(folder: Path, words: list[str], redirection: str) -> tuple[int, str]:
    """Run a command behind a shell's redirection and give its status and what it said on standard error."""
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {redirection}', "sh", ASKADAY, *words],
        cwd=folder,
        env=clean_environment(folder),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_full_output_is_one_line(tmp_path: Path, words: list[str]) -> None:
    said = "askaday: Standard output cannot be written: No space left on device. Send it elsewhere.\n"

    assert _redirected(tmp_path, words, f">{FULL}") == (1, said)


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("form", ["table", "csv"])
def test_full_output_of_figures_is_one_line(played: Path, form: str) -> None:
    said = "askaday: Standard output cannot be written: No space left on device. Send it elsewhere.\n"

    assert _redirected(played, ["stats", "all", "--format", form], f">{FULL}") == (1, said)


def test_closed_output_is_one_line(tmp_path: Path) -> None:
    said = "askaday: Standard output cannot be written: Bad file descriptor. Send it elsewhere.\n"

    assert _redirected(tmp_path, ["packs", "list"], ">&-") == (1, said)


def test_refusal_is_said_also_where_output_is_closed(tmp_path: Path) -> None:
    said = f"askaday: There is no database at {tmp_path}/askaday.db. Check the path, or start Askaday once.\n"

    assert _redirected(tmp_path, ["stats"], ">&-") == (1, said)


@pytest.mark.parametrize("lines", [1, 100])
def test_demo_ends_quietly_when_nobody_reads_on(tmp_path: Path, lines: int) -> None:
    with subprocess.Popen(
        [ASKADAY, "demo", "--no-model"],
        cwd=tmp_path,
        env=clean_environment(tmp_path),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as play:
        assert play.stdout
        assert play.stderr
        for _ in range(lines):
            play.stdout.readline()
        play.stdout.close()
        said = play.stderr.read()

    assert (play.returncode, said) == (1, b"")


def test_version_is_that_of_the_package(tmp_path: Path) -> None:
    outcome = askaday(tmp_path, "--version")

    assert (outcome.status, outcome.out, outcome.err) == (0, f"askaday {version('askaday')}\n", "")
