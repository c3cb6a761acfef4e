"""An address of PostgreSQL where what speaks to it is not installed: each command says how it is."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.askaday import clean_environment

# This is how Python itself notes a module that cannot be imported.
WITHOUT = "import sys; sys.modules['psycopg'] = None; from bot.cli import main; main()"
NOT_INSTALLED = (
    "What speaks to PostgreSQL is not installed. In the clone: `uv tool install --force '.[postgres]'`, or "
    "`pipx install --force '.[postgres]'`, or with pip `pip install '.[postgres]'`."
)
SERVER = "postgresql://askaday@127.0.0.1:1/askaday"


@pytest.mark.parametrize(
    "words", [("run",), ("doctor",), ("stats",), ("upgrade", "--check"), ("migrate", "--from", "a.db", "--to", SERVER)]
)
def test_the_extra_is_named(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, *words],
        cwd=tmp_path,
        env=clean_environment(tmp_path, ASKADAY_DATABASE=SERVER),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    told = [line for line in (done.stdout + done.stderr).splitlines() if NOT_INSTALLED in line]
    assert (done.returncode, len(told) > 0, "Traceback" in done.stderr) == (1, True, False)
