"""What importing a bank costs: `python -m benchmarks.importing.cost [--mb 50] [--checkout FOLDER] [FORM …]`.

For each form the command runs as a process of its own, as an operator runs it: its processor time, and the most memory
that it had, with the interpreter. With `--checkout`, the Askaday of another folder does it; with `--without-choices`,
the banks have none, which older versions do not know.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import ROOT
from benchmarks.filling import workplace
from benchmarks.importing.banks import EXCEL, FORMS, write_bank


@dataclass(frozen=True, slots=True)
class Cost:
    """What one import took."""

    form: str
    megabytes: float
    questions: int
    #: How many of them are in the pack.
    imported: int
    #: Of the processor.
    seconds: float
    #: The most memory, as a multiple of the file.
    times: float


def costs(forms: Sequence[str], size: int, *, checkout: Path = ROOT, choices: bool = True) -> Iterator[Cost]:
    """Import a bank of each form, of about `size` bytes."""
    for form in forms:
        with workplace() as folder:
            file, questions = write_bank(folder, form, size, choices=choices)
            used = _imported(file, folder / "pack", checkout)
            found = len(list((folder / "pack" / "questions").iterdir()))
            length = file.stat().st_size
            times = used.ru_maxrss * 1024 / length
            yield Cost(form, length / 1e6, questions, found, used.ru_utime + used.ru_stime, times)
            shutil.rmtree(folder / "pack")


def _imported(file: Path, out: Path, checkout: Path) -> resource.struct_rusage:
    command = [sys.executable, "-m", "bot", "packs", "import", str(file.absolute()), "--out", str(out.absolute())]
    with subprocess.Popen(command, cwd=checkout, stdout=subprocess.DEVNULL) as process:  # noqa: S603 - our own program
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{file.name} was not imported.")
    return used


def main() -> None:
    """Print a row as soon as its form is imported, and the table in the end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("forms", nargs="*", metavar="FORM")
    parser.add_argument("--mb", type=float, default=1.0)
    parser.add_argument("--checkout", type=Path, default=ROOT)
    parser.add_argument("--without-choices", action="store_true")
    said = parser.parse_args()
    known = [*FORMS, EXCEL]
    if unknown := set(said.forms) - set(known):
        parser.error(f"There is no form {', '.join(sorted(unknown))}; there are {', '.join(known)}.")
    table = Table("form", "MB", "questions", "imported", "processor s", "memory in files")
    for one in costs(said.forms or known, int(said.mb * 1e6), checkout=said.checkout, choices=not said.without_choices):
        row = (one.form, f"{one.megabytes:.1f}", str(one.questions), str(one.imported))
        table.add_row(*row, f"{one.seconds:.1f}", f"{one.times:.1f}")
        print(*row, f"{one.seconds:.1f} s", f"{one.times:.1f} x", flush=True)
    Console().print(table)


if __name__ == "__main__":
    main()
