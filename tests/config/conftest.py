"""Settings that are read in tests are the test's own."""

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read neither this machine's variables nor its `.env`."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.upper().startswith(("ASKADAY_", "SLACK_", "DISCORD_", "PORT")):
            monkeypatch.delenv(name)
