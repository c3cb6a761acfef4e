"""CSV as drafts: any delimiter of comma, semicolon and tab, columns by name or by mapping."""

import csv
import io
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.domain.text import count
from bot.errors import InputError, PackError, PackProblem
from bot.packs.cells import COLUMNS, MANIFEST_COLUMNS, read_cell
from bot.packs.importing.drafts import Draft, Drafts
from bot.packs.validation import Place

_OTHER_NAMES = {
    "question": "prompt",
    "answer": "model_answer",
    "difficulty": "level",
    "topic": "topics",
    "tags": "topics",
    "category": "topics",
    "service": "services",
    "keypoints": "key_points",
    "source": "references",
    "links": "references",
}


def drafts_of_csv(text: str, file: str, mapping: Mapping[str, str]) -> Drafts:
    """Read CSV with a header row.

    Raises:
        PackError: there is no usable header, or a quote is not closed.
        InputError: the mapping names a column or field that is not there.
    """
    rows = _rows(text, file)
    header = next(rows, None)
    if header is None:
        raise PackError([PackProblem(file, None, "is empty")])
    fields, ignored = _fields(header[1], mapping)
    if not {"prompt", "model_answer"} <= set(fields):
        raise PackError([PackProblem(file, 1, _no_columns(header[1]))])
    manifest: dict[str, Any] = {}
    drafts, problems = [], []
    for number, (line, cells) in enumerate(rows, 1):
        place = Place(file, {(): line}, f"row {number}: ")
        if len(cells) > len(fields):
            columns = count(len(fields), "column")
            problems.append(place.problem((), f"has {count(len(cells), 'cell')}, but the header names {columns}"))
            continue
        entries = {name: read_cell(name, cell) for name, cell in zip(fields, cells, strict=False) if name and cell}
        for key in [key for key in entries if key in MANIFEST_COLUMNS]:
            _agree(manifest, MANIFEST_COLUMNS[key], entries.pop(key), place, problems)
        drafts.append(Draft(entries, place))
    remarks = [f"the column “{title}” was left out" for title in ignored]
    return Drafts(drafts, manifest, Place(file), problems, remarks)


def _agree(manifest: dict[str, Any], key: str, value: Any, place: Place, problems: list[PackProblem]) -> None:
    if manifest.setdefault(key, value) != value:
        problems.append(place.problem((f"pack.{key}",), "differs from the row before; all rows must name one pack"))


def _rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that are not blank, with the line each begins on."""
    csv.field_size_limit(sys.maxsize)  # the library's limit of 128 KiB would refuse long answers
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise PackError([PackProblem(file, line, f"the row that begins here is no valid CSV: {error}")]) from None


def _delimiter(text: str) -> str:
    header = re.sub(r'"[^"]*"', "", text[: text.find("\n")] if "\n" in text else text)
    return max(",;\t", key=header.count)


def _fields(titles: Sequence[str], mapping: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Give the field of each column ("" leaves it out), and the titles of those that nobody asked to leave out."""
    known = {**{name: name for name in (*COLUMNS, *MANIFEST_COLUMNS)}, **_OTHER_NAMES}
    titles = [title.strip() for title in titles]
    for column, name in mapping.items():
        if column not in titles:
            raise InputError(f"There is no column “{column}”; the file has: {', '.join(titles)}.")
        if name and name not in known:
            raise InputError(f"There is no field “{name}”; there are: {', '.join(COLUMNS)}.")
    spelt = [title if title in known else re.sub(r"[\s-]+", "_", title.lower()) for title in titles]
    wanted = set(mapping.values())
    guessed = ["" if known.get(name, "") in wanted else known.get(name, "") for name in spelt]
    fields = [mapping.get(title, name) for title, name in zip(titles, guessed, strict=True)]
    repeated = next((name for name in fields if name and fields.count(name) > 1), None)
    if repeated:
        raise InputError(f"Several columns give “{repeated}”; say which with --map COLUMN={repeated}.")
    return fields, [title for title, name in zip(titles, fields, strict=True) if not name and title not in mapping]


def _no_columns(titles: Sequence[str]) -> str:
    saw = ", ".join(title.strip() for title in titles)[:200]
    return f"must have columns for prompt and model_answer (saw: {saw}); name yours with --map COLUMN=prompt"
