"""What processes under test are forked from."""

import os
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from tests.crash.process import FORKED


def tell(pipe: Connection) -> None:
    """Tell how many threads what this was forked from has, and whether what is imported last in a week is here."""
    threads = len(list(Path(f"/proc/{os.getppid()}/task").iterdir()))
    pipe.send((threads, {"matplotlib", "snowballstemmer", "sqlite_utils"} - sys.modules.keys()))


def test_what_is_forked_finds_everything_imported_by_one_without_threads() -> None:
    here, there = FORKED.Pipe()
    process = FORKED.Process(target=tell, args=(there,))
    process.start()
    there.close()

    told = here.recv()
    process.join()

    assert told == (1, set())
