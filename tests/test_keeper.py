"""A run that is killed leaves no server, no process and no folder behind."""

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from tests.cli.askaday import ROOT
from tests.waiting import until

pytestmark = pytest.mark.waits

#: A run of its own: the folder of the one around it is not known to it.
RUN = """
import subprocess, sys, tempfile
from tests.servers.postgres import server_url
server = server_url()
started = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
print(tempfile.mkdtemp(), started.pid, server, sep="\\n", flush=True)
input()
"""


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="the system does not list processes in /proc")
async def test_a_killed_run_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    # pytest's folders have long names, and a socket of the system's has at most 107 characters.
    folder = Path(tempfile.mkdtemp())
    monkeypatch.delenv("TESTS_RUN_FOLDER")
    monkeypatch.setenv("TMPDIR", str(folder))
    run = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", RUN), cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert run.stdout is not None
    written, started, server = [(await run.stdout.readline()).decode().strip() for _ in range(3)]
    assert Path(written).is_relative_to(folder)
    with psycopg.connect(server):
        assert is_running(int(started))

    run.kill()
    await run.wait()
    await until(lambda: not list(folder.iterdir()))

    assert is_running(int(started)) is False
    with pytest.raises(psycopg.OperationalError), psycopg.connect(server):
        pass


def test_what_tests_write_stands_in_the_folder_of_the_run() -> None:
    made = subprocess.run(
        [sys.executable, "-c", "import tempfile; print(tempfile.gettempdir())"],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )

    assert made.stdout.strip() == os.environ["TESTS_RUN_FOLDER"]
