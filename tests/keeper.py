"""A run of tests leaves nothing behind, however it ends: what it starts and writes ends with it, even by SIGKILL.

A keeper, a small process in a session of its own, waits for the end of the run. Then it ends every process of it and
the PostgreSQL server, and deletes its folder, which is where temporary files go meanwhile.
"""

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

#: The folder of the run. All that is started has this in its environment, and is known by it.
_RUN = "TESTS_RUN_FOLDER"
#: What the folders of the data of the run's PostgreSQL servers begin with, below its own.
POSTGRES = "postgres"
#: Seconds between two looks at what tells nobody that it has ended, and looks until it is ended by force.
_LOOK = 0.02
_LOOKS = 500


def run_folder() -> Path:
    """Give the folder of this run; where none has begun it begins now, and ends with this process."""
    if _RUN not in os.environ:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())  # what failed tests wrote is kept
        os.environ[_RUN] = os.environ["TMPDIR"] = tempfile.mkdtemp(prefix="askaday-")
        tempfile.tempdir = None
        _start_keeper(os.environ[_RUN])
    return Path(os.environ[_RUN])


def _start_keeper(folder: str) -> None:
    # Nothing is written to the pipe: its other end is closed with this process, after all that runs at its exit.
    waits, _ = os.pipe()
    silent = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
    command = [sys.executable, "-I", "-S", __file__, folder]
    os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, waits, 0), silent])
    os.close(waits)


def _keep(folder: Path) -> None:
    os.setsid()  # what interrupts the run, as Ctrl-C does, does not reach it
    sys.stdin.read()
    while found := list(_processes(folder)):
        for process in found:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        time.sleep(_LOOK)
    for lock in folder.glob(f"{POSTGRES}*/postmaster.pid"):
        _stop_postgres(lock)
    shutil.rmtree(folder, ignore_errors=True)


def _processes(folder: Path) -> Iterator[int]:
    """Give the processes of the run, where the system has a folder that lists them; the server is not known by it."""
    sign = f"{_RUN}={folder}".encode()
    for one in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended, or is somebody else's
            if sign in (one / "environ").read_bytes().split(b"\0") and int(one.name) != os.getpid():
                yield int(one.name)


def _stop_postgres(lock: Path) -> None:
    """Stop the server at once; it deletes its file when it has ended."""
    with suppress(FileNotFoundError, ProcessLookupError):
        server = int(lock.read_text("ascii").splitlines()[0])
        os.kill(server, signal.SIGQUIT)
        for _ in range(_LOOKS):
            if not lock.exists():
                return
            time.sleep(_LOOK)
        os.kill(server, signal.SIGKILL)


if __name__ == "__main__":
    _keep(Path(sys.argv[1]))
