"""An import takes at most ten times the memory that its file has bytes, beside what it takes for any file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.importing.banks import EXCEL, write_bank

#: Imports one bank after the other as the command does, and prints by how much the second one raised the peak.
PROGRAM = """
import re, sys
from datetime import date
from pathlib import Path
from bot.packs.importing.importer import Bank, Wanted

def peak(file):
    bank = Bank.read(Path(file), Wanted(), date(2026, 11, 28))
    for _ in bank.questions():
        pass
    bank.report()
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024

small, large = map(peak, sys.argv[1:])
print(large - small)
"""
#: Bytes: the smaller one has most words of the larger one, whose stems are kept.
SMALL, LARGE = 400_000, 1_600_000


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read as Linux tells it")
@pytest.mark.parametrize("form", [EXCEL, "csv", "html"])
def test_memory_is_at_most_ten_times_the_file(tmp_path: Path, form: str) -> None:
    files = []
    for size in (SMALL, LARGE):
        folder = tmp_path / str(size)
        folder.mkdir()
        files.append(write_bank(folder, form, size)[0])

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, files)],
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=True,
    )

    small, large = (file.stat().st_size for file in files)
    assert int(done.stdout) / (large - small) < 10
