"""Running the real command line in a process of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.waiting import PATIENCE

ROOT = Path(__file__).parent.parent.parent
ASKADAY = Path(sys.executable).parent / "askaday"


@dataclass(frozen=True, slots=True)
class Outcome:
    status: int
    out: str
    err: str


def clean_environment(folder: Path, **changes: str) -> dict[str, str]:
    """Give an environment in which only the named settings are set."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ASKADAY_", "DISCORD_", "SLACK_", "LINES"))
    }
    defaults = {"ASKADAY_DATABASE": str(folder / "askaday.db"), "PYTHONPATH": str(ROOT), "COLUMNS": "120"}
    return kept | defaults | changes


def askaday(folder: Path, *words: str, **settings: str) -> Outcome:
    done = subprocess.run(
        [ASKADAY, *words],
        cwd=folder,
        env=clean_environment(folder, **settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)
