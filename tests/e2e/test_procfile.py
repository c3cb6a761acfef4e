"""The Procfile, run the way a platform does."""

import signal
import subprocess
import sys
from pathlib import Path

from tests.cli.askaday import ROOT, clean_environment


def test_the_procfile_runs_until_it_is_told_to_stop(tmp_path: Path) -> None:
    binaries = Path(sys.executable).parent
    environment = clean_environment(tmp_path, ASKADAY_LOG_FORMAT="json", PYTHONUNBUFFERED="1")
    environment["PATH"] = f"{binaries}:{environment['PATH']}"
    with subprocess.Popen(
        [binaries / "honcho", "start"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        started = next(line for line in lines if '"event": "running"' in line)
        process.send_signal(signal.SIGTERM)
        rest = list(lines)

    assert "worker" in started
    assert any('"event": "stopping"' in line for line in rest)
    assert (tmp_path / "askaday.db").exists()
