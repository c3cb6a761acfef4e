"""Cells that a spreadsheet could run, whatever separator it reads the file with."""

import csv
import io
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.packs.exporting import ExportForm, export_text
from bot.packs.formulas import defuse, restore
from bot.packs.importing.importer import Wanted, import_file
from tests.worlds.builders import pack, question

SEPARATORS = ",;\t|:"
SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
MARK = "'\u2060"


def cells(text: str, separator: str) -> list[str]:
    """Read a file as a spreadsheet does that was told the separator."""
    return [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) for cell in row]


def live(written: str, separators: str = SEPARATORS) -> list[str]:
    """Give the cells that would be run, under any of the separators; blanks and quotes before them are skipped."""
    every = [cell for separator in separators for cell in cells(written, separator)]
    return [cell for cell in every if cell.lstrip(' "\t\r\u3000\xa0')[:1] in set(SIGNS)]


def file_of(*texts: str) -> str:
    written = io.StringIO(newline="")
    csv.writer(written).writerow(["first", *map(defuse, texts), "last"])
    return written.getvalue()


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("x;=1+1", f"x;{MARK}=1+1"),
        ("\r=1", f"'\r{MARK}=1"),
        ("a\t@SUM(1)", f"a\t{MARK}@SUM(1)"),
        ("  =1", "'  =1"),
        ("\uff1d1", "'\uff1d1"),
        ('x;"=1"', f'x;"{MARK}=1"'),
        ("line\n- item", f"line\n{MARK}- item"),
        ("run it with --all", f"run it with {MARK}--all"),
        ("'=1", "''=1"),
        # What runs nowhere stays as it is.
        ("a - b = c", "a - b = c"),
        ("2026-12-07T09:00:00+00:00", "2026-12-07T09:00:00+00:00"),
        ("it's 'so'", "it's 'so'"),
    ],
)
def test_what_could_run_is_marked_and_nothing_else(text: str, cell: str) -> None:
    assert (defuse(text), restore(cell), live(file_of(text))) == (cell, text, [])


@given(st.text(f"'\u2060{SIGNS}{SEPARATORS}\r\n \u3000\"a", max_size=12))
@example(f" {MARK}=a")
@example(f"a {MARK}= ")
@example("\n=")
def test_no_cell_runs_and_every_text_comes_back(text: str) -> None:
    assert (live(file_of(text)), restore(defuse(text))) == ([], text)


def test_pack_with_formulas_comes_back_from_an_export_in_which_none_runs(tmp_path: Path) -> None:
    prompt = "Which of these keeps lanterns?\n\n- drums;=1+1\n- flutes\t@SUM(1)"
    made = pack(question(1, prompt=prompt, topics=("storage",)), question(2, hint="x;=1+1"))
    file = tmp_path / "pack.csv"
    file.write_bytes(export_text(made, ExportForm.CSV).encode())

    imported = import_file(file, Wanted(), date(2026, 11, 21))

    # Dashes stand in no topic and id at the beginning.
    assert live(file.read_text("utf-8")) == []
    assert (imported.pack, imported.problems) == (made, ())


def test_text_from_elsewhere_keeps_its_apostrophes() -> None:
    text = "Take '-v', '-x'; or '=1'."

    assert restore(text) == text


@pytest.mark.parametrize("piece", [" ", "\n", ";", '"', MARK, "'", "a ="])
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * size
        spent = []
        for _ in range(3):
            begin = time.process_time()
            restore(defuse(text))
            spent.append(time.process_time() - begin)
        return min(spent)

    # Twice the text in twice the time would give four; quadratic work sixteen.
    assert seconds(80_000) < 10 * seconds(20_000)
